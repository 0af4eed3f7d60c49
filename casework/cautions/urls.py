from django.urls import path

from casework.cautions import views

WARNINGS = "families/<int:family_id>/warnings/"

urlpatterns = [
    path(WARNINGS, views.cautions, name="cautions"),
    path(f"{WARNINGS}add/", views.add, name="caution-add"),
    path(f"{WARNINGS}<int:caution_id>/review/", views.review, name="caution-review"),
    path(f"{WARNINGS}<int:caution_id>/end/", views.end, name="caution-end"),
]
