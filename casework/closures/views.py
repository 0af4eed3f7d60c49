"""Closing a child's case: each child's state, the record, and each step but the last (workbook/closures)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import ConfirmForm, VersionedReasonForm
from casework.acts.views import FamilyActView
from casework.closures import forms, presenters, queries, services
from casework.closures.models import Closure
from casework.closures.queries import last_seen, running_closure
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.families.models import Family
from casework.families.views import child_or_404
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.frozen.presenters import finished_record
from casework.passages.presenters import PassageText


def get_closure(family: Family, pk: int) -> Closure:
    """The closing `pk` of this family; Http404 where it has none such."""
    rows = family.closure_set.select_related(
        "involvement__child", "involvement__referral", "involvement__family", "asked_by", "agreed_by"
    )
    closure = get_object_or_404(rows, pk=pk)
    # The one that access returned, which knows what this user may do.
    closure.family = family
    return closure


def require_may_agree(family: Family) -> None:
    """Raise PermissionDenied for those who may not agree to a closing."""
    if not queries.may_agree(family):
        raise PermissionDenied("Agreeing to a closing, or sending it back, needs a higher grade.")


def step_not_possible(request: SignedInRequest, family: Family, closure: Closure) -> HttpResponse:
    """The page that says that this step cannot be taken any more."""
    sentence = f"This closing is now ‘{closure.get_state_display()}’, so this step cannot be taken."
    url = reverse("closure", args=[family.pk, closure.pk])
    context = {"sentence": sentence, "url": url, "link": "See how the closing stands"}
    return render(request, "409.html", context, status=409)


def closures(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = {"heading": "Closing", "closings": presenters.child_closings(family)}
    return render(request, "casework/closures/closures.html", family_page(family, "people", **context))


def read(request: SignedInRequest, family_id: int, closure_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    closure = get_closure(family, closure_id)
    heading = f"Closing the case for {closure.involvement.child}"
    finished = finished_record("closure", closure, request.user, family.access)
    context = presenters.closure_context(family, closure, heading=heading, as_at=timezone.now(), finished=finished)
    return render(request, "casework/closures/read.html", context)


class WriteClosure(FamilyActView):
    """Writes the record of a child's closing; the page of one that is not begun opens blank."""

    template_name = "casework/closures/write.html"
    right = Can.LEAD
    section = "people"
    leads_to = "closures"
    form_class = forms.ClosureForm
    service = staticmethod(services.save)
    success = "Saved. Ask the manager to agree when all is there."

    @property
    def heading(self) -> str:
        return f"Close the case for {self.child}"

    def find(self, child_id: int) -> None:
        self.child = child_or_404(self.family, child_id)

    def closed(self) -> None:
        """Raise Http404 where the child's case is not open."""
        get_object_or_404(self.family.involvement_set, child=self.child, closed_on=None)

    def running(self) -> Closure | None:
        return running_closure(self.family, self.child)

    def written_in(self) -> Closure | None:
        return self.running()

    def saw(self) -> int:
        return queries.version_of(self.running())

    def initial(self) -> dict[str, Any]:
        closure = self.running()
        return queries.field_values(closure) if closure else {"last_seen_on": last_seen(self.family, self.child)}

    def details(self) -> dict[str, Any]:
        closure = self.running()
        return {
            "child": self.child,
            "today": timezone.localdate(),
            "sections": practice.current().closure_sections,
            "passages": list(closure.passages.all()) if closure else [],
        }

    def subjects(self) -> tuple[Any, ...]:
        return (self.family, self.child)

    def next_url(self, result: Closure) -> str:
        return reverse("closure", args=[self.family.pk, result.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        closure = self.running()
        facts = presenters.fact_rows(closure) if form.conflict and closure else []
        return {"child": self.child, "closure": closure, "facts": facts}

    def saved_now(self) -> list[PassageText]:
        closure = self.running()
        return presenters.passages_of(closure) if closure else []


class ClosureStep(FamilyActView):
    """One step of a closing, to the state `to_state`; the page shows what is written of it."""

    section = "people"
    to_state: ClosureState
    consequences: tuple[str, ...] = ()

    def find(self, closure_id: int) -> None:
        self.row = get_closure(self.family, closure_id)

    def closed(self) -> HttpResponse | None:
        if CLOSURE_STATES.may(self.row.state, self.to_state):
            return None
        return step_not_possible(self.request, self.family, self.row)

    def next_url(self, result: Closure) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("closure", args=[self.family.pk, self.row.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "page": presenters.closure_page(self.row, timezone.localdate()),
            "may": presenters.buttons_of(self.family, self.row),
            "consequences": self.consequences,
        }


class AskForAgreement(ClosureStep):
    template_name = "casework/closures/ask.html"
    right = Can.LEAD
    form_class = ConfirmForm
    service = staticmethod(services.ask)
    to_state = ClosureState.ASKED
    submit_label = "Ask the manager to agree"
    success = "The manager has been asked to agree."
    consequences = (
        "The manager is told, reads the record, and agrees with comments or sends it back.",
        "Until then nothing is written in it.",
    )

    def decided_on(self) -> list[str]:
        return [reverse("closure-write", args=[self.family.pk, self.row.involvement.child_id])]

    @property
    def heading(self) -> str:
        return f"Ask the manager: closing the case for {self.row.involvement.child}"


class SendBack(ClosureStep):
    right = Can.READ
    form_class = VersionedReasonForm
    service = staticmethod(services.send_back)
    to_state = ClosureState.DRAFT
    submit_label = "Send it back"
    success = "Sent back. The one who asked has been told."
    consequences = ("The one who asked is told, and can write in it again.",)

    @property
    def heading(self) -> str:
        return f"Send back: closing the case for {self.row.involvement.child}"

    def find(self, closure_id: int) -> None:
        require_may_agree(self.family)
        super().find(closure_id)

    def details(self) -> dict[str, Any]:
        return {"label": "What needs to change first"}


class DropClosing(ClosureStep):
    right = Can.LEAD
    form_class = VersionedReasonForm
    service = staticmethod(services.drop)
    to_state = ClosureState.DROPPED
    submit_label = "Drop the closing"
    consequences = ("The case goes on. What was written stays in the record, and a new closing begins without it.",)

    @property
    def heading(self) -> str:
        return f"Drop the closing: the case for {self.row.involvement.child} goes on"

    def details(self) -> dict[str, Any]:
        return {"label": "Why the case goes on"}

    def message(self, result: Closure) -> str:
        return f"The case for {self.row.involvement.child} goes on."

    def next_url(self, result: Closure) -> str:
        return reverse("closures", args=[self.family.pk])
