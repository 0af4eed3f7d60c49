from django.urls import path

from casework.plans.views import acting, adding, child_plans

FAMILY = "families/<int:family_id>/"
CHILD = f"{FAMILY}children/<int:child_id>/"
ASSESSMENT = f"{FAMILY}assessments/<int:assessment_id>/"
PLAN = f"{FAMILY}plans/<int:plan_id>/"
CONFERENCE = f"{FAMILY}conferences/<int:conference_id>/"
LEGAL = f"{FAMILY}court-and-care/<int:legal_id>/"

urlpatterns = [
    path(f"{CHILD}plans/", child_plans, name="child-plans"),
    path(f"{CHILD}assessments/add/", adding("assessment-add"), name="assessment-add"),
    path(f"{CHILD}plans/add/", adding("plan-add"), name="plan-add"),
    path(f"{CHILD}conferences/add/", adding("conference-add"), name="conference-add"),
    path(f"{CHILD}court-and-care/add/", adding("legal-add"), name="legal-add"),
    path(f"{ASSESSMENT}end/", acting("assessment-end"), name="assessment-end"),
    path(f"{ASSESSMENT}views/", acting("assessment-views"), name="assessment-views"),
    path(f"{ASSESSMENT}approve/", acting("assessment-approve"), name="assessment-approve"),
    path(f"{ASSESSMENT}put-right/", acting("assessment-put-right"), name="assessment-put-right"),
    path(f"{ASSESSMENT}withdraw/", acting("assessment-withdraw"), name="assessment-withdraw"),
    path(f"{PLAN}end/", acting("plan-end"), name="plan-end"),
    path(f"{PLAN}category/", acting("plan-category"), name="plan-category"),
    path(f"{PLAN}views/", acting("plan-views"), name="plan-views"),
    path(f"{PLAN}approve/", acting("plan-approve"), name="plan-approve"),
    path(f"{PLAN}put-right/", acting("plan-put-right"), name="plan-put-right"),
    path(f"{PLAN}withdraw/", acting("plan-withdraw"), name="plan-withdraw"),
    path(f"{CONFERENCE}held/", acting("conference-held"), name="conference-held"),
    path(f"{CONFERENCE}not-held/", acting("conference-not-held"), name="conference-not-held"),
    path(f"{CONFERENCE}put-right/", acting("conference-put-right"), name="conference-put-right"),
    path(f"{CONFERENCE}withdraw/", acting("conference-withdraw"), name="conference-withdraw"),
    path(f"{LEGAL}end/", acting("legal-end"), name="legal-end"),
    path(f"{LEGAL}reunification/", acting("legal-reunification"), name="legal-reunification"),
    path(f"{LEGAL}put-right/", acting("legal-put-right"), name="legal-put-right"),
    path(f"{LEGAL}withdraw/", acting("legal-withdraw"), name="legal-withdraw"),
]
