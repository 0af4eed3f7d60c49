from django.urls import path

from workbook.closures import views

urlpatterns = [
    path(
        "families/<int:family_id>/closures/<int:closure_id>/agree/",
        views.AgreeToClosure.as_view(),
        name="closure-agree",
    ),
]
