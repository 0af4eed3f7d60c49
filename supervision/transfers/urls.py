from django.urls import path

from supervision.transfers import views

TRANSFERS = "families/<int:family_id>/transfers/"

urlpatterns = [
    path(f"{TRANSFERS}add/", views.ask, name="transfer-ask"),
    path(f"{TRANSFERS}<int:transfer_id>/", views.transfer, name="transfer"),
    path(f"{TRANSFERS}<int:transfer_id>/take-back/", views.take_back, name="transfer-take-back"),
    # The manager of the new team, to whom the family is not open yet.
    path("transfers/<int:transfer_id>/", views.offered, name="transfer-offered"),
    path("transfers/<int:transfer_id>/accept/", views.accept, name="transfer-accept"),
    path("transfers/<int:transfer_id>/decline/", views.decline, name="transfer-decline"),
]
