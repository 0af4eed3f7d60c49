from django.urls import path

from workbook.programmes.assessments import views
from workbook.programmes.significant_changes.views import RecordSignificantChange

PROGRAMME = "families/<int:family_id>/programmes/<int:programme_id>/"
ASSESSMENT = "families/<int:family_id>/programme-assessments/<int:programme_assessment_id>/"

urlpatterns = [
    path(f"{PROGRAMME}submit/", views.SubmitProgramme.as_view(), name="assessment-submit"),
    path(f"{PROGRAMME}significant-change/", RecordSignificantChange.as_view(), name="significant-change-add"),
    path(ASSESSMENT, views.assessment, name="assessment"),
    path(f"{ASSESSMENT}take-back/", views.TakeAssessmentBack.as_view(), name="assessment-take-back"),
    path(f"{ASSESSMENT}return/", views.ReturnAssessment.as_view(), name="assessment-return"),
    path(f"{ASSESSMENT}complete/", views.CompleteAssessment.as_view(), name="assessment-complete"),
]
