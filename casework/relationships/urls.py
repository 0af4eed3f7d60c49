from django.urls import path

from casework.relationships import views

urlpatterns = [
    path("families/<int:family_id>/relationships/<int:relationship_id>/end/", views.end, name="relationship-end")
]
