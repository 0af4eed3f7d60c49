from django.urls import path

from casework.ecomap import views

ECOMAP = "families/<int:family_id>/ecomap/"

urlpatterns = [
    path(ECOMAP, views.ecomap, name="ecomap"),
    path(f"{ECOMAP}add/", views.add, name="ecomap-tie-add"),
    path(f"{ECOMAP}<int:tie_id>/", views.change, name="ecomap-tie-change"),
    path(f"{ECOMAP}<int:tie_id>/end/", views.end, name="ecomap-tie-end"),
]
