from django.urls import path

from casework.grants import views

GRANTS = "families/<int:family_id>/grants/"

urlpatterns = [
    path(f"{GRANTS}add/", views.Grant.as_view(), name="grant-add"),
    path(f"{GRANTS}<int:grant_id>/end/", views.EndGrant.as_view(), name="grant-end"),
]
