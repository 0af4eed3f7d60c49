from django.urls import path

from casework.families import views
from casework.people import views as people_views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path("families/", views.families, name="families"),
    path("families/add/", views.add, name="family-add"),
    path(f"{FAMILY}people/<int:person_id>/", people_views.put_right, name="person-put-right"),
]
