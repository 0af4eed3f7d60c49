from django.urls import path

from casework.closures import views
from casework.closures.letters import views as letters_views

FAMILY = "families/<int:family_id>/"
CLOSURE = f"{FAMILY}closures/<int:closure_id>/"

urlpatterns = [
    path(f"{FAMILY}closures/", views.closures, name="closures"),
    path(f"{FAMILY}children/<int:child_id>/closure/", views.write, name="closure-write"),
    path(CLOSURE, views.read, name="closure"),
    path(f"{CLOSURE}ask/", views.ask, name="closure-ask"),
    path(f"{CLOSURE}send-back/", views.send_back, name="closure-send-back"),
    path(f"{CLOSURE}drop/", views.drop, name="closure-drop"),
    path(f"{CLOSURE}letters/", letters_views.letters, name="closure-letters"),
]
