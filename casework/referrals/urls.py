from django.urls import path

from casework.referrals import views

urlpatterns = [
    path("families/<int:family_id>/referrals/add/", views.add, name="referral-add"),
    path("families/<int:family_id>/referrals/<int:referral_id>/", views.read, name="referral"),
]
