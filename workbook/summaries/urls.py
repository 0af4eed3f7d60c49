from django.urls import path

from workbook.summaries import views

urlpatterns = [
    path("families/<int:family_id>/summaries/<int:summary_id>/", views.summary, name="summary"),
    path("families/<int:family_id>/summaries/<int:summary_id>/extract/", views.extract, name="summary-extract"),
    path("families/<int:family_id>/summaries/<int:summary_id>/write/", views.write, name="summary-write"),
    path("families/<int:family_id>/summaries/<int:summary_id>/finalise/", views.finalise, name="summary-finalise"),
    path("families/<int:family_id>/summaries/<int:summary_id>/withdraw/", views.withdraw, name="summary-withdraw"),
]
