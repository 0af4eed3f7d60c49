from django.urls import path

from chronology.overview import views

urlpatterns = [path("families/<int:family_id>/", views.overview, name="family")]
