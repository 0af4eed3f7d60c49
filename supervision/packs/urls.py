from django.urls import path

from supervision.packs import views

urlpatterns = [
    path("families/<int:family_id>/packs/<int:pack_id>/", views.download, name="pack-download"),
    path("families/<int:family_id>/supervisions/<int:supervision_id>/pack/", views.again, name="pack-again"),
]
