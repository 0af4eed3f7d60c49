from django.urls import path

from workbook.planners import views

PLANNERS = "families/<int:family_id>/programmes/<int:programme_id>/planner/"

urlpatterns = [
    path(PLANNERS, views.current, name="planner"),
    path(f"{PLANNERS}agree/", views.AgreePlanner.as_view(), name="planner-agree"),
    path(f"{PLANNERS}<int:planner_id>/", views.planner, name="planner-read"),
    path(f"{PLANNERS}<int:planner_id>/change/", views.PutPlannerRight.as_view(), name="planner-change"),
    path(f"{PLANNERS}<int:planner_id>/add/", views.AddToPlanner.as_view(), name="planner-add"),
    path(f"{PLANNERS}<int:planner_id>/print/", views.paper, name="planner-print"),
]
