from django import forms

from casework.forms.base import PageForm


class FindForm(PageForm):
    q = forms.CharField(
        label="Name of the other family, of one of its people, or a child's authority number",
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
