"""The support and assessment planner: agree it with the parents, add to it, put it right, print it for them (A5.17)."""

from collections.abc import Iterator
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import practice
from casework.access import Can, SignedInRequest, open_family
from casework.actions.forms import PREFIX as ACTIONS
from casework.actions.forms import SAVED_AS, action_rows, saved_rows
from casework.acts.presenters import of_the_row
from casework.acts.sending import Again
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.forms.rows import has_rows, new_rows
from casework.notes.checks import kinds_for
from workbook.planners import forms, presenters, queries, services
from workbook.planners.models import SupportPlanner
from workbook.planners.presenters import planner_url
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.presenters import SECTION
from workbook.programmes.queries import parents_of
from workbook.programmes.states import ProgrammeState
from workbook.programmes.views import programme_of

READ, WITH_ROWS = "workbook/planners/planner.html", "workbook/planners/write.html"
FACTS = ("agreed_on", "agreed_with", "why_involved")


def planner_of(family: Family, programme_id: int, planner_id: int) -> SupportPlanner:
    """The planner of a programme of this family; Http404 for another's."""
    programme = programme_of(family, programme_id)
    planner = get_object_or_404(programme.planners, pk=planner_id)
    planner.family, planner.programme = family, programme
    return planner


def latest_of(family: Family, programme_id: int, planner_id: int) -> SupportPlanner:
    """As `planner_of`; Http404 for one after which another was agreed."""
    planner = planner_of(family, programme_id, planner_id)
    if planner != planner.programme.planners.first():
        raise Http404
    return planner


@require_safe
def current(request: SignedInRequest, family_id: int, programme_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    programme = programme_of(family, programme_id)
    planner = programme.planners.first()
    if planner:
        planner.family, planner.programme = family, programme
    context = presenters.planner_context(programme, planner, timezone.now())
    return render(request, READ, family_page(family, SECTION, **context))


@require_safe
def planner(request: SignedInRequest, family_id: int, programme_id: int, planner_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = planner_of(family, programme_id, planner_id)
    context = presenters.planner_context(found.programme, found, timezone.now())
    return render(request, READ, family_page(family, SECTION, **context))


@require_safe
def paper(request: SignedInRequest, family_id: int, programme_id: int, planner_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = planner_of(family, programme_id, planner_id)
    return render(request, "workbook/planners/paper.html", presenters.paper_context(found, timezone.now()))


def typed_rows(words: dict[str, list[str]]) -> bool:
    return has_rows(words, forms.PREFIX, "purpose") or has_rows(words, ACTIONS, "what")


class PlannerView(FamilyActView):
    """An act on a planner of a programme that is open."""

    section = SECTION
    programme: FamilyProgramme
    latest: SupportPlanner | None  # the planner as it is saved now, None where there is none yet

    def closed(self) -> HttpResponse | None:
        return None if self.programme.state == ProgrammeState.OPEN else redirect(self.cancel_url())

    def next_url(self, result: SupportPlanner) -> str:
        return planner_url(result)

    def cancel_url(self) -> str:
        return planner_url(self.row)

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.form_context(self.programme, self.latest, timezone.now())


class PlannerRowsView(PlannerView):
    """With rows of visits and of actions, into which unsaved text is restored too."""

    template_name = WITH_ROWS

    def form(self) -> forms.WithRows:
        form, family, today = cast("forms.WithRows", super().form()), self.family, timezone.localdate()
        workers = forms.workers_of(family, today)
        # A visit is what one mostly plans here.
        kinds = dict(sorted(kinds_for(family.access).items(), key=lambda kind: not kind[1].visit))
        usual_worker = str(self.request.user.pk) if self.request.user in workers else ""
        kept = form.restored.fields if form.restored else None
        form.visits = forms.visit_rows(
            self.request.POST or None, kept=kept, kinds=kinds, workers=workers, modules=practice.current().modules,
            usual={"kind": next(iter(kinds)), "worker": usual_worker},
        )  # fmt: skip
        form.actions = action_rows(
            self.request.POST or None, owners=forms.owners_for(self.programme, today), kept=kept,
            children=family.children_now(),
        )  # fmt: skip
        return form

    def context(self, form: forms.WithRows) -> dict[str, Any]:
        return {**super().context(form), "formsets": form.formsets}

    def rest_of(self, planner: SupportPlanner, words: dict[str, list[str]]) -> dict[str, list[str]]:
        """The new words without the rows that stand in `planner` already."""
        visits = forms.saved_rows(visit.note for visit in queries.visits_of(planner))
        actions = saved_rows(line.action for line in queries.actions_of(planner))
        return new_rows(new_rows(words, forms.PREFIX, forms.SAVED_AS, visits), ACTIONS, SAVED_AS, actions)

    def rows_added(self, planner: SupportPlanner, rest: dict[str, list[str]]) -> Again:
        page = reverse("planner-add", args=[self.family.pk, self.programme.pk, planner.pk])
        return Again(page, rest, "Add the new rows to the planner")


class AgreePlanner(PlannerRowsView):
    """Prefilled with why, as the last planner says it; `version` is the number of that planner."""

    recorded_once = True

    right = Can.LEAD
    form_class = forms.AgreeForm
    service = staticmethod(services.agree)
    heading = "Agree a planner with the parents"
    submit_label = "Agree the planner"

    def find(self, programme_id: int) -> None:
        self.programme = programme_of(self.family, programme_id)
        self.latest = self.programme.planners.first()

    def subjects(self) -> tuple[Any, ...]:
        return (self.programme,)

    def saw(self) -> int:
        return self.latest.number if self.latest else 0

    def initial(self) -> dict[str, Any]:
        return {
            "agreed_on": timezone.localdate(),
            "agreed_with": [person.pk for person in parents_of(self.programme)],
            "why_involved": self.latest.why_involved if self.latest else "",
        }

    def details(self) -> dict[str, Any]:
        return {"parents": parents_of(self.programme)}

    def further(self, subject: SupportPlanner | None, words: dict[str, list[str]]) -> Again | None:
        """New rows are added to the planner that was agreed, where nothing else is new."""
        if subject is None or any(sent != saved for sent, saved in self.facts_of(subject, words)):
            return None
        rest = self.rest_of(subject, words)
        return self.rows_added(subject, rest) if typed_rows(rest) else None

    def facts_of(self, planner: SupportPlanner, words: dict[str, list[str]]) -> Iterator[tuple[Any, Any]]:
        """What was sent of each fact, and what is saved of it."""
        saved = of_the_row(self.opened_form(), planner)
        return ((words.get(name), saved[name]) for name in FACTS)

    def message(self, result: SupportPlanner) -> str:
        return f"Planner {result.number} is agreed. Its visits stand planned, each with who comes."

    def cancel_url(self) -> str:
        return reverse("planner", args=[self.family.pk, self.programme.pk])


class AddToPlanner(PlannerRowsView):
    form_class = forms.WithRows
    service = staticmethod(services.add)
    submit_label = "Add to the planner"
    success = "Added. The visits stand planned, each with who comes."
    recorded_once = True

    def further(self, subject: SupportPlanner | None, words: dict[str, list[str]]) -> Again | None:
        """Only the rows that were not added yet."""
        rest = self.rest_of(self.row, words)
        return self.rows_added(self.row, rest) if typed_rows(rest) else None

    @property
    def heading(self) -> str:
        return f"Add to planner {self.row.number}"

    def find(self, programme_id: int, planner_id: int) -> None:
        self.row = self.latest = latest_of(self.family, programme_id, planner_id)
        self.programme = self.row.programme


class PutPlannerRight(PlannerView):
    """With whom it was agreed may stay somebody with whom the programme is not shared any more."""

    right = Can.LEAD
    form_class = forms.FactsForm
    service = staticmethod(services.put_right)
    submit_label = "Save the planner"
    success = "The planner was corrected. The history keeps what it said before."

    @property
    def heading(self) -> str:
        return f"Put planner {self.row.number} right"

    def find(self, programme_id: int, planner_id: int) -> None:
        self.row = self.latest = latest_of(self.family, programme_id, planner_id)
        self.programme = self.row.programme

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in FACTS}

    def details(self) -> dict[str, Any]:
        return {"parents": queries.people_of(self.row)}
