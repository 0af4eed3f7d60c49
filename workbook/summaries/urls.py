from django.urls import path

from workbook.summaries import views
from workbook.summaries.extracts import views as extracts_views
from workbook.summaries.finalising import views as finalising_views

urlpatterns = [
    path("families/<int:family_id>/summaries/<int:summary_id>/", views.summary, name="summary"),
    path(
        "families/<int:family_id>/summaries/<int:summary_id>/extract/", extracts_views.extract, name="summary-extract"
    ),
    path("families/<int:family_id>/summaries/<int:summary_id>/write/", views.write, name="summary-write"),
    path(
        "families/<int:family_id>/summaries/<int:summary_id>/finalise/",
        finalising_views.finalise,
        name="summary-finalise",
    ),
    path(
        "families/<int:family_id>/summaries/<int:summary_id>/withdraw/",
        finalising_views.withdraw,
        name="summary-withdraw",
    ),
]
