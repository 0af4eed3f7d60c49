from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import TemplateView

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
    # What the window shows in which somebody signed in who was signed out in mid-sentence.
    path("signed-in/", TemplateView.as_view(template_name="registration/signed_in.html"), name="signed-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("", include("casework.urls")),
    path("", include("workbook.urls")),
    path("", include("supervision.urls")),
    path("", include("chronology.urls")),
    path("", include("audit.urls")),
    path("api/", include("config.api")),
]
