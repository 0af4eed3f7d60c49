from django.urls import path

from workbook.books import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}workbook/", views.workbook, name="workbook"),
    path(f"{FAMILY}referrals/<int:referral_id>/workbook/", views.decide, name="workbook-decide"),
    path(f"{FAMILY}referrals/<int:referral_id>/vulnerability/", views.vulnerability, name="workbook-vulnerability"),
    path(f"{FAMILY}episodes/<int:episode_id>/", views.episode, name="episode"),
]
