from django.urls import path

from workbook.births import views

FAMILY = "families/<int:family_id>/"
PERSON = f"{FAMILY}people/<int:person_id>/"

urlpatterns = [
    path(f"{FAMILY}births/add/", views.RecordUnexpectedBirth.as_view(), name="birth-add"),
    path(f"{PERSON}birth/", views.RecordBirth.as_view(), name="person-birth"),
    path(f"{PERSON}not-yet-born/", views.NotYetBorn.as_view(), name="person-not-yet-born"),
    path(f"{PERSON}pregnancy-ended/", views.EndPregnancy.as_view(), name="person-pregnancy-ended"),
    path(f"{PERSON}pregnancy-goes-on/", views.UndoPregnancyEnd.as_view(), name="person-pregnancy-goes-on"),
]
