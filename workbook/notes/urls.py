from django.urls import path

from workbook.notes import views

urlpatterns = [
    path("families/<int:family_id>/record/", views.kinds, name="note-record"),
    path("families/<int:family_id>/record/<slug:kind>/", views.RecordNote.as_view(), name="note-record-kind"),
    path("families/<int:family_id>/notes/<int:note_id>/", views.note, name="note"),
    path("families/<int:family_id>/notes/<int:note_id>/took-place/", views.TookPlace.as_view(), name="note-took-place"),
    path("families/<int:family_id>/notes/<int:note_id>/did-not/", views.DidNotTakePlace.as_view(), name="note-did-not"),
    path("families/<int:family_id>/notes/<int:note_id>/bring-in/", views.bring_in, name="note-bring-in"),
    path("families/<int:family_id>/notes/<int:note_id>/withdraw/", views.NoteInError.as_view(), name="note-withdraw"),
]
