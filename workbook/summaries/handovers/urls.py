from django.urls import path

from workbook.summaries.handovers import views

SUMMARY = "families/<int:family_id>/summaries/<int:summary_id>/"

urlpatterns = [
    path(f"{SUMMARY}hand-over/", views.HandOverSummary.as_view(), name="summary-hand-over"),
    path(f"{SUMMARY}leave/", views.LeaveOutSummary.as_view(), name="summary-leave"),
]
