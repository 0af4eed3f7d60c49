from django.urls import path

from casework.genogram import views

urlpatterns = [
    path("families/<int:family_id>/genogram/", views.genogram, name="genogram"),
    path("families/<int:family_id>/genogram/notes/", views.WriteCulturalNotes.as_view(), name="genogram-note"),
]
