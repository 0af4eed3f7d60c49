from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from casework import practice
from casework.acts.forms import FingerprintForm, WritingForm
from casework.forms.fields import DateField, DateTimeField, NarrativeField
from casework.forms.widgets import Checkboxes, Narrative, Radios
from casework.naming.forms import ColleagueField, PeopleField, PersonField
from casework.people.models import Person
from casework.practice.schema import Criterion
from casework.users.models import User
from casework.words import say_age
from workbook.one_workbook.forms import OneWorkbookFields
from workbook.one_workbook.presenters import InAnotherWorkbook
from workbook.programmes.sharing.forms import HintedPeopleField
from workbook.workbooks import checks

CANNOT_BE_TOLD = "Here practice names the {} child. What is known of the births does not say which that is: choose."
YES, NO, NONE = "yes", "no", "none"
OPEN, NOT_OPEN = "open", "not_open"
DECISIONS = [(OPEN, "Open a Workbook"), (NOT_OPEN, "Do not open a Workbook")]


def _with_age(person: Person, today: date) -> str:
    return f"{person}, {say_age(person, today)}"


class ChecklistFields(forms.Form):
    """A field for each question of the authority's checklist (C4)."""

    def add_questions(self) -> None:
        self.questions = {f"answer-{one.key}": one for one in practice.current().eligibility}
        for name, criterion in self.questions.items():
            self.fields[name] = _choosing(criterion) if criterion.choices else _asking(criterion)

    @property
    def question_fields(self) -> list[BoundField]:
        return [self[name] for name in self.questions]

    def clean_questions(self) -> None:
        for name, criterion in self.questions.items():
            chosen = self.cleaned_data.get(name) or []
            if criterion.choices and NONE in chosen and len(chosen) > 1:
                self.add_error(name, "‘None of these’ stands alone: clear it, or the others.")

    def given_answers(self) -> dict[str, bool | list[str]]:
        """As `check_eligibility` takes them; only of a valid form."""
        return {one.key: _given(one, self.cleaned_data[name]) for name, one in self.questions.items()}


def _choosing(criterion: Criterion) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=criterion.question, help_text=criterion.guidance, widget=Checkboxes,
        choices=[*criterion.choices.items(), (NONE, checks.NONE_OF_THESE)],
    )  # fmt: skip


def _asking(criterion: Criterion) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=criterion.question, help_text=criterion.guidance, widget=Radios, choices=[(YES, "Yes"), (NO, "No")]
    )


def _given(criterion: Criterion, sent: str | list[str]) -> bool | list[str]:
    return [key for key in sent if key != NONE] if criterion.choices else sent == YES


class IndexChildForm(FingerprintForm):
    """`children` are those of the open Workbook."""

    index_child = PersonField(None, label="Who is the index child now?", widget=Radios, empty_label=None)
    because = forms.CharField(
        label="Why?", max_length=300, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why it is another child now."},
    )  # fmt: skip

    def __init__(self, *args: Any, children: QuerySet[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["index_child"].queryset = children
        self.fields["index_child"].label_from_instance = lambda person: _with_age(person, today)
        self.fields["index_child"].error_messages["required"] = "Choose the index child."


class DecisionForm(OneWorkbookFields, ChecklistFields, WritingForm):
    """Open a Workbook or not, and why; where it opens, for whom, and when it is first supervised.

    `elsewhere` are those of the people who are open in another family's Workbook (A1.16). Where `deciders` are given,
    somebody opens what one of them decided.
    """

    first_discussed_on = DateField(
        label="First case discussion",
        help_text="The day on which the case was first discussed; the decision does not wait for it.",
        required=False,
    )
    decision = forms.ChoiceField(label="Your decision", choices=DECISIONS, widget=Radios)
    decided_by = ColleagueField(None, label="Whose decision is it?", widget=Radios, empty_label=None)
    reason = NarrativeField(label="The reason", widget=Narrative(rows=4))
    override_because = NarrativeField(
        label="If it goes against the checklist: why",
        help_text="Needed where a Workbook opens although not all of it is met, or does not although all of it is.",
        required=False,
        widget=Narrative(rows=3),
    )
    people = PeopleField(
        None,
        label="Who is part of it",
        help_text="At least one child and one adult.",
        required=False,
        widget=Checkboxes,
    )
    index_child = PersonField(None, label="Index child", widget=Radios, empty_label=None, required=False)
    programme_with = HintedPeopleField(
        None,
        label="Who works through the Family Programme?",
        help_text="Parents and carers who share what is written in it with each other. A programme of their own can be "
        "opened afterwards for whoever does not share.",
        required=False,
        widget=Checkboxes,
    )
    supervision_planned_for = DateTimeField(label="First group supervision planned for", required=False)

    def __init__(
        self,
        *args: Any,
        people: QuerySet[Person],
        children: QuerySet[Person],
        today: date,
        elsewhere: Sequence[InAnotherWorkbook] = (),
        deciders: QuerySet[User] | None = None,
        parents: Sequence[Person] = (),
        hints: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._ask_with_whom(parents, hints or {})
        self.add_questions_of(elsewhere)
        self.add_questions()
        self._set_deciders(deciders)
        self.fields["people"].queryset = people
        self.fields["index_child"].queryset = children
        if not self.initial.get("index_child"):
            self.fields["index_child"].help_text = CANNOT_BE_TOLD.format(practice.current().settings.index_child)
        for name in ("people", "index_child"):
            self.fields[name].label_from_instance = lambda person: _with_age(person, today)

    def _ask_with_whom(self, parents: Sequence[Person], hints: Mapping[int, str]) -> None:
        """Where no programme is open already; `hints` say why somebody is not chosen (A5.6)."""
        if not parents:
            del self.fields["programme_with"]
            return
        self.fields["programme_with"].queryset = Person.objects.filter(pk__in=[person.pk for person in parents])
        self.fields["programme_with"].hints = hints

    def _set_deciders(self, deciders: QuerySet[User] | None) -> None:
        """Who decides is whoever fills in the form; who opens for another says for whom, and opens only."""
        if deciders is None:
            del self.fields["decided_by"]
            return
        self.fields["decided_by"].queryset = deciders
        self.fields["decision"].label = "What was decided"
        self.fields["decision"].choices = DECISIONS[:1]

    def given(self, at: datetime) -> dict[str, Any]:
        return {**self.deciding(), **(self.opening() if self.opens else {})}

    @property
    def opens(self) -> bool:
        return self.cleaned_data["decision"] == OPEN

    def clean(self) -> dict[str, Any] | None:
        self.clean_questions()
        if self.cleaned_data.get("decision") == OPEN:
            self._require("people", "Choose who is part of the Workbook: at least one child and one adult.")
            self._require("index_child", "Choose the index child.")
            if "programme_with" in self.fields:
                self._require("programme_with", "Choose who works through the Family Programme.")
            self._require("supervision_planned_for", "Give the date and time of the first group supervision.")
            self.clean_choices(self.cleaned_data.get("people") or ())
        return super().clean()

    def _require(self, name: str, sentence: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def deciding(self) -> dict[str, Any]:
        """What either decision needs; only of a valid form."""
        fields = ("reason", "override_because", "first_discussed_on")
        return {"answers": self.given_answers(), **{name: self.cleaned_data[name] for name in fields}}

    def opening(self) -> dict[str, Any]:
        """What `open_workbook` needs besides; only of a valid form that opens one."""
        return {
            "decided_by": self.cleaned_data.get("decided_by"),
            "index_child": self.cleaned_data["index_child"],
            "people": list(self.cleaned_data["people"]),
            "supervision_planned_for": self.cleaned_data["supervision_planned_for"],
            "choices": self.choices(),
            "programme_with": list(self.cleaned_data.get("programme_with") or ()),
        }
