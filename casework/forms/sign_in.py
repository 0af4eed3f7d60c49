"""Signing in, in the same words as every other form."""

from django.contrib.auth.forms import AuthenticationForm

from casework.forms.base import PlainErrors


class SignInForm(PlainErrors, AuthenticationForm):
    pass
