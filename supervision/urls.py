from django.urls import include, path

urlpatterns = [
    path("", include("supervision.group_supervisions.urls")),
    path("", include("supervision.sign_offs.urls")),
    path("", include("supervision.packs.urls")),
    path("", include("supervision.workbook_closures.urls")),
    path("", include("supervision.transfers.urls")),
    path("", include("supervision.my_work.urls")),
    path("", include("supervision.compliance.urls")),
]
