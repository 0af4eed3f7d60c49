from django.urls import path

from casework.safety_plans import views

PLAN = "families/<int:family_id>/safety-plan/"
VERSION = f"{PLAN}<int:safety_plan_id>/"

urlpatterns = [
    path(PLAN, views.read, name="safety-plan"),
    path(f"{PLAN}write/", views.WriteSafetyPlan.as_view(), name="safety-plan-write"),
    path(f"{VERSION}make-current/", views.MakeCurrent.as_view(), name="safety-plan-make-current"),
    path(f"{VERSION}print/ask/", views.AskBeforePrinting.as_view(), name="safety-plan-ask"),
    path(f"{VERSION}print/", views.paper, name="safety-plan-print"),
]
