from django.urls import path

from workbook.workbooks import views
from workbook.workbooks.vulnerabilities.views import RecordVulnerability

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}workbook/", views.workbook, name="workbook"),
    path(f"{FAMILY}referrals/<int:referral_id>/workbook/", views.DecideOnWorkbook.as_view(), name="workbook-decide"),
    path(f"{FAMILY}workbook/index-child/", views.ReplaceIndexChild.as_view(), name="workbook-index-child"),
    path(
        f"{FAMILY}referrals/<int:referral_id>/vulnerability/",
        RecordVulnerability.as_view(),
        name="workbook-vulnerability",
    ),
    path(f"{FAMILY}episodes/<int:episode_id>/", views.episode, name="episode"),
]
