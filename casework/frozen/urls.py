from django.urls import path

from casework.frozen import views

FROZEN = "families/<int:family_id>/finished/<int:frozen_id>/"

urlpatterns = [
    path(FROZEN, views.frozen, name="frozen"),
    path(f"{FROZEN}print/", views.download, name="frozen-print"),
    path(f"{FROZEN}make-print/", views.make_print, name="frozen-print-make"),
]
