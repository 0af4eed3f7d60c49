"""Signing in, in the same words as every other form."""

from django.contrib.auth.forms import AuthenticationForm

from casework.forms.base import PlainErrors


class SignInForm(PlainErrors, AuthenticationForm):
    """Says the same of a wrong name and of a wrong password, so that nobody learns who has an account."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "The e-mail or the password is not right. Check both, capital letters too, and try again.",
    }
