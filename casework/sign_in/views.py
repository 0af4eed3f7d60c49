"""Signing in; and the page for whoever sent something after their session had ended."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.acts.sent_pages import SentPage
from casework.forms.sign_in import SignInForm
from casework.sign_in.carried import carried, carried_in, gone_on
from casework.unsaved.services import LARGEST

TEMPLATE = "registration/sign_in.html"
UNAUTHORIZED = 401


class SignIn(LoginView):
    keeps_nothing_because = "A password is never kept, and before somebody has signed in nothing is theirs."
    template_name = TEMPLATE
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = carried_in(self.request)
        return super().get_context_data(**kwargs) | carrying(sent, self.request.POST.get("carried", ""))

    def get_success_url(self) -> str:
        """Where what the page carries goes on, and otherwise the page that was asked for."""
        sent = carried_in(self.request)
        return gone_on(self.request, sent) if sent else super().get_success_url()


def carrying(sent: SentPage | None, signed: str) -> dict[str, Any]:
    """What the sign-in page shows of what it carries: that it does, and never a word of it."""
    return {"heading": "You were signed out", "carried": signed} if sent else {"heading": "Sign in"}


def signed_out(request: HttpRequest, sent: SentPage) -> HttpResponse:
    """The sign-in page for whoever sent `sent` and is signed in no more; it carries what they typed."""
    context = {"form": SignInForm(request), "next": sent.url}
    beyond = sent.length - LARGEST
    held = {"heading": "You were signed out", "beyond": beyond} if beyond > 0 else carrying(sent, carried(sent))
    return render(request, TEMPLATE, context | held, status=UNAUTHORIZED)
