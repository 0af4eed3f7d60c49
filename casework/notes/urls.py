from django.urls import path

from casework.notes import views
from casework.notes.corrections.views import CorrectFacts, TakeBackSignificance

NOTES = "families/<int:family_id>/notes/"
NOTE = f"{NOTES}<int:note_id>/"

urlpatterns = [
    path(NOTES, views.notes, name="notes"),
    path(f"{NOTES}plan/", views.PlanNote.as_view(), name="note-plan"),
    path(f"{NOTE}write-up/", views.WriteUp.as_view(), name="note-write-up"),
    path(f"{NOTE}significant/", views.MarkSignificant.as_view(), name="note-significant"),
    path(f"{NOTE}correct/", CorrectFacts.as_view(), name="note-correct"),
    path(f"{NOTE}not-significant/", TakeBackSignificance.as_view(), name="note-not-significant"),
]
