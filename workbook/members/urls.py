from django.urls import path

from workbook.members import views

urlpatterns = [
    path("families/<int:family_id>/people/", views.people, name="people"),
    path("families/<int:family_id>/people/add/", views.add, name="person-add"),
]
