"""Who may find a restricted family: for managers of the grade that restricts; everybody on the list reads the list."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest, may_take, open_family
from casework.access.models import RestrictionReader
from casework.acts.forms import ReasonForm
from casework.acts.views import FamilyActView
from casework.conflicts.queries import conflicts_of
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.grants.checks import kinds_to_give
from casework.grants.presenters import grant_lines, over_lines
from casework.naming.presenters import with_colleagues_apart
from casework.refusal import Refusal
from casework.restrictions import queries, services
from casework.restrictions.forms import ReaderForm, RestrictForm


def restriction(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    today = timezone.localdate()
    context = {
        "heading": "Who may find this family",
        "restriction": queries.restriction_of(family, today),
        "readers": with_colleagues_apart(queries.readers_of(family, today), today, "user"),
        "may_restrict": may_take(family.access, "restrict"),
        "grants": grant_lines(family, family.access, timezone.now()),
        "over": over_lines(family, timezone.now()),
        "may_grant": bool(kinds_to_give(family, family.access, today)),
        "conflicts": _conflicts(family, today),
    }
    return render(request, "casework/restrictions/restriction.html", family_page(family, "people", **context))


def _conflicts(family: Family, today: date) -> Any:
    """For those alone who may end them: what somebody has to do with a family is no colleague's business."""
    if not may_take(family.access, "restrict"):
        return None
    return with_colleagues_apart(conflicts_of(family, today), today, "user")


def _check_grade(family: Family) -> None:
    """Raise PermissionDenied for whoever has not the grade that restricts the family."""
    if not may_take(family.access, "restrict"):
        raise PermissionDenied("Restricting a family needs a higher grade.")


class RestrictionView(FamilyActView):
    right = Can.DECIDE
    section = "people"
    leads_to = "restriction"

    def find(self) -> None:
        _check_grade(self.family)
        self.today = timezone.localdate()


class Restrict(RestrictionView):
    form_class = RestrictForm
    service = staticmethod(services.restrict)
    heading = submit_label = "Restrict the family"
    success = "The family is restricted. Only those on the list find it."

    def details(self) -> dict[str, Any]:
        return {"users": queries.possible_readers(self.family, self.today).exclude(pk=self.request.user.pk)}

    def initial(self) -> dict[str, Any]:
        return {"readers": queries.allocated_workers(self.family, self.today)}


class Lift(RestrictionView):
    form_class = ReasonForm
    service = staticmethod(services.lift)
    heading = submit_label = "Lift the restriction"
    success = "The restriction is lifted."

    def details(self) -> dict[str, Any]:
        missing = "Say why the restriction is lifted."
        return {"label": "Why is the restriction lifted?", "rows": 2, "max_length": 300, "missing": missing}


class AddReader(RestrictionView):
    form_class = ReaderForm
    service = staticmethod(services.add_reader)
    heading = "Put somebody on the list"
    submit_label = "Put on the list"

    def details(self) -> dict[str, Any]:
        listed = queries.readers_of(self.family, self.today).values("user")
        return {"users": queries.possible_readers(self.family, self.today).exclude(pk__in=listed)}

    def message(self, reader: RestrictionReader) -> str:
        return f"{reader.user} is on the list."


def remove_reader(request: SignedInRequest, family_id: int, reader_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.DECIDE)
    _check_grade(family)
    reader = get_object_or_404(queries.readers_of(family, timezone.localdate()), pk=reader_id)
    if request.method == "POST":
        return _remove(request, family, reader)
    page = family_page(family, "people", heading=f"Take {reader.user} off the list", reader=reader)
    return render(request, "casework/restrictions/remove.html", page)


def _remove(request: SignedInRequest, family: Family, reader: RestrictionReader) -> HttpResponse:
    try:
        services.remove_reader(reader, by=request.user, at=timezone.now())
    except Refusal as refusal:
        url = reverse("restriction", args=[family.pk])
        context = {"heading": "Not done", "sentence": refusal.sentence, "url": url}
        return render(request, "409.html", context, status=409)
    messages.success(request, f"{reader.user} is not on the list any more.")
    return redirect("restriction", family.pk)
