from django.urls import path

from casework.deaths import views

PERSON = "families/<int:family_id>/people/<int:person_id>/"

urlpatterns = [
    path(f"{PERSON}death/", views.record, name="person-death"),
    path(f"{PERSON}death/put-right/", views.put_right, name="person-death-put-right"),
]
