from django.urls import path

from casework.held_back import views

HELD_BACK = "families/<int:family_id>/held-back/"

urlpatterns = [
    path(HELD_BACK, views.held_back, name="held-back"),
    path(f"{HELD_BACK}add/", views.HoldBack.as_view(), name="held-back-add"),
]
