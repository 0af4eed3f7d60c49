from django.urls import path

from supervision.sign_offs import views

SUPERVISION = "families/<int:family_id>/supervisions/<int:supervision_id>/"

urlpatterns = [path(f"{SUPERVISION}sign-off/", views.SignOff.as_view(), name="supervision-sign-off")]
