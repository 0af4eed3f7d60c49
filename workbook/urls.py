from django.urls import include, path

urlpatterns = [
    path("", include("workbook.workbooks.urls")),
    path("", include("workbook.summaries.urls")),
    path("", include("workbook.summaries.delegation.urls")),
    path("", include("workbook.summaries.handovers.urls")),
    path("", include("workbook.notes.urls")),
    path("", include("workbook.allocations.urls")),
    path("", include("workbook.members.adding.urls")),
    path("", include("workbook.members.urls")),
    path("", include("workbook.closures.urls")),
    path("", include("workbook.reopenings.urls")),
    path("", include("workbook.births.urls")),
    path("", include("workbook.coming_of_age.urls")),
    path("", include("workbook.withdrawals.urls")),
    path("", include("workbook.programmes.urls")),
    path("", include("workbook.planners.urls")),
    path("", include("workbook.programmes.assessments.urls")),
]
