from django.urls import path

from chronology.timeline import views

urlpatterns = [path("families/<int:family_id>/chronology/", views.chronology, name="chronology")]
