from django.urls import path

from casework.open_pages import views

urlpatterns = [path("open-pages/", views.open_page, name="open-page")]
