from django.urls import include, path

urlpatterns = [
    path("", include("audit.history.urls")),
    path("", include("audit.viewings.urls")),
]
