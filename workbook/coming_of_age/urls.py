from django.urls import path

from workbook.coming_of_age import views

urlpatterns = [
    path(
        "families/<int:family_id>/involvements/<int:involvement_id>/at-18/",
        views.DecideComingOfAge.as_view(),
        name="coming-of-age",
    )
]
