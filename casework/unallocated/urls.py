from django.urls import path

from casework.unallocated import views

urlpatterns = [
    path("unallocated/", views.unallocated, name="unallocated"),
    path("unallocated/report/", views.report, name="unallocated-report"),
    path("unallocated/report/file/", views.file, name="unallocated-file"),
    path("families/<int:family_id>/unallocated/", views.RecordReason.as_view(), name="unallocated-because"),
]
