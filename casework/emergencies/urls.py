from django.urls import path

from casework.emergencies import views

ONE = "emergencies/<int:emergency_id>/"

urlpatterns = [
    path("emergencies/", views.emergencies, name="emergencies"),
    path("emergencies/open/", views.OpenRecord.as_view(), name="emergency-open"),
    path("calls/<int:call_id>/emergency/", views.OpenFromCall.as_view(), name="emergency-from-call"),
    path(ONE, views.emergency, name="emergency"),
    path(f"{ONE}end/", views.end, name="emergency-end"),
    path(f"{ONE}review/", views.Review.as_view(), name="emergency-review"),
    path("families/<int:family_id>/emergencies/<int:emergency_id>/", views.of_family, name="emergency-of-family"),
    path(
        "families/<int:family_id>/protections/<int:protection_id>/emergency/",
        views.OpenProtected.as_view(),
        name="emergency-protected",
    ),
]
