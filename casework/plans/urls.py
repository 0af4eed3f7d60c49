from django.urls import path

from casework.plans.acts.views import act_view
from casework.plans.views import add_view, child_plans

FAMILY = "families/<int:family_id>/"
CHILD = f"{FAMILY}children/<int:child_id>/"
ASSESSMENT = f"{FAMILY}assessments/<int:assessment_id>/"
PLAN = f"{FAMILY}plans/<int:plan_id>/"
CONFERENCE = f"{FAMILY}conferences/<int:conference_id>/"
LEGAL = f"{FAMILY}court-and-care/<int:legal_id>/"

urlpatterns = [
    path(f"{CHILD}plans/", child_plans, name="child-plans"),
    path(f"{CHILD}assessments/add/", add_view("assessment-add"), name="assessment-add"),
    path(f"{CHILD}plans/add/", add_view("plan-add"), name="plan-add"),
    path(f"{CHILD}conferences/add/", add_view("conference-add"), name="conference-add"),
    path(f"{CHILD}court-and-care/add/", add_view("legal-add"), name="legal-add"),
    path(f"{ASSESSMENT}end/", act_view("assessment-end"), name="assessment-end"),
    path(f"{ASSESSMENT}views/", act_view("assessment-views"), name="assessment-views"),
    path(f"{ASSESSMENT}approve/", act_view("assessment-approve"), name="assessment-approve"),
    path(f"{ASSESSMENT}put-right/", act_view("assessment-put-right"), name="assessment-put-right"),
    path(f"{ASSESSMENT}withdraw/", act_view("assessment-withdraw"), name="assessment-withdraw"),
    path(f"{PLAN}end/", act_view("plan-end"), name="plan-end"),
    path(f"{PLAN}category/", act_view("plan-category"), name="plan-category"),
    path(f"{PLAN}views/", act_view("plan-views"), name="plan-views"),
    path(f"{PLAN}approve/", act_view("plan-approve"), name="plan-approve"),
    path(f"{PLAN}put-right/", act_view("plan-put-right"), name="plan-put-right"),
    path(f"{PLAN}withdraw/", act_view("plan-withdraw"), name="plan-withdraw"),
    path(f"{CONFERENCE}held/", act_view("conference-held"), name="conference-held"),
    path(f"{CONFERENCE}not-held/", act_view("conference-not-held"), name="conference-not-held"),
    path(f"{CONFERENCE}put-right/", act_view("conference-put-right"), name="conference-put-right"),
    path(f"{CONFERENCE}withdraw/", act_view("conference-withdraw"), name="conference-withdraw"),
    path(f"{LEGAL}end/", act_view("legal-end"), name="legal-end"),
    path(f"{LEGAL}reunification/", act_view("legal-reunification"), name="legal-reunification"),
    path(f"{LEGAL}put-right/", act_view("legal-put-right"), name="legal-put-right"),
    path(f"{LEGAL}withdraw/", act_view("legal-withdraw"), name="legal-withdraw"),
]
