"""A field whose text its reader may not read: the form shows so, and saving leaves the text as it is."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.masks.current import is_held_back, shown


class HeldBackText(forms.Widget):
    """What stands in place of the text; of the text nothing is sent, only that its place was on the page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        place = (attrs or {}).get("id", name)
        kept = format_html('<input type="hidden" name="{}" value="">', name)
        return format_html('<p class="govuk-inset-text" id="{}">{}</p>{}', place, value, kept)


class HeldBackField(forms.Field):
    """In place of a field: it gives back what stands there, by which services know to leave the text alone."""

    widget = HeldBackText

    def clean(self, value: Any) -> Any:
        return value


def held_in(form: forms.BaseForm) -> list[str]:
    """The names of the fields of a form that opens whose text its reader may not read."""
    return [name for name in form.fields if not form[name].is_hidden and _is_held(form[name].initial)]


def _is_held(value: Any) -> bool:
    return isinstance(value, str) and is_held_back(shown(value))


def hold(form: forms.BaseForm, opened: forms.BaseForm, names: list[str]) -> None:
    """Put what is held back in `opened`, as it opens, in place of the fields of `form`."""
    for name in names:
        if name in form.fields:
            form.initial[name] = shown(opened[name].initial)
            _forget_bound(form, name)
            form.fields[name] = HeldBackField(label=form.fields[name].label, disabled=True, required=False)


def _forget_bound(form: forms.BaseForm, name: str) -> None:
    """Django keeps what it made of the field before."""
    cast("Any", form)._bound_fields_cache.pop(name, None)


def leave_out(form: forms.BaseForm, opened: forms.BaseForm, names: list[str]) -> None:
    """Of a form for something new: it opens without what was to be taken over, and says so."""
    for name in names:
        form.fields[name].help_text = shown(opened[name].initial)
        form.initial[name] = form.fields[name].initial = ""
        _forget_bound(form, name)
