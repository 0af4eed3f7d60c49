from django.urls import path

from workbook.planners import views

PLANNERS = "families/<int:family_id>/programmes/<int:programme_id>/planner/"

urlpatterns = [
    path(PLANNERS, views.current, name="planner"),
    path(f"{PLANNERS}agree/", views.agree, name="planner-agree"),
    path(f"{PLANNERS}<int:planner_id>/", views.planner, name="planner-read"),
    path(f"{PLANNERS}<int:planner_id>/change/", views.change, name="planner-change"),
    path(f"{PLANNERS}<int:planner_id>/add/", views.add, name="planner-add"),
    path(f"{PLANNERS}<int:planner_id>/print/", views.paper, name="planner-print"),
]
