from django.urls import path

from workbook.members.adding import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}people/add/", views.add, name="person-add"),
    path(f"{FAMILY}people/bring-in/<int:found_id>/", views.bring_in, name="person-bring-in"),
]
