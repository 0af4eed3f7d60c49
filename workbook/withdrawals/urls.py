from django.urls import path

from workbook.withdrawals import views

urlpatterns = [
    path(
        "families/<int:family_id>/involvements/<int:involvement_id>/withdraw/",
        views.WithdrawInvolvement.as_view(),
        name="involvement-withdraw",
    )
]
