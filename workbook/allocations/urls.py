from django.urls import path

from workbook.allocations import views

urlpatterns = [path("families/<int:family_id>/allocations/add/", views.add, name="allocate")]
