from django.urls import path

from supervision.compliance import views

urlpatterns = [
    path("compliance/", views.figures, name="compliance"),
    path("compliance/file/", views.figures_file, name="compliance-file"),
    path("compliance/list/", views.listed, name="compliance-list"),
    path("compliance/list/file/", views.list_file, name="compliance-list-file"),
]
