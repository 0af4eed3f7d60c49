"""The Family Programme of a family: open it, read it, print it, say with whom it is shared, end it."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import ReasonForm, WritingForm
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.people.models import Person
from workbook.programmes import forms, presenters, queries, services
from workbook.programmes.children.queries import first_of
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.presenters import SECTION
from workbook.programmes.sharing.presenters import hints_of
from workbook.programmes.sharing.queries import parents_in, presumed
from workbook.programmes.states import ProgrammeState


def programme_of(family: Family, programme_id: int) -> FamilyProgramme:
    """The programme of this family; Http404 for another's."""
    programme = get_object_or_404(queries.programmes_of(family), pk=programme_id)
    programme.family = family
    return programme


@require_safe
def programmes(request: SignedInRequest, family_id: int) -> HttpResponse:
    """The programme itself where one is open and no other is asked for; otherwise all of them."""
    family = open_family(request, family_id)
    found = list(queries.programmes_of(family))
    running = [programme for programme in found if programme.state == ProgrammeState.OPEN]
    if len(running) == 1 and "all" not in request.GET:
        return redirect("programme", family.pk, running[0].pk)
    context = {
        "heading": "Family Programme",
        "rows": [presenters.programme_row(programme) for programme in found],
        "may_open": family.access.can(Can.LEAD),
        "running": running,
    }
    return render(request, "workbook/programmes/list.html", family_page(family, SECTION, **context))


@require_safe
def programme(request: SignedInRequest, family_id: int, programme_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = programme_of(family, programme_id)
    context = {"heading": f"Family Programme {found.number}", **presenters.overview(found)}
    return render(request, "workbook/programmes/programme.html", family_page(family, SECTION, **context))


@require_safe
def paper(request: SignedInRequest, family_id: int, programme_id: int) -> HttpResponse:
    """The whole programme to print: what it says now, and nothing of what is kept apart in another."""
    family = open_family(request, family_id)
    found = programme_of(family, programme_id)
    context = {"heading": f"Family Programme {found.number}", "drawn_too": request.GET.get("without") != "drawn"}
    return render(request, "workbook/programmes/paper.html", context | presenters.paper_context(found))


class OpenProgramme(FamilyActView):
    """The first programme; or a second one, kept apart from the one that is open (A5.6)."""

    right = Can.LEAD
    service = staticmethod(services.open_programme)
    section = SECTION
    leads_to = "programmes"
    heading = "Open a Family Programme"
    submit_label = "Open the programme"

    def find(self) -> None:
        self.parents = parents_in(self.family)

    @cached_property
    def others(self) -> list[FamilyProgramme]:
        return list(queries.open_programmes(self.family))

    @property
    def form_class(self) -> type[WritingForm]:
        return forms.OpenApartForm if self.others else forms.OpenForm

    @cached_property
    def children(self) -> list[Person]:
        return queries.children_to_choose(self.family)

    def initial(self) -> dict[str, Any]:
        """Nobody is chosen already whose part is not beyond doubt."""
        if self.others:
            return {}
        return {
            "parents": [person.pk for person in presumed(self.family, self.request.user)],
            "children": [child.pk for child in self.children],
        }

    def details(self) -> dict[str, Any]:
        asked = {"people": self.parents, "hints": hints_of(self.family, self.request.user), "children": self.children}
        return asked | ({"in_the_first": queries.children_of(first_of(self.others))} if self.others else {})

    def message(self, result: FamilyProgramme) -> str:
        return f"Family Programme {result.number} is open."

    def next_url(self, result: FamilyProgramme) -> str:
        return reverse("programme", args=[self.family.pk, result.pk])


class ProgrammeView(FamilyActView):
    """An act on a programme, which leads back to its page."""

    section = SECTION
    row: FamilyProgramme

    def find(self, programme_id: int) -> None:
        self.row = programme_of(self.family, programme_id)

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("programme", args=[self.family.pk, self.row.pk])


class ChangeParents(ProgrammeView):
    right = Can.LEAD
    form_class = forms.ParentsForm
    service = staticmethod(services.set_parents)
    heading = "Who works through the programme"
    submit_label = "Save who works through it"
    success = "Saved. The programme is shared with those whom you chose."

    def saw(self) -> str:
        return queries.parents_fingerprint(self.row)

    def initial(self) -> dict[str, Any]:
        return {"parents": [person.pk for person in queries.parents_of(self.row)]}

    def details(self) -> dict[str, Any]:
        return {"people": parents_in(self.family), "hints": hints_of(self.family, self.request.user)}


class EndProgramme(ProgrammeView):
    right = Can.DECIDE
    form_class = ReasonForm
    service = staticmethod(services.end)
    submit_label = "End it"
    consequences = (
        "Nothing in it changes any more; it stays readable.",
        "What is shared of the children goes on in another programme that is open, if there is one.",
        "What was due in it falls away.",
    )

    @property
    def heading(self) -> str:
        return f"End Family Programme {self.row.number}"

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if self.row.state == ProgrammeState.ENDED else None

    def details(self) -> dict[str, Any]:
        return {"label": "Why does it end?"}

    def message(self, result: FamilyProgramme) -> str:
        return f"Family Programme {result.number} has ended."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}
