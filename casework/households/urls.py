from django.urls import path

from casework.households import views

urlpatterns = [path("families/<int:family_id>/household/", views.Move.as_view(), name="household-move")]
