from django.urls import path

from workbook.programmes import views

PROGRAMMES = "families/<int:family_id>/programmes/"
PROGRAMME = f"{PROGRAMMES}<int:programme_id>/"
MODULE = f"{PROGRAMME}modules/<slug:module>/"
# A module that is written for each child has its pages for each.
CHILD = f"{MODULE}children/<int:child_id>/"

urlpatterns = [
    path(PROGRAMMES, views.programmes, name="programmes"),
    path(f"{PROGRAMMES}open/", views.open_programme, name="programme-open"),
    path(PROGRAMME, views.programme, name="programme"),
    path(f"{PROGRAMME}print/", views.paper, name="programme-print"),
    path(f"{PROGRAMME}parents/", views.parents, name="programme-parents"),
    path(f"{PROGRAMME}end/", views.end, name="programme-end"),
    path(f"{PROGRAMME}drawn/<int:drawn_id>/remove/", views.remove_drawn, name="module-remove-drawn"),
    path(MODULE, views.module, name="module"),
    path(CHILD, views.module, name="module"),
    path(f"{MODULE}write/", views.write, name="module-write"),
    path(f"{CHILD}write/", views.write, name="module-write"),
    path(f"{MODULE}draw/", views.draw, name="module-draw"),
    path(f"{CHILD}draw/", views.draw, name="module-draw"),
    path(f"{MODULE}complete/", views.complete, name="module-complete"),
    path(f"{CHILD}complete/", views.complete, name="module-complete"),
    path(f"{MODULE}take-up/", views.take_up, name="module-take-up"),
    path(f"{CHILD}take-up/", views.take_up, name="module-take-up"),
    path(f"{CHILD}keep-apart/", views.keep_apart, name="module-keep-apart"),
    path(f"{CHILD}share/", views.share, name="module-share"),
]
