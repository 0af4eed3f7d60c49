from django.urls import path

from supervision.group_supervisions.calendar import views

urlpatterns = [path("supervisions/", views.supervisions, name="supervisions")]
