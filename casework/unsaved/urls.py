from django.urls import path

from casework.unsaved import views

urlpatterns = [
    path("unsaved/", views.keep, name="unsaved-keep"),
    path("unsaved/<uuid:key>/discard/", views.discard, name="unsaved-discard"),
]
