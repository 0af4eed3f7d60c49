"""Pages on which somebody writes: they open with what was typed and not saved, and lose nothing that is refused."""

from django import forms
from django.urls import reverse
from django.utils import timezone

from casework.families.page import family_page
from casework.forms.base import KEY_LOST, KeyedForm
from casework.refusal import Refusal
from casework.unsaved.services import forget, kept


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


def opened(request, form_class, key, *, initial=None, **details):
    """The form as this request finds it: bound to what was sent, or open with what was typed and not saved."""
    if request.method == "POST":
        return form_class(request.POST, **details)
    form = form_class(initial={**(initial or {}), "form_key": key}, **details)
    form.restore(kept(request.user, key))
    return form


def saved(request, form, act, row=None):
    """What `act()` gave, if the form is valid and was not refused; otherwise None, and the form says why.

    `row` is the saved row whose version the form carries: where the form was stale, it carries the new one.
    """
    if not form.is_valid():
        return None
    try:
        done = act()
    except Refusal as refusal:
        form.refuse(refusal)
        if form.conflict and row is not None:
            _refresh(row)
            form.renew(row.version)
        return None
    forget(request.user, form.cleaned_data["form_key"])
    return done


def _refresh(row):
    """As it stands now; with the family that access returned, which knows what this user may do."""
    family = row.family
    row.refresh_from_db()
    row.family = family


def carried_out(request, form, service, row=None):
    """As `saved`, for a service that is called with just what the form gives, `by` and `at`."""
    at = timezone.now()
    return saved(request, form, lambda: service(**form.given(at), by=request.user, at=at), row)


def writing_page(family, current, form, **context):
    """The context of a page of `family` on which somebody writes; `stands` is what is saved now, shown when stale."""
    return family_page(family, current, form=form, unsaved_url=reverse("unsaved-keep"), **context)
