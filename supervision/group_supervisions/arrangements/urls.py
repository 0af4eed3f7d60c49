from django.urls import path

from supervision.group_supervisions.arrangements import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}episodes/<int:episode_id>/move/", views.MoveSupervision.as_view(), name="supervision-move"),
    path(
        f"{FAMILY}supervisions/<int:supervision_id>/logistics/",
        views.NoteLogistics.as_view(),
        name="supervision-logistics",
    ),
]
