from django.urls import path

from casework.notes import views

urlpatterns = [
    path("families/<int:family_id>/notes/", views.notes, name="notes"),
    path("families/<int:family_id>/notes/plan/", views.plan, name="note-plan"),
    path("families/<int:family_id>/notes/<int:note_id>/write-up/", views.write_up, name="note-write-up"),
    path("families/<int:family_id>/notes/<int:note_id>/significant/", views.significant, name="note-significant"),
    path("families/<int:family_id>/notes/<int:note_id>/add/", views.add, name="note-add"),
    path("families/<int:family_id>/notes/<int:note_id>/withdraw/", views.withdraw, name="note-withdraw"),
]
