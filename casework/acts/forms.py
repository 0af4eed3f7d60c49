"""The forms of acts: what is typed is kept, the version that was read is carried."""

from django import forms

from casework.forms.base import KEY_LOST, KeyedForm


class WritingForm(KeyedForm):
    """A form whose typed text is kept on the server until it is saved."""

    restored = None

    def restore(self, text):
        """Open with the unsaved `text` (or None). A box left unticked is not sent by browsers, so absent is empty."""
        self.restored = text
        for name, field in self.fields.items() if text else ():
            if name in text.fields or not field.widget.is_hidden:
                self.initial[name] = text.fields.get(name)

    def given(self, at):
        """What the service is called with, by its own names; only of a valid form. `at` is the moment of saving."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}


class VersionedForm(WritingForm):
    """The form of a saved row: it knows which version of the row its writer had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": KEY_LOST, "invalid": KEY_LOST})

    def renew(self, version):
        """Carry the row's new version, so that saving once more is possible, and deliberate."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)
