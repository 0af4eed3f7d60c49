from django.urls import path

from supervision.workbook_closures import views

urlpatterns = [path("families/<int:family_id>/workbook/close/", views.close, name="workbook-close")]
