from django.urls import path

from casework.referrals import views

FAMILY = "families/<int:family_id>/"
INVOLVEMENT = f"{FAMILY}involvements/<int:involvement_id>/"

urlpatterns = [
    path(f"{FAMILY}referrals/add/", views.ReceiveReferral.as_view(), name="referral-add"),
    path(f"{FAMILY}referrals/<int:referral_id>/", views.read, name="referral"),
    path(f"{FAMILY}referrals/<int:referral_id>/check/", views.AddCheck.as_view(), name="referral-check"),
    path(f"{FAMILY}referrals/<int:referral_id>/decide/", views.DecideOnReferral.as_view(), name="referral-decide"),
    path(f"{INVOLVEMENT}harm/", views.AllegeHarm.as_view(), name="harm-alleged"),
    path(f"{INVOLVEMENT}not-seen/", views.SayNotSeen.as_view(), name="child-not-seen"),
    path(f"{INVOLVEMENT}early-help/", views.SayEarlyHelp.as_view(), name="early-help-decided"),
]
