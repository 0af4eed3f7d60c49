from django.urls import path

from workbook.births import views

FAMILY = "families/<int:family_id>/"
PERSON = f"{FAMILY}people/<int:person_id>/"

urlpatterns = [
    path(f"{FAMILY}births/add/", views.unexpected, name="birth-add"),
    path(f"{PERSON}birth/", views.birth, name="person-birth"),
    path(f"{PERSON}pregnancy-ended/", views.pregnancy_ended, name="person-pregnancy-ended"),
    path(f"{PERSON}pregnancy-goes-on/", views.pregnancy_goes_on, name="person-pregnancy-goes-on"),
]
