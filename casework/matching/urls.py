from django.urls import path

from casework.matching import views
from casework.matching.asking import views as asking

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}people/matches/", views.matches, name="person-matches"),
    path(f"{FAMILY}people/<int:person_id>/same/", views.SamePerson.as_view(), name="person-same"),
    path(f"{FAMILY}people/<int:person_id>/not-same/", views.not_same, name="person-not-same"),
    path(f"{FAMILY}people/bring-in/<int:found_id>/ask/", asking.AskToBringIn.as_view(), name="bring-in-ask"),
    path(f"{FAMILY}people/asked/<int:ask_id>/", asking.AnswerAsk.as_view(), name="bring-in-answer"),
    path(f"{FAMILY}people/asked/<int:ask_id>/take-back/", asking.TakeBackAsk.as_view(), name="bring-in-take-back"),
]
