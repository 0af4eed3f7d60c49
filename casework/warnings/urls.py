from django.urls import path

from casework.warnings import views

WARNINGS = "families/<int:family_id>/warnings/"

urlpatterns = [
    path(WARNINGS, views.warnings, name="cautions"),
    path(f"{WARNINGS}add/", views.AddWarning.as_view(), name="caution-add"),
    path(f"{WARNINGS}<int:caution_id>/review/", views.ReviewWarning.as_view(), name="caution-review"),
    path(f"{WARNINGS}<int:caution_id>/end/", views.EndWarning.as_view(), name="caution-end"),
]
