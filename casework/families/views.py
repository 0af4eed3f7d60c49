"""The list of families, and adding one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from casework.access import SignedInRequest, families_for, holdings_of
from casework.acts.paging import page_by_key
from casework.acts.views import ActView
from casework.families import presenters, queries, services
from casework.families.forms import FamilyForm, FilterForm
from casework.families.models import Family
from casework.people.models import Person
from casework.users.queries import teams_managed_by
from casework.users.roles import GRADES


def families(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"q": "", "whose": ""}
    found = queries.filtered(families_for(request.user), user=request.user, today=today, **chosen)
    place = {name: request.GET[name] for name in ("after", "before") if name in request.GET}
    order = queries.OPEN_FIRST if chosen["q"] else queries.BY_NAME
    page = page_by_key(queries.with_list_columns(found), order, chosen | place)
    context = {
        "heading": "Families",
        "form": form,
        "rows": presenters.family_items(page.rows, today),
        "filtered": any(chosen.values()),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "may_add": bool(holdings_of(request.user, today).teams(GRADES)),
    }
    return render(request, "casework/families/families.html", context)


class AddFamily(ActView):
    recorded_once = True
    form_class = FamilyForm
    service = staticmethod(services.add_family)
    heading = "Add a family"
    submit_label = "Add the family"

    def find(self) -> None:
        self.teams = teams_managed_by(self.request.user, timezone.localdate())
        if not self.teams:
            raise PermissionDenied("Only a manager adds a family, to a team of their own. Ask your team manager.")

    def details(self) -> dict[str, Any]:
        return {"teams": self.teams}

    def subjects(self) -> tuple[Any, ...]:
        return ()

    def message(self, family: Family) -> str:
        return f"The family {family} was added. Now add its people."

    def next_url(self, family: Family) -> str:
        return reverse("people", args=[family.pk])

    def cancel_url(self) -> str:
        return reverse("families")


def child_or_404(family: Family, child_id: int) -> Person:
    """The child of this family, now or formerly; Http404 for anybody else."""
    members = family.familymember_set.children().select_related("person")
    return get_object_or_404(members.order_by("person_id").distinct("person_id"), person=child_id).person
