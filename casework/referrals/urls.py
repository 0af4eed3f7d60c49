from django.urls import path

from casework.referrals import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}referrals/add/", views.add, name="referral-add"),
    path(f"{FAMILY}referrals/<int:referral_id>/", views.read, name="referral"),
    path(f"{FAMILY}referrals/<int:referral_id>/check/", views.check, name="referral-check"),
    path(f"{FAMILY}referrals/<int:referral_id>/decide/", views.decide, name="referral-decide"),
    path(f"{FAMILY}involvements/<int:involvement_id>/harm/", views.harm, name="harm-alleged"),
    path(f"{FAMILY}involvements/<int:involvement_id>/not-seen/", views.not_seen, name="child-not-seen"),
    path(f"{FAMILY}involvements/<int:involvement_id>/early-help/", views.early_help, name="early-help-decided"),
]
