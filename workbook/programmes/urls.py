from django.urls import path

from workbook.programmes import views
from workbook.programmes.children.views import ChangeChildren
from workbook.programmes.drawing.views import DrawPassages, RemoveDrawn
from workbook.programmes.modules import views as module_views
from workbook.programmes.sharing import views as sharing_views

PROGRAMMES = "families/<int:family_id>/programmes/"
PROGRAMME = f"{PROGRAMMES}<int:programme_id>/"
MODULE = f"{PROGRAMME}modules/<slug:module>/"
# A module that is written for each child has its pages for each.
CHILD = f"{MODULE}children/<int:child_id>/"

urlpatterns = [
    path(PROGRAMMES, views.programmes, name="programmes"),
    path(f"{PROGRAMMES}open/", views.OpenProgramme.as_view(), name="programme-open"),
    path(f"{PROGRAMMES}sharing/", sharing_views.sharing, name="programme-sharing"),
    path(f"{PROGRAMMES}sharing/record/", sharing_views.RecordChoice.as_view(), name="sharing-record"),
    path(f"{PROGRAMMES}sharing/<int:choice_id>/", sharing_views.choice, name="sharing-choice"),
    path(PROGRAMME, views.programme, name="programme"),
    path(f"{PROGRAMME}print/", views.paper, name="programme-print"),
    path(f"{PROGRAMME}parents/", views.ChangeParents.as_view(), name="programme-parents"),
    path(f"{PROGRAMME}children/", ChangeChildren.as_view(), name="programme-children"),
    path(f"{PROGRAMME}end/", views.EndProgramme.as_view(), name="programme-end"),
    path(f"{PROGRAMME}drawn/<int:drawn_id>/remove/", RemoveDrawn.as_view(), name="module-remove-drawn"),
    path(MODULE, module_views.module, name="module"),
    path(CHILD, module_views.module, name="module"),
    path(f"{MODULE}write/", module_views.WriteModule.as_view(), name="module-write"),
    path(f"{CHILD}write/", module_views.WriteModule.as_view(), name="module-write"),
    path(f"{MODULE}draw/", DrawPassages.as_view(), name="module-draw"),
    path(f"{CHILD}draw/", DrawPassages.as_view(), name="module-draw"),
    path(f"{MODULE}complete/", module_views.CompleteModule.as_view(), name="module-complete"),
    path(f"{CHILD}complete/", module_views.CompleteModule.as_view(), name="module-complete"),
    path(f"{MODULE}take-up/", module_views.TakeUpModule.as_view(), name="module-take-up"),
    path(f"{CHILD}take-up/", module_views.TakeUpModule.as_view(), name="module-take-up"),
    path(f"{CHILD}keep-apart/", module_views.KeepModuleApart.as_view(), name="module-keep-apart"),
    path(f"{CHILD}share/", module_views.ShareModule.as_view(), name="module-share"),
]
