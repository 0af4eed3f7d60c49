from django.urls import path

from supervision.transfers import views

TRANSFERS = "families/<int:family_id>/transfers/"

urlpatterns = [
    path(f"{TRANSFERS}add/", views.AskForTransfer.as_view(), name="transfer-ask"),
    path(f"{TRANSFERS}<int:transfer_id>/", views.transfer, name="transfer"),
    path(f"{TRANSFERS}<int:transfer_id>/take-back/", views.TakeBackTransfer.as_view(), name="transfer-take-back"),
    # The manager of the new team, to whom the family is not open yet.
    path("transfers/<int:transfer_id>/", views.offered, name="transfer-offered"),
    path("transfers/<int:transfer_id>/accept/", views.AcceptTransfer.as_view(), name="transfer-accept"),
    path("transfers/<int:transfer_id>/decline/", views.DeclineTransfer.as_view(), name="transfer-decline"),
]
