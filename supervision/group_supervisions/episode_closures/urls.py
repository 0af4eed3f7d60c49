from django.urls import path

from supervision.group_supervisions.episode_closures import views

FAMILY = "families/<int:family_id>/"
EPISODE = f"{FAMILY}episodes/<int:episode_id>/"

urlpatterns = [
    path(f"{EPISODE}close/", views.CloseEpisode.as_view(), name="episode-close"),
    path(f"{EPISODE}reopen/", views.ReopenEpisode.as_view(), name="episode-reopen"),
    path(f"{FAMILY}summaries/<int:summary_id>/ask/", views.ask, name="summary-ask"),
]
