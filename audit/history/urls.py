from django.urls import path

from audit.history import views
from audit.viewings import views as viewings_views

urlpatterns = [
    path("families/<int:family_id>/history/", views.history, name="history"),
    path("families/<int:family_id>/looked/", viewings_views.viewings, name="looked"),
]
