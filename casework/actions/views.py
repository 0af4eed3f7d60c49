"""The family's agreed actions: the list, adding one, and saying what came of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest, open_family
from casework.actions import forms, presenters, queries, services
from casework.actions.models import AgreedAction
from casework.acts.paging import page_by_key
from casework.acts.views import FamilyActView
from casework.families.models import Family, FamilyRole
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote
from casework.people.queries import people_in
from casework.sent import id_in
from casework.words import london_date, say_date


def actions(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    today = timezone.localdate()
    done = page_by_key(queries.done_actions(family), queries.LATEST_FIRST, request.GET)
    still_open = list(queries.open_actions(family))
    with_colleagues_apart([*still_open, *done.rows], today, "owner_user")
    context = {
        "heading": "Agreed actions",
        "still_open": still_open,
        "done": done.rows,
        "previous_url": done.previous_url,
        "next_url": done.next_url,
        "today": today,
        "may_record": family.access.can(Can.RECORD),
    }
    return render(request, "casework/actions/actions.html", family_page(family, "family", **context))


def note_asked_for(family: Family, typed: str | None) -> CaseNote | None:
    """The note in which the action was agreed, None where no note is named; Http404 where it is not the family's."""
    if not typed:
        return None
    return get_object_or_404(family.casenote_set.filter(withdrawal=None), pk=id_in(typed))


class AddAction(FamilyActView):
    """With `?note=…` the action was agreed in that note, and the page leads back to it."""

    section = "family"
    form_class = forms.ActionForm
    heading = "Add an action"
    submit_label = "Add the action"
    success = "The action was added."

    def find(self) -> None:
        self.note = note_asked_for(self.family, self.request.GET.get("note"))
        self.today = timezone.localdate()

    def details(self) -> dict[str, Any]:
        children = people_in(self.family, FamilyRole.CHILD)
        return {"owners": presenters.owner_options(self.family, self.today), "children": children}

    def act(self, form: PageForm) -> AgreedAction:
        agreed_on = london_date(self.note.at) if self.note and self.note.took_place_at else self.today
        action = form.given(timezone.now())
        return services.agree_once(self.family, by=self.request.user, agreed_on=agreed_on, note=self.note, **action)

    def next_url(self, result: AgreedAction) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        if self.note:
            return reverse("note", args=[self.family.pk, self.note.pk])
        return reverse("actions", args=[self.family.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": f"Agreed in the note of {say_date(self.note.at)}." if self.note else ""}


class ReportAction(FamilyActView):
    section = "family"
    leads_to = "actions"
    template_name = "casework/actions/report.html"
    form_class = forms.ReportForm
    service = staticmethod(services.report)
    heading = "Report the result of an action"
    submit_label = "Record the result"
    success = "The result was recorded."

    def find(self, action_id: int) -> None:
        self.row = get_object_or_404(self.family.agreedaction_set.not_withdrawn(), pk=action_id)

    def initial(self) -> dict[str, Any]:
        return {"done_on": timezone.localdate()}

    def details(self) -> dict[str, Any]:
        return {"today": timezone.localdate()}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"action": self.row}
