from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from casework.forms.sign_in import SignInForm

urlpatterns = [
    path(
        "sign-in/",
        LoginView.as_view(
            template_name="registration/sign_in.html",
            authentication_form=SignInForm,
            redirect_authenticated_user=True,
            extra_context={"heading": "Sign in"},
        ),
        name="sign-in",
    ),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("", include("casework.urls")),
    path("", include("workbook.urls")),
    path("", include("supervision.urls")),
    path("", include("chronology.urls")),
    path("", include("audit.urls")),
    path("api/", include("config.api")),
]
