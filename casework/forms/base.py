"""What the forms of all pages share. They validate and never save."""

from uuid import uuid4

from django import forms

KEY_LOST = "This page has lost its key. Copy what you have typed, open the page again and paste it there."


class PageForm(forms.Form):
    """A form whose service may still refuse."""

    def refuse(self, refusal):
        """Shows a `Refusal` at its field, or over the form where it names none of this form's; all input stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


class KeyedForm(PageForm):
    """A form whose second submission can be recognised: its key is made when it opens blank and stays with it.

    The same key names the text that its writer has not saved yet.
    """

    form_key = forms.UUIDField(
        initial=uuid4,
        widget=forms.HiddenInput,
        error_messages={"required": KEY_LOST, "invalid": KEY_LOST},
    )
