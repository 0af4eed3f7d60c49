"""A form for narrative: under each heading its text, and boxes for whom it is about; more passages can be added."""

from typing import NamedTuple

from django import forms

from casework.forms.base import KeyedForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import AboutBoxes
from casework.passages.services import Written


class Slot(NamedTuple):
    """One passage's place in the form: its section, its position there, and for whom the heading already says it."""

    section: str
    position: int
    heading: str
    guidance: str
    text: str = ""
    about: tuple = ()
    child: object = None

    @property
    def name(self):
        return f"{self.section}-{self.position}"


def slots_for(sections, people, passages=()):
    """The places of a form: every passage that stands, and a blank one for each heading (and each child) without."""
    standing = {}
    for passage in passages:
        standing.setdefault(passage.section, []).append(passage)
    for section in sections:
        if section.each_child:
            yield from _slots_of_children(section, people, standing.get(section.key, []))
        else:
            yield from _slots_of_section(section, standing.get(section.key, []))


def _slots_of_section(section, passages):
    for passage in passages:
        yield Slot(
            section.key, passage.position, section.heading, section.guidance, passage.text, tuple(passage.about)
        )
    if not passages:
        yield Slot(section.key, 0, section.heading, section.guidance)


def _slots_of_children(section, people, passages):
    """One for each child; the position is the child's id, so that a later sibling never shifts an earlier text."""
    texts = {passage.position: passage.text for passage in passages}
    for child in (person for person in people if person.is_child):
        heading = f"{section.heading}: {child}"
        yield Slot(section.key, child.pk, heading, section.guidance, texts.get(child.pk, ""), (child.pk,), child)


class PassagesForm(KeyedForm):
    """Fields `text-<section>-<position>` and `about-<section>-<position>`, and an added passage under any heading.

    `sections` come from the practice file, `people` are the persons of the family, `passages` those that stand.
    """

    def __init__(self, *args, sections, people, passages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.sections, self.people = sections, people
        self.slots = list(slots_for(sections, people, passages))
        for slot in self.slots:
            self._add_slot(slot)
        self._add_extra()

    def _add_slot(self, slot):
        self.fields[f"text-{slot.name}"] = NarrativeField(
            label=slot.heading, help_text=slot.guidance, required=False, initial=slot.text
        )
        if slot.child is None:
            self.fields[f"about-{slot.name}"] = self._about_field(slot.about)

    def _about_field(self, initial=()):
        choices = [(person.pk, str(person)) for person in self.people]
        return forms.TypedMultipleChoiceField(
            label="About", choices=choices, coerce=int, required=False, widget=AboutBoxes, initial=list(initial)
        )

    def _add_extra(self):
        headings = [(section.key, section.heading) for section in self.sections if not section.each_child]
        self.fields["extra_section"] = forms.ChoiceField(
            label="Heading", choices=[("", "Choose a heading"), *headings], required=False
        )
        self.fields["extra_text"] = NarrativeField(label="Text", required=False)
        self.fields["extra_about"] = self._about_field()

    def clean(self):
        if self.cleaned_data.get("extra_text") and not self.cleaned_data.get("extra_section"):
            self.add_error("extra_section", "Choose the heading under which this passage stands.")
        return super().clean()

    def groups(self):
        """For the template: each slot with its bound fields."""
        for slot in self.slots:
            about = self[f"about-{slot.name}"] if slot.child is None else None
            yield {"slot": slot, "text": self[f"text-{slot.name}"], "about": about}

    def extra(self):
        return [self["extra_section"], self["extra_text"], self["extra_about"]]

    def written(self):
        """The passages as they were typed, for the service; only of a valid form."""
        passages = [self._written(slot) for slot in self.slots]
        section = self.cleaned_data["extra_section"]
        if section and self.cleaned_data["extra_text"]:
            position = 1 + max(slot.position for slot in self.slots if slot.section == section)
            about = tuple(self.cleaned_data["extra_about"])
            passages.append(Written(section, self.cleaned_data["extra_text"], about, position))
        return passages

    def _written(self, slot):
        about = slot.about if slot.child else tuple(self.cleaned_data[f"about-{slot.name}"])
        return Written(slot.section, self.cleaned_data[f"text-{slot.name}"], about, slot.position)
