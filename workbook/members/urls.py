from django.urls import path

from workbook.members import changing, views

PEOPLE = "families/<int:family_id>/people/"
PERSON = f"{PEOPLE}<int:person_id>/"

urlpatterns = [
    path(PEOPLE, views.people, name="people"),
    path(f"{PERSON}changes/", views.changes, name="person-changes"),
    path(f"{PERSON}leave/", changing.leave, name="person-leave"),
    path(f"{PERSON}come-back/", changing.come_back, name="person-come-back"),
    path(f"{PERSON}into-workbook/", changing.into_workbook, name="person-into-workbook"),
]
