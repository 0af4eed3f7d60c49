"""The page for other words of what was saved before: both texts, and one button that saves the new ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from django.forms import Field
from django.utils.safestring import SafeString

from casework.acts.forms import MergingForm, WritingForm, saved_words, sent_values
from casework.acts.merging import Passage, Words, hash_of
from casework.acts.sending import Again, Sending
from casework.differences import difference
from casework.forms.fields import NarrativeField
from casework.submissions.models import Submission
from casework.words import say_when


class Differing(NamedTuple):
    """A field whose words are other now than those that were saved; `marked` has what was added and removed.

    `saved` is None where the page does not know what is saved of it.
    """

    label: str
    saved: str | None
    sent: str
    marked: SafeString


# What a page carries of what it showed.
SAW = {"version", "fingerprint", "saw_passages"}


def sent_again(
    earlier: Submission, form: WritingForm | None, sending: Sending, words: Words, again: Again | None,
    own: Mapping[str, Field], subject: Any,
) -> dict[str, Any]:  # fmt: skip
    """`form` is that of the page that saves the new words, None where none does; `subject` the row that was saved.

    `own` are the fields of the page itself, for what that other page does not ask.
    """
    return {
        "heading": "This page was saved before",
        "earlier": earlier,
        "differing": list(_differing(form, typed(words, own), own, subject)),
        "back_url": earlier.url,
        **_once_more(again, f"{earlier.form_key}:{sending.digest}"),
    }


def too_late(
    sentence: str, words: Words, own: Mapping[str, Field], again: Again | None, text: str, back_url: str
) -> dict[str, Any]:
    """For words that came when their record took them no more; `text` is '<key>:<digest>' of them as they are kept."""
    return {
        "heading": "It was finished while you wrote",
        "sentence": sentence,
        "differing": list(_differing(None, typed(words, own), own, None)),
        "back_url": back_url,
        **_once_more(again, text),
    }


def _once_more(again: Again | None, went_on_from: str) -> dict[str, Any]:
    """The one button: where the words go, as a page of its own with a new key."""
    fields = [(name, value) for name in again.words for value in again.words[name]] if again else []
    return {"again": again, "again_fields": fields, "again_key": uuid4(), "went_on_from": went_on_from}


class Meeting(NamedTuple):
    """A passage that two people changed; `theirs` is saved, `marked` shows what is other in `mine`.

    `saw` is the hash of theirs, with which a choice comes back; `texts`: both can be put into one field and edited.
    """

    name: str
    label: str
    theirs: str
    mine: str
    marked: SafeString
    saw: str
    texts: bool


def last_change(row: Any) -> str:
    """Who changed `row` or a passage of it last, and when: 'Dora Dale, Tue 3 Nov 2026, 14:05,'."""
    histories = [row.history.all()]
    if hasattr(row, "passages"):
        histories.append(row.passages.model.history.filter(owner_id=row.pk))
    latest = [history.select_related("history_user").order_by("-history_date").first() for history in histories]
    changes = sorted((change for change in latest if change), key=lambda change: change.history_date)
    return f"{changes[-1].history_user}, {say_when(changes[-1].history_date)}," if changes else ""


def meeting(form: MergingForm, passage: Passage, theirs: Words, mine: Words) -> Meeting:
    fields = [form.fields[each] for each in passage]
    before, after = (_together(fields, passage, words) for words in (theirs, mine))
    label, texts = str(fields[0].label), isinstance(fields[0], NarrativeField)
    return Meeting(passage[0], label, before, after, difference(before, after), hash_of(passage, theirs), texts)


def _together(fields: Sequence[Field], passage: Passage, words: Words) -> str:
    """The passage as lines: its own words first, then what goes with them by its label."""
    first, *others = (_shown(field, words.get(name, [])) for field, name in zip(fields, passage, strict=True))
    labelled = (f"{field.label}: {said}" for field, said in zip(fields[1:], others, strict=True) if said)
    return "\n".join(filter(None, [first, *labelled]))


def typed(words: Mapping[str, list[str]], own: Mapping[str, Field]) -> dict[str, list[str]]:
    """`words` without what the page itself carries, such as the version that it showed."""
    hidden = {name for name, field in own.items() if field.widget.is_hidden} | SAW
    return {name: values for name, values in words.items() if name not in hidden and "_FORMS" not in name}


def _differing(
    form: WritingForm | None, words: Mapping[str, list[str]], own: Mapping[str, Field], subject: Any
) -> Iterator[Differing]:
    fields = {**own, **form.fields} if form else own
    saved = saved_words(form) if form and form.saw_field else of_the_row(form, subject) if form else {}
    names = [name for name in fields if name in words or name in saved]
    for name in [*names, *(name for name in words if name not in names)]:
        field = fields.get(name)
        if field is not None and field.widget.is_hidden:
            continue
        known = name in saved or bool(form and form.saw_field and name in form.fields)
        before, after = _shown(field, saved.get(name, [])), _shown(field, words.get(name, []))
        if before != after:
            label = field.label if field is not None and field.label else "Also typed"
            yield Differing(str(label), before if known else None, after, difference(before, after))


def of_the_row(form: WritingForm, row: Any) -> dict[str, list[str]]:
    """What is saved in `row` of the fields of `form`, by their common names."""
    columns = {column.name for column in row._meta.concrete_fields} if row is not None else set()
    values = {name: getattr(row, name) for name in form.fields if name in columns}
    values = {name: value for name, value in values.items() if value is not None}
    return {name: sent_values(form[name], form.fields[name].prepare_value(value)) for name, value in values.items()}


def _shown(field: Any, values: list[str]) -> str:
    # The fields of a page that cannot be opened any more have no rows to choose from.
    offered = () if getattr(field, "queryset", ()) is None else getattr(field, "choices", ())
    choices = {str(value): str(label) for value, label in offered}
    return ", ".join(choices.get(value, "Yes" if value == "on" else value) for value in values if value)
