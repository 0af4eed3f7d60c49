from django.urls import path

from casework.families import views

urlpatterns = [
    path("families/", views.families, name="families"),
    path("families/add/", views.AddFamily.as_view(), name="family-add"),
]
