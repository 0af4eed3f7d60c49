from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import TemplateView

from casework.sign_in.views import SignIn

handler400 = "casework.failures.views.bad_request"
handler403 = "casework.failures.views.permission_denied"
handler404 = "casework.failures.views.not_found"
handler500 = "casework.failures.views.server_error"

urlpatterns = [
    # For machines; answered by `MachinesMiddleware` before all else.
    path("", include("config.health.urls")),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    # What the window shows in which somebody signed in who was signed out in mid-sentence.
    path("signed-in/", TemplateView.as_view(template_name="registration/signed_in.html"), name="signed-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("", include("casework.urls")),
    path("", include("workbook.urls")),
    path("", include("supervision.urls")),
    path("", include("chronology.urls")),
    path("", include("audit.urls")),
    path(settings.API.removeprefix("/"), include("config.api")),
]
