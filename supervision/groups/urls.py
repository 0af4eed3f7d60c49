from django.urls import path

from supervision.groups.views import arranging, closing, lists, meetings, recording, signing

FAMILY = "families/<int:family_id>/"
EPISODE = f"{FAMILY}episodes/<int:episode_id>/"
SUPERVISION = f"{FAMILY}supervisions/<int:supervision_id>/"

urlpatterns = [
    path("supervisions/", lists.supervisions, name="supervisions"),
    path(f"{FAMILY}supervisions/", lists.family_supervisions, name="family-supervisions"),
    path(f"{EPISODE}close/", closing.close, name="episode-close"),
    path(f"{EPISODE}reopen/", closing.reopen, name="episode-reopen"),
    path(f"{EPISODE}supervision/", meetings.of_episode, name="episode-supervision"),
    path(f"{EPISODE}move/", arranging.move, name="supervision-move"),
    path(f"{FAMILY}summaries/<int:summary_id>/ask/", closing.ask, name="summary-ask"),
    path(SUPERVISION, meetings.supervision, name="supervision"),
    path(f"{SUPERVISION}logistics/", arranging.logistics, name="supervision-logistics"),
    path(f"{SUPERVISION}record/", recording.record, name="supervision-record"),
    path(f"{SUPERVISION}actions/", recording.actions, name="supervision-actions"),
    path(f"{SUPERVISION}actions/<int:action_id>/take-back/", recording.drop_action, name="supervision-action-drop"),
    path(f"{SUPERVISION}sign-off/", signing.sign_off, name="supervision-sign-off"),
]
