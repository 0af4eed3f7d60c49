from django.urls import path

from casework.in_error import views

urlpatterns = [
    path("families/<int:family_id>/in-error/", views.in_error_list, name="in-error-list"),
    path("families/<int:family_id>/in-error/<int:in_error_id>/", views.in_error, name="in-error"),
]
