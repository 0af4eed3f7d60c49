from django.urls import path

from casework.links import views

FAMILY = "families/<int:family_id>/"

urlpatterns = [
    path(f"{FAMILY}links/add/", views.AddLink.as_view(), name="link-add"),
    path(f"{FAMILY}links/<int:link_id>/end/", views.EndLink.as_view(), name="link-end"),
]
