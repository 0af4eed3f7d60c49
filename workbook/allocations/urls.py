from django.urls import path

from workbook.allocations import views

ALLOCATIONS = "families/<int:family_id>/allocations/"

urlpatterns = [
    path(ALLOCATIONS, views.allocations, name="allocations"),
    path(f"{ALLOCATIONS}add/", views.AllocateWorker.as_view(), name="allocate"),
    path(f"{ALLOCATIONS}lead/", views.ChangeLead.as_view(), name="lead-change"),
    path(f"{ALLOCATIONS}lead/support/", views.ChangeSupport.as_view(), name="lead-support"),
    path(f"{ALLOCATIONS}<int:allocation_id>/end/", views.EndPart.as_view(), name="allocation-end"),
    path(
        f"{ALLOCATIONS}<int:allocation_id>/end/take-back/", views.TakeBackEnd.as_view(), name="allocation-end-take-back"
    ),
]
