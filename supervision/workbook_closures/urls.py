from django.urls import path

from supervision.workbook_closures import views

urlpatterns = [path("families/<int:family_id>/workbook/close/", views.CloseWorkbook.as_view(), name="workbook-close")]
