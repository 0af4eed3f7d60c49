from django.urls import path

from chronology.journey import views

urlpatterns = [path("families/<int:family_id>/journey/", views.journey, name="journey")]
