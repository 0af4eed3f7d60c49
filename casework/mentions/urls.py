from django.urls import path

from casework.mentions import views

MENTIONS = "families/<int:family_id>/recorded-elsewhere/"

urlpatterns = [
    path(MENTIONS, views.mentions, name="mentions"),
    path(f"{MENTIONS}<int:mention_id>/", views.Settle.as_view(), name="mention-settle"),
]
