from django.urls import path

from casework.relationships import views

RELATIONSHIPS = "families/<int:family_id>/relationships/"

urlpatterns = [
    path(f"{RELATIONSHIPS}add/", views.AddRelationship.as_view(), name="relationship-add"),
    path(f"{RELATIONSHIPS}<int:relationship_id>/end/", views.EndRelationship.as_view(), name="relationship-end"),
]
