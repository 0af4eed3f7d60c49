from django.urls import path

from chronology.home import views

urlpatterns = [path("families/<int:family_id>/", views.home, name="family")]
