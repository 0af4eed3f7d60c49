from django.urls import path

from workbook.reopenings import views

urlpatterns = [
    path(
        "families/<int:family_id>/closures/<int:closure_id>/reopen/",
        views.ReopenCase.as_view(),
        name="closure-reopen",
    ),
]
