from django.urls import path

from workbook.summaries.handovers import views

SUMMARY = "families/<int:family_id>/summaries/<int:summary_id>/"

urlpatterns = [
    path(f"{SUMMARY}hand-over/", views.hand_over, name="summary-hand-over"),
    path(f"{SUMMARY}leave/", views.leave_out, name="summary-leave"),
]
