from django.urls import path

from casework.calls import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/add/", views.TakeCall.as_view(), name="call-add"),
    path("calls/<int:call_id>/", views.call, name="call"),
    path("calls/<int:call_id>/put-right/", views.PutCallRight.as_view(), name="call-put-right"),
    path("calls/<int:call_id>/put-through/", views.PutThrough.as_view(), name="call-put-through"),
    path("calls/<int:call_id>/caller/", views.NoteCaller.as_view(), name="call-caller"),
    path("calls/<int:call_id>/pass-on/", views.PassOn.as_view(), name="call-pass-on"),
    path("calls/<int:call_id>/outcome/", views.DecideOnCall.as_view(), name="call-outcome"),
]
