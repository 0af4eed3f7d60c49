from django.urls import path

from casework.deaths import views

PERSON = "families/<int:family_id>/people/<int:person_id>/"

urlpatterns = [
    path(f"{PERSON}death/", views.RecordDeath.as_view(), name="person-death"),
    path(f"{PERSON}death/put-right/", views.PutRightDeath.as_view(), name="person-death-put-right"),
]
