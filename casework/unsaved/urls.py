from django.urls import path

from casework.unsaved import views

urlpatterns = [
    path("unsaved/", views.keep, name="unsaved-keep"),
    path("unsaved/<uuid:page>/discard/", views.discard, name="unsaved-discard"),
    path("unsaved/<uuid:page>/bring-back/", views.bring_back, name="unsaved-bring-back"),
]
