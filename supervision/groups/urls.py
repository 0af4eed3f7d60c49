from django.urls import path

from supervision.groups import views

FAMILY = "families/<int:family_id>/"
EPISODE = f"{FAMILY}episodes/<int:episode_id>/"
SUPERVISION = f"{FAMILY}supervisions/<int:supervision_id>/"

urlpatterns = [
    path("supervisions/", views.supervisions, name="supervisions"),
    path(f"{FAMILY}supervisions/", views.family_supervisions, name="family-supervisions"),
    path(f"{EPISODE}close/", views.close, name="episode-close"),
    path(f"{EPISODE}reopen/", views.reopen, name="episode-reopen"),
    path(f"{EPISODE}move/", views.move, name="supervision-move"),
    path(f"{FAMILY}summaries/<int:summary_id>/ask/", views.ask, name="summary-ask"),
    path(SUPERVISION, views.supervision, name="supervision"),
    path(f"{SUPERVISION}logistics/", views.logistics, name="supervision-logistics"),
    path(f"{SUPERVISION}record/", views.record, name="supervision-record"),
    path(f"{SUPERVISION}actions/", views.actions, name="supervision-actions"),
    path(f"{SUPERVISION}sign-off/", views.sign_off, name="supervision-sign-off"),
]
