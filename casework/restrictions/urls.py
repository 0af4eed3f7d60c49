from django.urls import path

from casework.restrictions import views

RESTRICTION = "families/<int:family_id>/restriction/"

urlpatterns = [
    path(RESTRICTION, views.restriction, name="restriction"),
    path(f"{RESTRICTION}add/", views.Restrict.as_view(), name="restrict"),
    path(f"{RESTRICTION}lift/", views.Lift.as_view(), name="restriction-lift"),
    path(f"{RESTRICTION}readers/add/", views.AddReader.as_view(), name="restriction-reader-add"),
    path(f"{RESTRICTION}readers/<int:reader_id>/remove/", views.remove_reader, name="restriction-reader-remove"),
]
