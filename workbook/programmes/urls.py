from django.urls import path

from workbook.programmes import views as programmes_views
from workbook.programmes.drawing import views as drawing_views
from workbook.programmes.modules import views

PROGRAMMES = "families/<int:family_id>/programmes/"
PROGRAMME = f"{PROGRAMMES}<int:programme_id>/"
MODULE = f"{PROGRAMME}modules/<slug:module>/"
# A module that is written for each child has its pages for each.
CHILD = f"{MODULE}children/<int:child_id>/"

urlpatterns = [
    path(PROGRAMMES, programmes_views.programmes, name="programmes"),
    path(f"{PROGRAMMES}open/", programmes_views.open_programme, name="programme-open"),
    path(PROGRAMME, programmes_views.programme, name="programme"),
    path(f"{PROGRAMME}print/", programmes_views.paper, name="programme-print"),
    path(f"{PROGRAMME}parents/", programmes_views.parents, name="programme-parents"),
    path(f"{PROGRAMME}end/", programmes_views.end, name="programme-end"),
    path(f"{PROGRAMME}drawn/<int:drawn_id>/remove/", drawing_views.remove_drawn, name="module-remove-drawn"),
    path(MODULE, views.module, name="module"),
    path(CHILD, views.module, name="module"),
    path(f"{MODULE}write/", views.write, name="module-write"),
    path(f"{CHILD}write/", views.write, name="module-write"),
    path(f"{MODULE}draw/", drawing_views.draw, name="module-draw"),
    path(f"{CHILD}draw/", drawing_views.draw, name="module-draw"),
    path(f"{MODULE}complete/", views.complete, name="module-complete"),
    path(f"{CHILD}complete/", views.complete, name="module-complete"),
    path(f"{MODULE}take-up/", views.take_up, name="module-take-up"),
    path(f"{CHILD}take-up/", views.take_up, name="module-take-up"),
    path(f"{CHILD}keep-apart/", views.keep_apart, name="module-keep-apart"),
    path(f"{CHILD}share/", views.share, name="module-share"),
]
