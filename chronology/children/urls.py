from django.urls import path

from chronology.children import views
from chronology.children.file import views as file_views

CHILD = "families/<int:family_id>/children/<int:child_id>/"

urlpatterns = [
    path(CHILD, views.child, name="child"),
    path(f"{CHILD}file/", file_views.child_file, name="child-file"),
]
