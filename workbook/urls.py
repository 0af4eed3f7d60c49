from django.urls import include, path

urlpatterns = [
    path("", include("workbook.books.urls")),
    path("", include("workbook.summaries.urls")),
    path("", include("workbook.delegation.urls")),
    path("", include("workbook.handovers.urls")),
    path("", include("workbook.notes.urls")),
    path("", include("workbook.allocations.urls")),
    path("", include("workbook.entering.urls")),
    path("", include("workbook.members.urls")),
    path("", include("workbook.closures.urls")),
    path("", include("workbook.births.urls")),
    path("", include("workbook.programmes.urls")),
    path("", include("workbook.planners.urls")),
    path("", include("workbook.assessments.urls")),
]
