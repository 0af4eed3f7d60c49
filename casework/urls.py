from django.urls import include, path

urlpatterns = [
    path("", include("casework.families.urls")),
    path("", include("casework.genogram.urls")),
    path("", include("casework.people.urls")),
    path("", include("casework.matching.urls")),
    path("", include("casework.joins.urls")),
    path("", include("casework.calls.urls")),
    path("", include("casework.intake.urls")),
    path("", include("casework.unallocated.urls")),
    path("", include("casework.notes.urls")),
    path("", include("casework.actions.urls")),
    path("", include("casework.summaries.urls")),
    path("", include("casework.cautions.urls")),
    path("", include("casework.plans.urls")),
    path("", include("casework.safety.urls")),
    path("", include("casework.notifications.urls")),
    path("", include("casework.unsaved.urls")),
    path("", include("casework.closures.urls")),
]
