from django.contrib.auth.views import LogoutView
from django.urls import include, path

from casework.sign_in.views import SignIn

handler400 = "casework.failures.views.bad_request"
handler403 = "casework.failures.views.permission_denied"
handler404 = "casework.failures.views.not_found"
handler500 = "casework.failures.views.server_error"

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("", include("casework.urls")),
    path("", include("workbook.urls")),
    path("", include("supervision.urls")),
    path("", include("chronology.urls")),
    path("", include("audit.urls")),
    path("api/", include("config.api")),
]
