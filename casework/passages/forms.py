"""A form for narrative: under each heading its text, and boxes for whom it is about; more passages can be added."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms

from casework.acts.forms import MergingForm
from casework.acts.merging import Passage as PassageOfForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import InlineCheckboxes
from casework.naming.forms import person_choices
from casework.passages.models import NewText, Passage
from casework.people.models import Person
from casework.practice.schema import Section


@dataclass(frozen=True)
class PassageSlot:
    """One passage's place in the form; `child` is whose heading it is, where each child has one of their own."""

    section: str
    position: int
    heading: str
    guidance: str
    text: str = ""
    about: tuple[int, ...] = ()
    child: Person | None = None

    @property
    def name(self) -> str:
        return f"{self.section}-{self.child.pk if self.child else self.position}"


def slots_for(
    sections: Iterable[Section], people: Sequence[Person], passages: Iterable[Passage] = (),
    sent: Container[str] = (), voices: Container[Person] = (),
) -> Iterator[PassageSlot]:  # fmt: skip
    """The places of a form: every saved passage, and a blank one for each heading (and each of `voices`) without.

    A blank place whose text is among the names that were `sent` is one still: the page that sent it had it.
    """
    existing: dict[str, list[Passage]] = {}
    for passage in passages:
        existing.setdefault(passage.section, []).append(passage)
    for section in sections:
        if section.each_child:
            yield from _slots_of_children(section, people, existing.get(section.key, []), sent, voices)
        else:
            yield from _slots_of_section(section, existing.get(section.key, []), sent)


def _slots_of_section(section: Section, passages: Sequence[Passage], sent: Container[str]) -> Iterator[PassageSlot]:
    blank = PassageSlot(section.key, 0, section.heading, section.guidance)
    # Somebody may have added a passage under this heading since, and then the blank place of the page has none.
    if not passages or (all(passage.position for passage in passages) and f"text-{blank.name}" in sent):
        yield blank
    for passage in passages:
        yield PassageSlot(
            section.key, passage.position, section.heading, section.guidance, passage.text, tuple(passage.about)
        )


def _slots_of_children(
    section: Section, people: Iterable[Person], passages: Sequence[Passage], sent: Container[str],
    voices: Container[Person],
) -> Iterator[PassageSlot]:  # fmt: skip
    """One for each living child, and one for each child with a text; each keeps the position of their first text."""
    existing = {passage.about[0]: passage for passage in passages if passage.about}
    free = count(1 + max((passage.position for passage in passages), default=-1))
    for child in people:
        passage, was_sent = existing.get(child.pk), f"text-{section.key}-{child.pk}" in sent
        speaks = child in voices and not child.unborn and not child.died
        if not (speaks or passage or was_sent):
            continue
        position, text = (passage.position, passage.text) if passage else (next(free), "")
        heading = f"{section.heading}: {child}"
        yield PassageSlot(section.key, position, heading, section.guidance, text, (child.pk,), child)


class PassagesForm(MergingForm):
    """Fields `text-<section>-<position>` and `about-<section>-<position>`, and an added passage under any heading.

    `sections` come from the practice file, `people` are the persons of the family (none: nobody is asked about whom),
    `passages` those that are saved. A heading that each child has is named by the child's id: `text-voice-<id>`;
    `voices` are these children.
    """

    def __init__(
        self, *args: Any, sections: Sequence[Section], people: Sequence[Person], passages: Iterable[Passage] = (),
        voices: Sequence[Person] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.sections, self.people, self.about_choices = sections, people, person_choices(people)
        self.all_slots = list(slots_for(sections, people, passages, self.data, voices))
        # A passage that was added in another tab was not on this page: not sent does not mean emptied.
        self.slots = [slot for slot in self.all_slots if not self.is_bound or self._was_sent(slot)]
        for slot in self.slots:
            self._add_slot(slot)
        self._add_extra()

    def _was_sent(self, slot: PassageSlot) -> bool:
        return self.add_prefix(f"text-{slot.name}") in self.data

    def _add_slot(self, slot: PassageSlot) -> None:
        self.fields[f"text-{slot.name}"] = NarrativeField(label=slot.heading, required=False, initial=slot.text)
        if self._asks_about(slot):
            self.fields[f"about-{slot.name}"] = self._about_field(slot.about)

    def _asks_about(self, slot: PassageSlot) -> bool:
        return slot.child is None and bool(self.people)

    def _about_field(self, initial: Iterable[int] = ()) -> forms.TypedMultipleChoiceField:
        return forms.TypedMultipleChoiceField(
            label="About",
            choices=self.about_choices,
            coerce=int,
            required=False,
            widget=InlineCheckboxes,
            initial=list(initial),
        )

    def _add_extra(self) -> None:
        headings = [(section.key, section.heading) for section in self.sections if not section.each_child]
        self.fields["extra_section"] = forms.ChoiceField(
            label="Heading", choices=[("", "Choose a heading"), *headings], required=False
        )
        self.fields["extra_text"] = NarrativeField(label="Text", required=False)
        if self.people:
            self.fields["extra_about"] = self._about_field()

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("extra_text") and not self.cleaned_data.get("extra_section"):
            self.add_error("extra_section", "Choose the heading under which this passage stands.")
        return super().clean()

    def passages(self) -> list[PassageOfForm]:
        """A text and whom it is about are one."""
        pairs = ((f"text-{slot.name}", f"about-{slot.name}") for slot in self.slots)
        texts = [tuple(name for name in names if name in self.fields) for names in pairs]
        extra = tuple(name for name in ("extra_section", "extra_text", "extra_about") if name in self.fields)
        grouped = {name for names in (*texts, extra) for name in names}
        return [*texts, extra, *(names for names in super().passages() if not grouped.intersection(names))]

    def groups(self) -> Iterator[dict[str, Any]]:
        """For the template: each slot with its bound fields."""
        for slot in self.slots:
            about = self[f"about-{slot.name}"] if self._asks_about(slot) else None
            yield {"slot": slot, "text": self[f"text-{slot.name}"], "about": about}

    def extra(self) -> list[forms.BoundField]:
        return [self[name] for name in ("extra_section", "extra_text", "extra_about") if name in self.fields]

    def written(self) -> list[NewText]:
        """The passages as they were typed, for the service; only of a valid form."""
        passages = [self._written(slot) for slot in self.slots]
        section = self.cleaned_data["extra_section"]
        if section and self.cleaned_data["extra_text"]:
            position = 1 + max(slot.position for slot in self.all_slots if slot.section == section)
            about = tuple(self.cleaned_data.get("extra_about", ()))
            passages.append(NewText(section, self.cleaned_data["extra_text"], about, position))
        return passages

    def _written(self, slot: PassageSlot) -> NewText:
        about = self.cleaned_data[f"about-{slot.name}"] if self._asks_about(slot) else slot.about
        return NewText(slot.section, self.cleaned_data[f"text-{slot.name}"], tuple(about), slot.position)
