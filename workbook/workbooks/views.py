"""The family's Workbook, one of its episodes, and the decision to open one or not."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView, call
from casework.families.models import FamilyRole
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.frozen.presenters import finished_record
from casework.people.models import Person
from casework.people.queries import people_in
from casework.words import say_when
from workbook.one_workbook.presenters import InAnotherWorkbook, in_another_workbook
from workbook.programmes.queries import open_programmes
from workbook.programmes.sharing.presenters import hints_of
from workbook.programmes.sharing.queries import parents_in, presumed
from workbook.workbooks import checks, presenters, queries, services
from workbook.workbooks.forms import OPEN, DecisionForm, IndexChildForm
from workbook.workbooks.models import Workbook, WorkbookDecision
from workbook.workbooks.states import WorkbookState


@require_safe
def workbook(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    versions = presenters.versions_of(family)
    latest = versions[0] if versions else None
    closed = latest.workbook if latest and latest.closing_url else None
    context = {
        "heading": "Workbook",
        "page": presenters.version_context(latest, family.access, request.user) if latest else None,
        "earlier": versions[1:],
        "refused": queries.decisions_of(family, opened=False),
        "pending": presenters.pending_context(family, latest),
        "finished": finished_record("workbook", closed, request.user, family.access) if closed else None,
    }
    return render(request, "workbook/workbooks/workbook.html", family_page(family, "workbook", **context))


@require_safe
def episode(request: SignedInRequest, family_id: int, episode_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = get_object_or_404(family.workbookepisode_set.select_related("workbook", "closed_by"), pk=episode_id)
    found.family = family
    context = presenters.episode_page(found)
    return render(request, "workbook/workbooks/episode.html", family_page(family, "workbook", **context))


class DecideOnWorkbook(FamilyActView):
    """Who may not decide, but may open what a manager decided, is asked whose decision it is."""

    right = Can.READ
    template_name = "workbook/workbooks/decide.html"
    form_class = DecisionForm
    section = "workbook"
    leads_to = "workbook"

    def find(self, referral_id: int) -> None:
        if not queries.may_record_decision(self.family.access):
            raise PermissionDenied("The decision on a Workbook needs another grade. Ask the family's team manager.")
        self.row = get_object_or_404(self.family.referral_set, pk=referral_id)

    def closed(self) -> HttpResponse | None:
        if sentence := checks.why_not_decided_on(self.row):
            context = {"sentence": sentence, "url": self.cancel_url(), "link": "Go to the Workbook"}
            return render(self.request, "409.html", context, status=409)
        return None

    @cached_property
    def for_manager(self) -> bool:
        return queries.may_open_for_manager(self.family.access)

    @cached_property
    def people(self) -> QuerySet[Person]:
        return people_in(self.family)

    @cached_property
    def children(self) -> QuerySet[Person]:
        return people_in(self.family, FamilyRole.CHILD)

    @cached_property
    def elsewhere(self) -> list[InAnotherWorkbook]:
        return in_another_workbook(self.family, list(self.people), self.request.user, timezone.localdate())

    @property
    def heading(self) -> str:
        return "Open the Workbook that a manager decided on" if self.for_manager else "Decide on a Workbook"

    @property
    def submit_label(self) -> str:
        return "Open the Workbook" if self.for_manager else "Record the decision"

    def initial(self) -> dict[str, Any]:
        prefilled = presenters.decision_initial(self.elsewhere, self.people, self.children, timezone.now())
        with_whom = [person.pk for person in presumed(self.family, self.request.user)]
        return prefilled | {"decision": OPEN if self.for_manager else "", "programme_with": with_whom}

    def details(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "people": self.people,
            "children": self.children,
            "today": today,
            "elsewhere": self.elsewhere,
            "parents": () if open_programmes(self.family).exists() else parents_in(self.family),
            "hints": hints_of(self.family, self.request.user),
            "deciders": queries.deciders_of(self.family, today) if self.for_manager else None,
        }

    def act(self, form: DecisionForm) -> Workbook | WorkbookDecision:
        service = services.open_workbook if form.opens else services.decide_not_to_open
        return call(service, self.row, form=form, by=self.request.user)

    def message(self, result: Workbook | WorkbookDecision) -> str:
        if isinstance(result, WorkbookDecision):
            return "The decision not to open a Workbook was recorded."
        planned = say_when(result.episodes.get().supervision_planned_for)
        return f"The Workbook is open, each allocated worker has a summary, and supervision is planned for {planned}."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"referral": self.row, "pending": presenters.pending_decision(self.row)}


class ReplaceIndexChild(FamilyActView):
    """For those who decide on a Workbook."""

    right = Can.READ
    form_class = IndexChildForm
    service = staticmethod(services.replace_index_child)
    section = leads_to = "workbook"
    heading = "Replace the index child"
    submit_label = "Replace the index child"

    def find(self) -> None:
        if not queries.may_decide(self.family.access):
            raise PermissionDenied("The decision on a Workbook needs another grade. Ask the family's team manager.")
        self.row = get_object_or_404(self.family.workbook_set.select_related("index_child"), state=WorkbookState.OPEN)

    def saw(self) -> str:
        return queries.fingerprint_of_index_child(self.row)

    def details(self) -> dict[str, Any]:
        return {"children": queries.children_in(self.row), "today": timezone.localdate()}

    def message(self, result: Workbook) -> str:
        return f"{result.index_child} is the index child now."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": f"Now it is {self.row.index_child}. Earlier versions of the Workbook keep theirs."}
