from django.urls import path

from casework.joins import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}join/", views.find, name="family-join"),
    path(f"{FAMILY}join/<int:other_id>/", views.Join.as_view(), name="family-join-confirm"),
    path(f"{FAMILY}joined/<int:join_id>/undo/", views.UndoJoin.as_view(), name="family-join-undo"),
]
