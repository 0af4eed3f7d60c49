from django.urls import path

from supervision.group_supervisions.recording import views

SUPERVISION = "families/<int:family_id>/supervisions/<int:supervision_id>/"

urlpatterns = [
    path(f"{SUPERVISION}record/", views.RecordMeeting.as_view(), name="supervision-record"),
    path(f"{SUPERVISION}actions/", views.AgreeActions.as_view(), name="supervision-actions"),
    path(
        f"{SUPERVISION}actions/<int:action_id>/take-back/",
        views.DropAction.as_view(),
        name="supervision-action-drop",
    ),
]
