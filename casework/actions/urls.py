from django.urls import path

from casework.actions import views

ACTIONS = "families/<int:family_id>/actions/"

urlpatterns = [
    path(ACTIONS, views.actions, name="actions"),
    path(f"{ACTIONS}add/", views.AddAction.as_view(), name="action-add"),
    path(f"{ACTIONS}<int:action_id>/report/", views.ReportAction.as_view(), name="action-report"),
    path(f"{ACTIONS}<int:action_id>/progress/", views.NoteProgress.as_view(), name="action-progress"),
    path(f"{ACTIONS}<int:action_id>/hand-over/", views.HandOver.as_view(), name="action-hand-over"),
    path(f"{ACTIONS}<int:action_id>/in-error/", views.ActionInError.as_view(), name="action-in-error"),
]
