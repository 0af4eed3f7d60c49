from django.urls import path

from supervision.group_supervisions.recording import views

SUPERVISION = "families/<int:family_id>/supervisions/<int:supervision_id>/"

urlpatterns = [
    path(f"{SUPERVISION}record/", views.record, name="supervision-record"),
    path(f"{SUPERVISION}actions/", views.actions, name="supervision-actions"),
    path(f"{SUPERVISION}actions/<int:action_id>/take-back/", views.drop_action, name="supervision-action-drop"),
]
