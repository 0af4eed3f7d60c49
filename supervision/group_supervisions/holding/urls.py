from django.urls import path

from supervision.group_supervisions.holding import views

SUPERVISION = "families/<int:family_id>/supervisions/<int:supervision_id>/"

urlpatterns = [
    path(f"{SUPERVISION}held/", views.HoldSupervision.as_view(), name="supervision-hold"),
    path(f"{SUPERVISION}not-held/", views.UndoHold.as_view(), name="supervision-not-held"),
]
