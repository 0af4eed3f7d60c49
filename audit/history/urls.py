from django.urls import path

from audit.history import views

urlpatterns = [path("families/<int:family_id>/history/", views.history, name="history")]
