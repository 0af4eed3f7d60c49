from django.urls import path

from casework.warnings import views

WARNINGS = "families/<int:family_id>/warnings/"

urlpatterns = [
    path(WARNINGS, views.warnings, name="warnings"),
    path(f"{WARNINGS}add/", views.AddWarning.as_view(), name="warning-add"),
    path(f"{WARNINGS}<int:caution_id>/review/", views.ReviewWarning.as_view(), name="warning-review"),
    path(f"{WARNINGS}<int:caution_id>/end/", views.EndWarning.as_view(), name="warning-end"),
]
