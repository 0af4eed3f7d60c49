from django.urls import include, path

from supervision.group_supervisions import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path("", include("supervision.group_supervisions.calendar.urls")),
    path("", include("supervision.group_supervisions.episode_closures.urls")),
    path("", include("supervision.group_supervisions.arrangements.urls")),
    path("", include("supervision.group_supervisions.holding.urls")),
    path("", include("supervision.group_supervisions.recording.urls")),
    path(f"{FAMILY}supervisions/", views.family_supervisions, name="family-supervisions"),
    path(f"{FAMILY}supervisions/next/", views.next_step, name="supervision-next"),
    path(f"{FAMILY}supervisions/<int:supervision_id>/", views.supervision, name="supervision"),
    path(f"{FAMILY}episodes/<int:episode_id>/supervision/", views.of_episode, name="episode-supervision"),
]
