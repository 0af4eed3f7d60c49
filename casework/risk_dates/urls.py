from django.urls import path

from casework.risk_dates import views

FAMILY = "families/<int:family_id>/risk-dates/"

urlpatterns = [
    path(f"{FAMILY}add/", views.AddRiskDate.as_view(), name="risk-date-add"),
    path(f"{FAMILY}<int:risk_date_id>/", views.CorrectRiskDate.as_view(), name="risk-date"),
    path(f"{FAMILY}<int:risk_date_id>/call-off/", views.CallOffRiskDate.as_view(), name="risk-date-call-off"),
]
