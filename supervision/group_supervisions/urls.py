from django.urls import path

from supervision.group_supervisions import views as group_supervisions_views
from supervision.group_supervisions.arrangements import views as arrangements_views
from supervision.group_supervisions.calendar import views as calendar_views
from supervision.group_supervisions.episode_closures import views
from supervision.group_supervisions.recording import views as recording_views
from supervision.sign_offs import views as sign_offs_views

FAMILY = "families/<int:family_id>/"
EPISODE = f"{FAMILY}episodes/<int:episode_id>/"
SUPERVISION = f"{FAMILY}supervisions/<int:supervision_id>/"

urlpatterns = [
    path("supervisions/", calendar_views.supervisions, name="supervisions"),
    path(f"{FAMILY}supervisions/", group_supervisions_views.family_supervisions, name="family-supervisions"),
    path(f"{EPISODE}close/", views.close, name="episode-close"),
    path(f"{EPISODE}reopen/", views.reopen, name="episode-reopen"),
    path(f"{EPISODE}supervision/", group_supervisions_views.of_episode, name="episode-supervision"),
    path(f"{EPISODE}move/", arrangements_views.move, name="supervision-move"),
    path(f"{FAMILY}summaries/<int:summary_id>/ask/", views.ask, name="summary-ask"),
    path(SUPERVISION, group_supervisions_views.supervision, name="supervision"),
    path(f"{SUPERVISION}logistics/", arrangements_views.logistics, name="supervision-logistics"),
    path(f"{SUPERVISION}record/", recording_views.record, name="supervision-record"),
    path(f"{SUPERVISION}actions/", recording_views.actions, name="supervision-actions"),
    path(
        f"{SUPERVISION}actions/<int:action_id>/take-back/", recording_views.drop_action, name="supervision-action-drop"
    ),
    path(f"{SUPERVISION}sign-off/", sign_offs_views.sign_off, name="supervision-sign-off"),
]
