from django.urls import path

from workbook.summaries.delegation import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}summaries/<int:summary_id>/delegate/", views.DelegatePart.as_view(), name="summary-delegate"),
    path(f"{FAMILY}tasks/<int:task_id>/withdraw/", views.WithdrawTask.as_view(), name="task-withdraw"),
]
