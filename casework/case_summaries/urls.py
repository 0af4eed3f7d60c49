from django.urls import path

from casework.case_summaries import views

CASE_SUMMARY = "families/<int:family_id>/children/<int:child_id>/case-summary/"

urlpatterns = [
    path(CASE_SUMMARY, views.read, name="case-summary"),
    path(f"{CASE_SUMMARY}write/", views.WriteCaseSummary.as_view(), name="case-summary-write"),
    path(f"{CASE_SUMMARY}complete/", views.CompleteCaseSummary.as_view(), name="case-summary-complete"),
]
