"""The forms of case notes. They validate; the services decide and save."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms

from casework import practice
from casework.actions.models import AgreedAction
from casework.acts.forms import VersionedForm, WritingForm
from casework.forms.base import PageForm
from casework.forms.fields import DateTimeField, NarrativeField
from casework.forms.widgets import InlineCheckboxes, Narrative, Radios
from casework.in_error.forms import InErrorFields
from casework.naming.forms import colleague_choices, person_choices
from casework.notes.checks import SCALE, ChildSeen, why_action_is_asked
from casework.notes.models import Announced, CaseNote, Seen
from casework.notes.seen.services import WhyNot
from casework.passages.forms import PassagesForm
from casework.people.contact_details.fields import PlaceField
from casework.people.contact_details.queries import Places
from casework.people.models import Person
from casework.practice.schema import NoteKind
from casework.users.models import User
from casework.words import say_date

WHYS = ("not_seen", "why")
SEEN = {"seen": "Seen", "alone": "Alone", "bedroom": "Bedroom"}
HEADLINE_LOST = "You gave a headline or a reason. Tick that it is significant, or clear them."


GOES, STAYS = "goes", "stays"
HIDE, LEAVE = "hide", "leave"


def labels(kinds: Mapping[str, NoteKind]) -> list[tuple[str, str]]:
    return [(key, kind.label) for key, kind in kinds.items()]


def place_field() -> PlaceField:
    return PlaceField(None, label="At an address on record", required=False, empty_label="No, or not said")


def where_field() -> forms.CharField:
    return forms.CharField(label="Where", max_length=120, required=False, help_text="If it is at none on record.")


GO, STAY = "go", "stay"


class PlanNoteForm(WritingForm):
    kind = forms.ChoiceField(label="What are you planning?")
    planned_for = DateTimeField(label="When")
    purpose = forms.CharField(
        label="What for",
        max_length=200,
        required=False,
        help_text="Who is to be seen, and why. It is there to read when you stand at the door.",
    )
    place = place_field()
    where = where_field()

    def __init__(self, *args: Any, kinds: Mapping[str, NoteKind], places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        self.fields["kind"].choices = labels(kinds)


class NoteFilterForm(PageForm):
    """What the list of notes is narrowed to; sent in the address."""

    kind = forms.ChoiceField(label="Kind", required=False)
    author = forms.ChoiceField(label="Recorded by", required=False)
    child = forms.ChoiceField(label="Child", required=False)

    def __init__(self, *args: Any, authors: Iterable[User], children: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Every kind"), *labels(practice.current().note_kinds)]
        self.fields["author"].choices = [("", "Everybody"), *colleague_choices(authors)]
        self.fields["child"].choices = [("", "Every child"), *person_choices(children)]

    def chosen(self) -> dict[str, str]:
        """What was chosen, by field; what is not offered narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SeenFields(forms.Form):
    """For each child three boxes, `seen-<id>`, `alone-<id>`, `bedroom-<id>`; alone means seen (A7.7).

    And why not, of whatever of these was not (A7.15): `not_seen-<id>` and `why-<id>`.
    """

    def __init__(self, *args: Any, children: Iterable[Person] = (), rows: Iterable[Seen] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = list(children)
        existing = {row.child_id: row for row in rows}
        for child in self.children:
            for name, label in SEEN.items():
                initial = getattr(existing.get(child.pk), name, False)
                self.fields[f"{name}-{child.pk}"] = forms.BooleanField(label=label, required=False, initial=initial)
            for name, field in self.why_fields(existing.get(child.pk)).items():
                self.fields[f"{name}-{child.pk}"] = field

    def why_fields(self, row: Seen | None) -> dict[str, forms.Field]:
        reasons = [("", "Choose"), *practice.current().not_seen_reasons.items()]
        if row and row.not_seen and row.not_seen not in dict(reasons):
            reasons.append((row.not_seen, row.get_not_seen_display()))
        return {
            "not_seen": forms.ChoiceField(
                label="If not seen, why", choices=reasons, required=False, initial=row.not_seen if row else ""
            ),
            "why": forms.CharField(
                label="In words: why not seen, not alone, or not the bedroom",
                max_length=300, required=False, initial=row.why if row else "",
            ),
        }  # fmt: skip

    def seen_rows(self) -> Iterator[dict[str, Any]]:
        """For the template: each child with its bound boxes."""
        for child in self.children:
            yield {
                "child": child,
                "fields": [self[f"{name}-{child.pk}"] for name in SEEN],
                "whys": [self[f"{name}-{child.pk}"] for name in WHYS],
            }

    def seen(self) -> list[ChildSeen]:
        return [(child, *(self.cleaned_data[f"{name}-{child.pk}"] for name in SEEN)) for child in self.children]

    def whys(self) -> dict[int, WhyNot]:
        given = self.cleaned_data
        return {child.pk: (given[f"not_seen-{child.pk}"], given[f"why-{child.pk}"]) for child in self.children}


class AskedFields(forms.Form):
    """What only some kinds ask: whether a visit was announced, which leaflets were given, the scale (A4.6, A10.11)."""

    announced = forms.ChoiceField(
        label="Did the family know beforehand?", choices=Announced, required=False, widget=Radios
    )
    leaflets = forms.MultipleChoiceField(label="Leaflets given", required=False, widget=InlineCheckboxes)
    scale = forms.TypedChoiceField(
        label="How safe are the children?",
        help_text="0 is no safety. 10: we propose to end the work, or to lessen it.",
        choices=[("", "Choose"), *((number, number) for number in SCALE)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, asks: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaflets"].choices = list(practice.current().leaflets.items())
        for name in AskedFields.base_fields.keys() - set(asks):
            del self.fields[name]

    def asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in AskedFields.base_fields if name in self.fields}


class NoteForm(AskedFields, SeenFields, PassagesForm):
    """A whole note in one page: when, where, who, who was seen, the text, and at the end what it is."""

    together = (("significant", "headline", "why"), ("place", "where"))

    took_place_at = DateTimeField(label="When it ended")
    place = place_field()
    where = where_field()
    who_was_there = forms.CharField(
        label="Who was there",
        max_length=2000,
        required=False,
        help_text="Names and roles.",
        widget=Narrative(rows=2),
    )
    significant = forms.BooleanField(
        label="This is significant",
        required=False,
        help_text="It stands in the chronology under your headline. Recorded once: you write it nowhere else.",
    )
    headline = forms.CharField(label="Headline", max_length=150, required=False)
    why = NarrativeField(label="Why it is significant", required=False, widget=Narrative(rows=3))
    finished = forms.BooleanField(
        label="This is finished",
        required=False,
        help_text="The text cannot be changed afterwards. You can always add to it.",
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places

    def passages(self) -> list[tuple[str, ...]]:
        """Whether a child was seen, alone and where is one."""
        of_children = [tuple(f"{name}-{child.pk}" for name in (*SEEN, *WHYS)) for child in self.children]
        boxes = {name for names in of_children for name in names}
        return [*of_children, *(names for names in super().passages() if not boxes.intersection(names))]

    def clean(self) -> dict[str, Any] | None:
        reason = self.cleaned_data.get("headline") or self.cleaned_data.get("why")
        if reason and not self.cleaned_data.get("significant"):
            self.add_error("significant", HEADLINE_LOST)
        return super().clean()

    def given(self, at: datetime) -> dict[str, Any]:
        return self.details()

    def details(self) -> dict[str, Any]:
        significance = {name: self.cleaned_data.get(name, "") for name in ("headline", "why")}
        return {
            "took_place_at": self.cleaned_data["took_place_at"],
            "where": self.cleaned_data["where"],
            "place": self.cleaned_data["place"],
            "who_was_there": self.cleaned_data["who_was_there"],
            "seen": self.seen(),
            "whys": self.whys(),
            "written": self.written(),
            "significance": significance if self.cleaned_data.get("significant") else None,
            "finished": self.cleaned_data["finished"],
            **self.asked(),
        }


class WriteUpForm(VersionedForm, NoteForm):
    """The same for a saved note; what is significant already is changed on its own page."""

    def __init__(self, *args: Any, note: CaseNote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hasattr(note, "significance"):
            for name in ("significant", "headline", "why"):
                del self.fields[name]

    def given(self, at: datetime) -> dict[str, Any]:
        return self.details() | {"version": self.cleaned_data["version"]}


class SignificanceForm(WritingForm):
    headline = forms.CharField(
        label="Headline", max_length=150, help_text="One line, as it is to stand in the chronology."
    )
    why = NarrativeField(label="Why it is significant", widget=Narrative(rows=4))


class TookPlaceForm(SeenFields, VersionedForm):
    """For a telephone: no choice is made beforehand, so that one tap answers."""

    NOW, OTHER = "now", "other"
    when = forms.ChoiceField(
        label="When did it end?",
        choices=[(NOW, "It took place now"), (OTHER, "At another time")],
        widget=forms.RadioSelect,
    )
    took_place_at = DateTimeField(label="If at another time, when it ended", required=False)

    def clean(self) -> dict[str, Any] | None:
        when, moment = self.cleaned_data.get("when"), self.cleaned_data.get("took_place_at")
        if when == self.OTHER and moment is None and "took_place_at" not in self.errors:
            self.add_error("took_place_at", "Give the day and the time at which it ended.")
        if when == self.NOW and moment is not None:
            self.add_error("when", "You chose ‘now’ and gave another time too. Choose ‘At another time’, or clear it.")
        return super().clean()

    def given(self, at: datetime) -> dict[str, Any]:
        ended = at if self.cleaned_data["when"] == self.NOW else self.cleaned_data["took_place_at"]
        return {
            "took_place_at": ended,
            "seen": self.seen(),
            "whys": self.whys(),
            "version": self.cleaned_data["version"],
        }


class DidNotTakePlaceForm(VersionedForm):
    """Why a planned visit did not take place, and what was done about it (A7.15)."""

    reason = forms.ChoiceField(
        label="Why did it not take place?", widget=Radios,
        error_messages={"required": "Choose why it did not take place."},
    )  # fmt: skip
    because = NarrativeField(label="In words", required=False, widget=Narrative(rows=3))
    done = NarrativeField(
        label="What was done about it", required=False, widget=Narrative(rows=3),
        help_text="Whom you rang, where you looked. Where the worker was away: who comes instead, or why nobody does.",
    )  # fmt: skip
    another = DateTimeField(
        label="Plan another for",
        required=False,
        help_text="For the same purpose, at the same place, by the same worker.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(practice.current().not_done_reasons.items())


class NoteInErrorForm(InErrorFields, WritingForm):
    """With what becomes of each of its actions, and of its words in finished records, where it has such."""

    def __init__(self, *args: Any, actions: Iterable[AgreedAction], in_finished: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions = {f"action-{action.pk}": action for action in actions}
        for name, action in self.actions.items():
            self.fields[name] = _action_field(action)
        if in_finished:
            self.fields["words_stay"] = forms.ChoiceField(
                label="Its words stand in a finished record. What becomes of them there?", widget=Radios,
                choices=[
                    (HIDE, "They open only to those who inspect, under the mark ‘recorded in error’"),
                    (LEAVE, "They stay readable, under that mark"),
                ],
                error_messages={"required": "Choose what becomes of its words in the finished record."},
            )  # fmt: skip

    def given(self, at: datetime) -> dict[str, Any]:
        values = super().given(at)
        going = {action.pk: values.pop(name) == GOES for name, action in self.actions.items()}
        return values | {"going": going, "words_stay": values.get("words_stay") == LEAVE}


def _action_field(action: AgreedAction) -> forms.ChoiceField:
    why = why_action_is_asked(action)
    return forms.ChoiceField(
        label=f"The action ‘{action.what}’, {action.owner}, by {say_date(action.due_on)}",
        help_text=why, initial=None if why else GOES, widget=Radios,
        choices=[(GOES, "It goes too"), (STAYS, "It stays, as an action of its own")],
        error_messages={"required": "Choose whether this action goes too."},
    )  # fmt: skip
