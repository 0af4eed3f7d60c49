from django.urls import path

from workbook.summaries import views
from workbook.summaries.extracts.views import extract
from workbook.summaries.finalising.views import FinaliseSummary, WithdrawSummary

SUMMARY = "families/<int:family_id>/summaries/<int:summary_id>/"

urlpatterns = [
    path(SUMMARY, views.summary, name="summary"),
    path(f"{SUMMARY}extract/", extract, name="summary-extract"),
    path(f"{SUMMARY}write/", views.WriteSummary.as_view(), name="summary-write"),
    path(f"{SUMMARY}finalise/", FinaliseSummary.as_view(), name="summary-finalise"),
    path(f"{SUMMARY}withdraw/", WithdrawSummary.as_view(), name="summary-withdraw"),
]
