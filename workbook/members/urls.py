from django.urls import path

from workbook.members import views as members_views
from workbook.members.changes import views
from workbook.members.roles import views as roles_views

PEOPLE = "families/<int:family_id>/people/"
PERSON = f"{PEOPLE}<int:person_id>/"

urlpatterns = [
    path(PEOPLE, members_views.people, name="people"),
    path(f"{PERSON}changes/", views.changes, name="person-changes"),
    path(f"{PERSON}leave/", views.LeaveFamily.as_view(), name="person-leave"),
    path(f"{PERSON}come-back/", views.ComeBack.as_view(), name="person-come-back"),
    path(f"{PERSON}role/correct/", roles_views.CorrectRole.as_view(), name="person-role-correct"),
    path(f"{PERSON}role/change/", roles_views.ChangeRole.as_view(), name="person-role-change"),
    path(f"{PERSON}into-workbook/", views.ComeIntoWorkbook.as_view(), name="person-into-workbook"),
]
