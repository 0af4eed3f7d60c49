from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

urlpatterns = [
    path("sign-in/", LoginView.as_view(template_name="registration/sign_in.html"), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("", include("casework.urls")),
    path("", include("workbook.urls")),
    path("", include("supervision.urls")),
    path("", include("chronology.urls")),
    path("", include("audit.urls")),
]
