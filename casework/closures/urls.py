from django.urls import path

from casework.closures import views
from casework.closures.letters.views import KeepLetters

FAMILY = "families/<int:family_id>/"
CLOSURE = f"{FAMILY}closures/<int:closure_id>/"

urlpatterns = [
    path(f"{FAMILY}closures/", views.closures, name="closures"),
    path(f"{FAMILY}children/<int:child_id>/closure/", views.WriteClosure.as_view(), name="closure-write"),
    path(CLOSURE, views.read, name="closure"),
    path(f"{CLOSURE}ask/", views.AskForAgreement.as_view(), name="closure-ask"),
    path(f"{CLOSURE}send-back/", views.SendBack.as_view(), name="closure-send-back"),
    path(f"{CLOSURE}drop/", views.DropClosing.as_view(), name="closure-drop"),
    path(f"{CLOSURE}letters/", KeepLetters.as_view(), name="closure-letters"),
]
