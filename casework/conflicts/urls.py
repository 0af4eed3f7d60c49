from django.urls import path

from casework.conflicts import views

CONFLICTS = "families/<int:family_id>/conflicts/"

urlpatterns = [
    path(f"{CONFLICTS}add/", views.Declare.as_view(), name="conflict-add"),
    path(f"{CONFLICTS}of-colleague/", views.DeclareOf.as_view(), name="conflict-of-colleague"),
    path(f"{CONFLICTS}<int:conflict_id>/end/", views.End.as_view(), name="conflict-end"),
]
