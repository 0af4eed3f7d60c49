from django.urls import include, path

urlpatterns = [
    path("", include("supervision.groups.urls")),
    path("", include("supervision.packs.urls")),
    path("", include("supervision.closings.urls")),
    path("", include("supervision.transfers.urls")),
    path("", include("supervision.mywork.urls")),
]
