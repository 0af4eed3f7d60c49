"""The forms of a planner, with its rows of visits: when, who comes, and what for."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from casework.actions.forms import ActionRows
from casework.actions.presenters import OwnerOptions, meeting_owner_options
from casework.actions.queries import workers_with
from casework.acts.forms import MergingForm, VersionedForm, WritingForm
from casework.families.models import Family
from casework.forms.base import PageForm
from casework.forms.fields import DateField, DateTimeField, NarrativeField
from casework.forms.rows import RowFormSet, build_rows
from casework.forms.widgets import Checkboxes, Narrative
from casework.naming.forms import colleague_choices, person_choices
from casework.notes.models import CaseNote
from casework.people.models import Person
from casework.practice.schema import Module, NoteKind
from casework.refusal import Refusal
from casework.users.models import User
from workbook.planners.queries import parent_ids
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.queries import concurrent_programmes


class WithRows(WritingForm):
    """A form with rows of visits and of actions below it (`visits`, `actions`), valid if all of them are."""

    visits: "VisitRows"
    actions: ActionRows

    @property
    def formsets(self) -> list[RowFormSet]:
        return [self.visits, self.actions]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.visits.is_valid(), self.actions.is_valid()])

    def refuse(self, refusal: Refusal) -> None:
        """At the row that it names, or as every form does."""
        if not (self.visits.refuse(refusal) or self.actions.refuse(refusal)):
            super().refuse(refusal)
        self.ask_whether_so(refusal)

    def given(self, at: datetime) -> dict[str, Any]:
        return super().given(at) | {"visits": self.visits.visits(), "agreed": self.actions.agreed()}


class FactsForm(MergingForm, VersionedForm):
    """When, with whom and why; `parents` are the persons who may be named."""

    agreed_on = DateField(label="Agreed on")
    agreed_with = forms.TypedMultipleChoiceField(label="Agreed with", coerce=int, widget=Checkboxes())
    why_involved = NarrativeField(
        label="Why we are involved",
        widget=Narrative(rows=4),
        help_text="In the words that you used with the parents. They read it on paper.",
    )

    def __init__(self, *args: Any, parents: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_with"].choices = person_choices(parents)


class AgreeForm(WithRows, FactsForm):
    """The facts of a new planner, and its rows. It is not merged with one that was agreed meanwhile."""

    saw_passages = None


def workers_of(family: Family, today: date) -> list[User]:
    """For whom a visit may be planned: those allocated, and those of the family's team."""
    return list(workers_with(family, today))


def owners_for(programme: FamilyProgramme, today: date) -> OwnerOptions:
    """Who may own an action of this planner: nobody with whom a programme that is kept apart is shared (A5.6)."""
    family, parents = programme.family, parent_ids(programme)
    others = {pk for other in concurrent_programmes(programme) for pk in parent_ids(other)} - parents
    people = [person for person in family.people_now() if person.pk not in others]
    return meeting_owner_options(workers_of(family, today), people)


PREFIX = "visits"
# By what a row that was sent is known as one that is saved: the same purpose comes again, on other days.
SAVED_AS = ("purpose", "planned_for")
BLANK_ROWS, MOST_ROWS = 3, 50


def saved_rows(visits: Iterable[CaseNote]) -> set[tuple[str, ...]]:
    """The values of SAVED_AS, as a browser sends them."""
    local = timezone.localtime
    return {(each.purpose, f"{local(each.planned_for):%Y-%m-%dT%H:%M}") for each in visits if each.planned_for}


class VisitRow(PageForm):
    planned_for = DateTimeField(
        label="When", error_messages={"required": "Give the day and the time, or empty this row."}
    )
    kind = forms.ChoiceField(label="What kind")
    worker = forms.ChoiceField(label="Who comes", error_messages={"required": "Choose who comes."})
    purpose = forms.CharField(
        label="What it is for",
        max_length=200,
        widget=forms.Textarea({"rows": 2, "cols": False}),
        error_messages={"required": "Say what the visit is for. The parents read it."},
    )
    where = forms.CharField(label="Where", max_length=120, required=False)
    module = forms.ChoiceField(label="For which module", required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Mapping[str, NoteKind],
        workers: Iterable[User],
        modules: Iterable[Module],
        usual: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        """`kinds` of notes by key; `usual` gives what most rows say: the first of the kinds, and who types."""
        super().__init__(*args, **kwargs)
        self.workers = {str(user.pk): user for user in workers}
        self.fields["kind"].choices = [(key, kind.label) for key, kind in kinds.items()]
        self.fields["worker"].choices = [("", "Choose"), *colleague_choices(self.workers.values())]
        self.fields["module"].choices = [
            ("", "None in particular"),
            *((module.key, f"{module.number}: {module.title}") for module in modules),
        ]
        self.usual = usual
        for name, value in usual.items():
            self.fields[name].initial = value

    def has_changed(self) -> bool:
        """A row in which nothing is typed and nothing chosen otherwise than usual is empty."""
        return any(name not in self.usual or self[name].data for name in self.changed_data)

    def visit(self) -> dict[str, Any]:
        """The values of one visit, as the service takes them."""
        return self.cleaned_data | {"worker": self.workers[self.cleaned_data["worker"]]}


class VisitRows(RowFormSet):
    def visits(self) -> dict[int, dict[str, Any]]:
        """What was typed, by the number of its row; only of valid rows."""
        return {number: form.visit() for number, form in enumerate(self.forms) if form.has_changed()}


def visit_rows(
    data: Mapping[str, Any] | None = None, *, kept: Mapping[str, Any] | None = None, **details: Any
) -> VisitRows:
    """The rows of a page: as they were sent, as they were kept unsaved (`kept`, fields by name), or blank."""
    return build_rows(
        VisitRow, VisitRows, prefix=PREFIX, blank=BLANK_ROWS, most=MOST_ROWS, data=data, kept=kept, **details
    )
