from django.urls import path

from workbook.allocations import views

ALLOCATIONS = "families/<int:family_id>/allocations/"

urlpatterns = [
    path(ALLOCATIONS, views.allocations, name="allocations"),
    path(f"{ALLOCATIONS}add/", views.add, name="allocate"),
    path(f"{ALLOCATIONS}lead/", views.change_lead, name="lead-change"),
    path(f"{ALLOCATIONS}<int:allocation_id>/end/", views.end, name="allocation-end"),
]
