from django.urls import path

from audit.viewings import views

urlpatterns = [path("families/<int:family_id>/looked/", views.viewings, name="looked")]
