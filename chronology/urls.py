from django.urls import include, path

urlpatterns = [
    path("", include("chronology.overview.urls")),
    path("", include("chronology.children.urls")),
    path("", include("chronology.timeline.urls")),
    path("", include("chronology.journey.urls")),
]
