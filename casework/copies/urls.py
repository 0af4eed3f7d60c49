from django.urls import path

from casework.copies import views

COPIES = "families/<int:family_id>/copies/"

urlpatterns = [
    path(COPIES, views.copies, name="copies"),
    path(f"{COPIES}of/<slug:copyable>/<int:record_id>/", views.GiveCopy.as_view(), name="copy-give"),
    path(f"{COPIES}<int:copy_id>/got-back/", views.GetCopyBack.as_view(), name="copy-got-back"),
]
