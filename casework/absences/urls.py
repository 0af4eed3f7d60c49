from django.urls import path

from casework.absences import views

urlpatterns = [
    path("absences/", views.absences, name="absences"),
    path("absences/add/", views.AddAbsence.as_view(), name="absence-add"),
    path("absences/<int:absence_id>/cancel/", views.cancel, name="absence-cancel"),
]
