from django.urls import path

from casework.left_notes import views

NOTE = "left-notes/<int:left_note_id>/"

urlpatterns = [
    path("left-notes/", views.left_notes, name="left-notes"),
    path("left-notes/to-file/", views.to_file, name="left-notes-to-file"),
    path("left-notes/add/", views.LeaveNote.as_view(), name="left-note-add"),
    path(f"{NOTE}add-to/", views.AddTo.as_view(), name="left-note-add-to"),
    path(f"{NOTE}withdraw/", views.Withdraw.as_view(), name="left-note-withdraw"),
    path(f"{NOTE}file/", views.FileNote.as_view(), name="left-note-file"),
]
