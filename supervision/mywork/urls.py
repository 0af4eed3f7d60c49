from django.urls import path

from supervision.mywork import views

urlpatterns = [path("", views.my_work, name="my-work")]
