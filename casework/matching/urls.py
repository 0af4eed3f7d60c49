from django.urls import path

from casework.matching import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}people/matches/", views.matches, name="person-matches"),
    path(f"{FAMILY}people/<int:person_id>/same/", views.SamePerson.as_view(), name="person-same"),
    path(f"{FAMILY}people/<int:person_id>/not-same/", views.not_same, name="person-not-same"),
]
