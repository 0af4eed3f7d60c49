from django.urls import path

from workbook.members.adding import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}people/add/", views.AddPerson.as_view(), name="person-add"),
    path(f"{FAMILY}people/bring-in/<int:found_id>/", views.BringPersonIn.as_view(), name="person-bring-in"),
]
