from django.urls import path

from casework.case_summaries import views

urlpatterns = [
    path("families/<int:family_id>/children/<int:child_id>/case-summary/", views.read, name="case-summary"),
    path(
        "families/<int:family_id>/children/<int:child_id>/case-summary/write/", views.write, name="case-summary-write"
    ),
    path(
        "families/<int:family_id>/children/<int:child_id>/case-summary/complete/",
        views.complete,
        name="case-summary-complete",
    ),
]
