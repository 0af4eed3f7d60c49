from django.urls import path

from supervision.group_supervisions.arrangements import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}episodes/<int:episode_id>/move/", views.move, name="supervision-move"),
    path(f"{FAMILY}supervisions/<int:supervision_id>/logistics/", views.logistics, name="supervision-logistics"),
]
