from django.urls import path

from casework.ecomap import views

ECOMAP = "families/<int:family_id>/ecomap/"

urlpatterns = [
    path(ECOMAP, views.ecomap, name="ecomap"),
    path(f"{ECOMAP}add/", views.AddTie.as_view(), name="ecomap-tie-add"),
    path(f"{ECOMAP}<int:tie_id>/", views.ChangeTie.as_view(), name="ecomap-tie-change"),
    path(f"{ECOMAP}<int:tie_id>/end/", views.EndTie.as_view(), name="ecomap-tie-end"),
]
