from django.urls import path

from workbook.programmes.assessments import views

PROGRAMME = "families/<int:family_id>/programmes/<int:programme_id>/"
ASSESSMENT = "families/<int:family_id>/programme-assessments/<int:programme_assessment_id>/"

urlpatterns = [
    path(f"{PROGRAMME}submit/", views.submit, name="assessment-submit"),
    path(f"{PROGRAMME}significant-change/", views.add_change, name="significant-change-add"),
    path(ASSESSMENT, views.assessment, name="assessment"),
    path(f"{ASSESSMENT}take-back/", views.take_back, name="assessment-take-back"),
    path(f"{ASSESSMENT}return/", views.return_to_lead, name="assessment-return"),
    path(f"{ASSESSMENT}complete/", views.complete, name="assessment-complete"),
    path(f"{ASSESSMENT}print/", views.download, name="assessment-print"),
    path(f"{ASSESSMENT}print-again/", views.print_again, name="assessment-print-again"),
]
