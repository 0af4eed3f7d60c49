"""A form for narrative: under each heading its text, and boxes for whom it is about; more passages can be added."""

from dataclasses import dataclass
from itertools import count

from django import forms

from casework.acts.forms import WritingForm
from casework.families.models import Person
from casework.forms.fields import NarrativeField
from casework.forms.widgets import InlineCheckboxes
from casework.passages.models import NewText


@dataclass(frozen=True)
class PassageSlot:
    """One passage's place in the form: its section, its position there, and for whom the heading already says it."""

    section: str
    position: int
    heading: str
    guidance: str
    text: str = ""
    about: tuple = ()
    child: Person | None = None

    @property
    def name(self):
        return f"{self.section}-{self.child.pk if self.child else self.position}"


def slots_for(sections, people, passages=()):
    """The places of a form: every passage that stands, and a blank one for each heading (and each child) without."""
    existing = {}
    for passage in passages:
        existing.setdefault(passage.section, []).append(passage)
    for section in sections:
        if section.each_child:
            yield from _slots_of_children(section, people, existing.get(section.key, []))
        else:
            yield from _slots_of_section(section, existing.get(section.key, []))


def _slots_of_section(section, passages):
    for passage in passages:
        yield PassageSlot(
            section.key, passage.position, section.heading, section.guidance, passage.text, tuple(passage.about)
        )
    if not passages:
        yield PassageSlot(section.key, 0, section.heading, section.guidance)


def _slots_of_children(section, people, passages):
    """One for each child who is born; each keeps the position that their first text got."""
    existing = {passage.about[0]: passage for passage in passages if passage.about}
    free = count(1 + max((passage.position for passage in passages), default=-1))
    for child in (person for person in people if person.is_child):
        passage = existing.get(child.pk)
        if passage is None and (child.unborn or child.died):
            continue
        position, text = (passage.position, passage.text) if passage else (next(free), "")
        heading = f"{section.heading}: {child}"
        yield PassageSlot(section.key, position, heading, section.guidance, text, (child.pk,), child)


class PassagesForm(WritingForm):
    """Fields `text-<section>-<position>` and `about-<section>-<position>`, and an added passage under any heading.

    `sections` come from the practice file, `people` are the persons of the family (none: nothing is asked about whom),
    `passages` those that stand. A heading that each child has apart is named by the child's id: `text-voice-<id>`.
    """

    def __init__(self, *args, sections, people, passages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.sections, self.people = sections, people
        self.all_slots = list(slots_for(sections, people, passages))
        # A passage that was added in another tab was not on this page: not sent does not mean emptied.
        self.slots = [slot for slot in self.all_slots if not self.is_bound or self._was_sent(slot)]
        for slot in self.slots:
            self._add_slot(slot)
        self._add_extra()

    def _was_sent(self, slot):
        return self.add_prefix(f"text-{slot.name}") in self.data

    def _add_slot(self, slot):
        self.fields[f"text-{slot.name}"] = NarrativeField(label=slot.heading, required=False, initial=slot.text)
        if self._asks_about(slot):
            self.fields[f"about-{slot.name}"] = self._about_field(slot.about)

    def _asks_about(self, slot):
        return slot.child is None and bool(self.people)

    def _about_field(self, initial=()):
        choices = [(person.pk, str(person)) for person in self.people]
        return forms.TypedMultipleChoiceField(
            label="About", choices=choices, coerce=int, required=False, widget=InlineCheckboxes, initial=list(initial)
        )

    def _add_extra(self):
        headings = [(section.key, section.heading) for section in self.sections if not section.each_child]
        self.fields["extra_section"] = forms.ChoiceField(
            label="Heading", choices=[("", "Choose a heading"), *headings], required=False
        )
        self.fields["extra_text"] = NarrativeField(label="Text", required=False)
        if self.people:
            self.fields["extra_about"] = self._about_field()

    def clean(self):
        if self.cleaned_data.get("extra_text") and not self.cleaned_data.get("extra_section"):
            self.add_error("extra_section", "Choose the heading under which this passage stands.")
        return super().clean()

    def groups(self):
        """For the template: each slot with its bound fields."""
        for slot in self.slots:
            about = self[f"about-{slot.name}"] if self._asks_about(slot) else None
            yield {"slot": slot, "text": self[f"text-{slot.name}"], "about": about}

    def extra(self):
        return [self[name] for name in ("extra_section", "extra_text", "extra_about") if name in self.fields]

    def written(self):
        """The passages as they were typed, for the service; only of a valid form."""
        passages = [self._written(slot) for slot in self.slots]
        section = self.cleaned_data["extra_section"]
        if section and self.cleaned_data["extra_text"]:
            position = 1 + max(slot.position for slot in self.all_slots if slot.section == section)
            about = tuple(self.cleaned_data.get("extra_about", ()))
            passages.append(NewText(section, self.cleaned_data["extra_text"], about, position))
        return passages

    def _written(self, slot):
        about = self.cleaned_data[f"about-{slot.name}"] if self._asks_about(slot) else slot.about
        return NewText(slot.section, self.cleaned_data[f"text-{slot.name}"], tuple(about), slot.position)
