"""The family's agreed actions: the list, adding one, and saying what came of one."""

from typing import Any

from django.http import Http404, HttpResponse
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
from casework.in_error.checks import check_not_in_error, one_standing
from casework.in_error.forms import InErrorForm
from casework.in_error.queries import in_error
from casework.naming.presenters import with_colleagues_apart
from casework.notes.models import CaseNote
from casework.people.queries import people_in
from casework.sent import id_in
from casework.subjects import type_of
from casework.words import london_date, say_date


def actions(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    today = timezone.localdate()
    done = page_by_key(queries.done_actions(family), queries.LATEST_FIRST, request.GET)
    still_open = list(queries.open_actions(family))
    with_colleagues_apart([*still_open, *done.rows], today, "owner_user")
    context = {
        "heading": "Agreed actions",
        "to_do": [action for action in still_open if not action.with_family],
        "agreed": [action for action in still_open if action.with_family],
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
    note_id = id_in(typed)
    if note_id is None:
        raise Http404
    return one_standing(family.casenote_set.not_withdrawn(), note_id, family)


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


def standing_action(family: Family, action_id: int) -> AgreedAction:
    """The action of this family; RecordedInError for one that was recorded in error."""
    check_not_in_error(type_of(AgreedAction), action_id, family)
    return get_object_or_404(family.agreedaction_set.in_full(), pk=action_id)


def taken_back(request: SignedInRequest, action: AgreedAction) -> HttpResponse | None:
    """The page that says so, where it was taken back since what it belonged to ended."""
    if not action.withdrawn_because:
        return None
    context = {"sentence": "This action was taken back.", "url": reverse("actions", args=[action.family_id])}
    return render(request, "409.html", context, status=409)


class ActionInError(FamilyActView):
    section = "family"
    form_class = InErrorForm
    service = staticmethod(services.record_in_error)
    heading = "This action was recorded in error"
    submit_label = "Record that it is an error"
    success = "It is recorded that this action was an error, and those whom it concerns were told."

    def find(self, action_id: int) -> None:
        self.row = standing_action(self.family, action_id)

    def closed(self) -> HttpResponse | None:
        return taken_back(self.request, self.row)

    def next_url(self, result: AgreedAction) -> str:
        found = in_error(result)
        return reverse("in-error", args=[self.family.pk, found.pk]) if found else self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("actions", args=[self.family.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": f"{self.row.what} – {self.row.owner}, by {say_date(self.row.due_on)}", "dangerous": True}


class OfAction(FamilyActView):
    """An act on one action that is still open."""

    section = "family"
    leads_to = "actions"
    template_name = "casework/actions/report.html"

    def find(self, action_id: int) -> None:
        self.row = standing_action(self.family, action_id)

    def closed(self) -> HttpResponse | None:
        return taken_back(self.request, self.row)

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"action": self.row}


class ReportAction(OfAction):
    form_class = forms.ReportForm
    service = staticmethod(services.report)
    submit_label = "Record the result"
    success = "The result was recorded."

    @property
    def heading(self) -> str:
        return "How did it go?" if self.row.with_family else "What came of the action"

    def initial(self) -> dict[str, Any]:
        return {"done_on": timezone.localdate()}

    def details(self) -> dict[str, Any]:
        return {"today": timezone.localdate()}

    def context(self, form: PageForm) -> dict[str, Any]:
        others = not self.row.done_on and not self.row.withdrawn_because
        return super().context(form) | {"ways": others}


class NoteProgress(OfAction):
    form_class = forms.ProgressForm
    service = staticmethod(services.note_progress)
    heading = "Note what was done so far"
    submit_label = "Save what was done"
    success = "It is noted. The action stays open."

    def initial(self) -> dict[str, Any]:
        return {"progress": self.row.progress}


class HandOver(OfAction):
    form_class = forms.HandOverForm
    service = staticmethod(services.hand_over)
    heading = "Hand the action over"
    submit_label = "Hand it over"
    success = "It was handed over, and everyone concerned was told."

    def details(self) -> dict[str, Any]:
        return {"workers": queries.workers_with(self.family, timezone.localdate()).order_by("name", "pk")}
