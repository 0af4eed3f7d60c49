"""The page for other words of what was saved before: both texts, and one button that saves the new ones."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from django.utils.safestring import SafeString

from casework.acts.forms import WritingForm, sent_values
from casework.acts.sending import Again, Sending
from casework.passages.differences import difference
from casework.submissions.models import Submission


class Differing(NamedTuple):
    """A field whose words are other now than those that were saved; `marked` has what was added and removed."""

    label: str
    saved: str
    sent: str
    marked: SafeString


def sent_again(
    earlier: Submission, form: WritingForm | None, sending: Sending, words: Mapping[str, list[str]], again: Again | None
) -> dict[str, Any]:
    """`form` opens with what is saved now; None where its page cannot be opened any more."""
    return {
        "heading": "This page was saved before",
        "earlier": earlier,
        "differing": list(_differing(form, words)),
        "again": again,
        "again_fields": [(name, value) for name in again.words for value in again.words[name]] if again else [],
        "again_key": uuid4(),
        "again_digest": sending.digest,
    }


def _differing(form: WritingForm | None, words: Mapping[str, list[str]]) -> Iterator[Differing]:
    saved = saved_words(form) if form else {}
    fields = form.fields if form else {}
    names = [name for name in fields if name in words or name in saved] or list(words)
    for name in [*names, *(name for name in words if name not in names and "_FORMS" not in name)]:
        field = fields.get(name)
        if field is not None and field.widget.is_hidden:
            continue
        before, after = _shown(field, saved.get(name, [])), _shown(field, words.get(name, []))
        if before != after:
            label = field.label if field is not None and field.label else "Also typed"
            yield Differing(str(label), before, after, difference(before, after))


def saved_words(form: WritingForm) -> dict[str, list[str]]:
    """The values with which `form` opens, as a browser would send them."""
    values = {name: form[name].value() for name in form.fields}
    return {name: sent_values(form[name], value) for name, value in values.items() if value is not None}


def _shown(field: Any, values: list[str]) -> str:
    choices = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return ", ".join(choices.get(value, "Yes" if value == "on" else value) for value in values if value)
