from django.urls import path

from casework.calls import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/add/", views.add, name="call-add"),
    path("calls/<int:call_id>/", views.call, name="call"),
    path("calls/<int:call_id>/put-through/", views.put_through, name="call-put-through"),
    path("calls/<int:call_id>/caller/", views.caller, name="call-caller"),
    path("calls/<int:call_id>/pass-on/", views.pass_on, name="call-pass-on"),
    path("calls/<int:call_id>/outcome/", views.outcome, name="call-outcome"),
]
