from django.urls import path

from casework.answers import views

ANSWERS = "families/<int:family_id>/answers/"
ANSWER = f"{ANSWERS}<int:answer_id>/"

urlpatterns = [
    path(ANSWERS, views.answers, name="answers"),
    path(f"{ANSWERS}to/<slug:answerable>/<int:origin_id>/", views.AddAnswer.as_view(), name="answer-add"),
    path(ANSWER, views.answer, name="answer"),
    path(f"{ANSWER}settle/", views.SettleAnswer.as_view(), name="answer-settle"),
    path(f"{ANSWER}hold-back/", views.HoldBackAnswer.as_view(), name="answer-hold-back"),
    path(f"{ANSWER}copies/", views.DecideCopies.as_view(), name="answer-copies"),
]
