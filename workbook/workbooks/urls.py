from django.urls import path

from workbook.workbooks import views
from workbook.workbooks.vulnerabilities import views as vulnerabilities_views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}workbook/", views.workbook, name="workbook"),
    path(f"{FAMILY}referrals/<int:referral_id>/workbook/", views.decide, name="workbook-decide"),
    path(
        f"{FAMILY}referrals/<int:referral_id>/vulnerability/",
        vulnerabilities_views.vulnerability,
        name="workbook-vulnerability",
    ),
    path(f"{FAMILY}episodes/<int:episode_id>/", views.episode, name="episode"),
]
