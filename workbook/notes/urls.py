from django.urls import path

from workbook.notes import views

urlpatterns = [
    path("families/<int:family_id>/record/", views.kinds, name="note-record"),
    path("families/<int:family_id>/record/<slug:kind>/", views.record, name="note-record-kind"),
    path("families/<int:family_id>/notes/<int:note_id>/", views.note, name="note"),
    path("families/<int:family_id>/notes/<int:note_id>/took-place/", views.took_place, name="note-took-place"),
    path("families/<int:family_id>/notes/<int:note_id>/did-not/", views.did_not, name="note-did-not"),
    path("families/<int:family_id>/notes/<int:note_id>/bring-in/", views.bring_in, name="note-bring-in"),
]
