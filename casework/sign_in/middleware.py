"""Every page asks who one is; what was sent by somebody who is signed out is carried through signing in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from casework.acts.sent_pages import by_script, same_origin, sent_page
from casework.sign_in.views import UNAUTHORIZED, signed_out

SIGNED_OUT = "You were signed out. Nothing was saved yet."


class SignInMiddleware(LoginRequiredMiddleware):
    def handle_no_permission(  # type: ignore[override]  # Django's only ever redirects
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if by_script(request):
            return JsonResponse({"sentence": SIGNED_OUT}, status=UNAUTHORIZED)
        if same_origin(request) and (sent := sent_page(request)):
            return signed_out(request, sent)
        return super().handle_no_permission(request, view_func)
