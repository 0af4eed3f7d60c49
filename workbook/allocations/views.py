"""Who works with the family: allocating, changing the lead, ending a worker's part."""

from datetime import date
from functools import cached_property
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.actions.forms import action_rows
from casework.actions.presenters import meeting_owner_options
from casework.actions.queries import workers_with
from casework.acts.forms import WritingForm
from casework.acts.views import FamilyActView
from casework.allocations.forms import LeadForm
from casework.allocations.leads.forms import LeadSupportForm
from casework.allocations.leads.queries import (
    LeadAsked,
    asked_of_lead,
    co_worker_of,
    fingerprint_of_leads,
    fingerprint_of_support,
    is_qualified,
    overseers_for,
)
from casework.allocations.leads.services import change_support
from casework.allocations.models import Allocation
from casework.allocations.presenters import OpenWork, open_work_of
from casework.allocations.queries import family_lead, leads_on, role_holders, who_may_be_allocated
from casework.forms.base import PageForm
from casework.words import say_date
from workbook.allocations import presenters, services
from workbook.allocations.forms import AllocateForm, EndPartForm
from workbook.allocations.open_summaries.queries import open_summaries
from workbook.allocations.queries import colleagues_of, nobody, others_with


@require_safe
def allocations(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = presenters.allocations_page(family, timezone.localdate())
    return render(request, "workbook/allocations/allocations.html", context)


class AllocationView(FamilyActView):
    right = Can.DECIDE
    section = "people"
    leads_to = "allocations"


class AllocateWorker(AllocationView):
    """With rows of actions, into which unsaved text is restored too."""

    template_name = "workbook/allocations/add.html"
    form_class = AllocateForm
    service = staticmethod(services.allocate)
    heading = "Allocate a worker"

    def details(self) -> dict[str, Any]:
        # Of somebody who was allocated meanwhile the service says so.
        offered = role_holders if self.request.method == "POST" else who_may_be_allocated
        today = timezone.localdate()
        led = family_lead(self.family, today) is not None
        asked = asked_of_lead(self.family, self.request.user, today)
        return {"memberships": offered(self.family, self.request.user, today), "led": led, "asked": asked}

    def form(self) -> AllocateForm:
        form = cast("AllocateForm", super().form())
        people, today = self.family.people_now(), timezone.localdate()
        workers = {*workers_with(self.family, today)}
        workers |= {membership.user for membership in role_holders(self.family, self.request.user, today)}
        form.rows = action_rows(
            self.request.POST or None,
            owners=meeting_owner_options(sorted(workers, key=str), people),
            children=self.family.children_now(),
            kept=form.restored.fields if form.restored else None,
        )
        return form

    def message(self, result: Allocation) -> str:
        return f"{result.worker} was allocated as {result.get_role_display().lower()}."

    def context(self, form: AllocateForm) -> dict[str, Any]:
        return {**presenters.adding_context(self.family), "formset": form.rows}


class ChangeLead(AllocationView):
    form_class = LeadForm
    heading = "Change who leads"
    submit_label = "Change who leads"
    consequences = (
        "The clocks of the case summaries and the group supervision go to the new lead on that day.",
        "Who led until then stays allocated. End their part if it is over.",
        "Somebody who is not allocated yet is allocated from that day.",
    )

    def saw(self) -> str:
        return fingerprint_of_leads(self.family, timezone.localdate())

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def details(self) -> dict[str, Any]:
        """Offered are those whose role may lead now: those allocated, and those who may be."""
        today = timezone.localdate()
        asked = asked_of_lead(self.family, self.request.user, today)
        holders = role_holders(self.family, self.request.user, today).filter(role__in=asked.may_lead)
        lead = family_lead(self.family, today)
        return {"memberships": holders.exclude(user=lead.worker) if lead else holders, "asked": asked}

    def act(self, form: LeadForm) -> Allocation:
        chosen = form.cleaned_data["worker"]
        return services.change_lead(
            self.family, chosen.user, role=chosen.role, from_date=form.cleaned_data["from_date"],
            agency=form.cleaned_data.get("agency", ""), terms=form.terms(),
            fingerprint=form.cleaned_data["fingerprint"], by=self.request.user, at=timezone.now(),
        )  # fmt: skip

    def message(self, result: Allocation) -> str:
        since = cast("date", result.lead_from)
        return f"{result.worker} leads the work from {say_date(since)}."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.say_who_leads(self.family, timezone.localdate()), "consequences": self.consequences}


class ChangeSupport(AllocationView):
    """Who oversees the lead, and who is the co-worker where the practice has one."""

    form_class = LeadSupportForm
    service = staticmethod(change_support)
    heading = "Oversight and co-worker"
    submit_label = "Save"

    def find(self) -> None:
        self.row = family_lead(self.family)

    def closed(self) -> HttpResponse | None:
        return None if self.row else redirect(self.cancel_url())

    def saw(self) -> str:
        return fingerprint_of_support(self.row, timezone.localdate()) if self.row else ""

    def details(self) -> dict[str, Any]:
        by, today = self.request.user, timezone.localdate()
        asked = asked_of_lead(self.family, by, today)
        return {"asked": LeadAsked(overseers=overseers_for(self.family, by, today), co_workers=asked.co_workers)}

    def initial(self) -> dict[str, Any]:
        co_worker = co_worker_of(self.family, timezone.localdate())
        return {"overseer": self.row.overseer_id, "co_worker": co_worker.worker_id if co_worker else None}

    def message(self, result: Allocation) -> str:
        return "Who oversees the work and who is the co-worker was saved."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.say_who_leads(self.family, timezone.localdate())}


class EndPart(AllocationView):
    template_name = "workbook/allocations/end.html"
    form_class = EndPartForm
    service = staticmethod(services.end)

    def find(self, allocation_id: int) -> None:
        self.row = get_object_or_404(self.family.allocation_set.select_related("worker"), pk=allocation_id)

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if self.row.until_date else None

    @cached_property
    def open_work(self) -> OpenWork:
        return open_work_of(self.row)

    @property
    def heading(self) -> str:
        return f"End {self.row.worker}'s part"

    submit_label = heading

    def initial(self) -> dict[str, Any]:
        return {"last_day": timezone.localdate(), "overseer": self.row.overseer_id}

    def details(self) -> dict[str, Any]:
        allocation, family, today = self.row, self.row.family, timezone.localdate()
        takers = role_holders(family, self.request.user, today).filter(role=allocation.role)
        is_open = bool(self.open_work.actions or self.open_work.visits)
        return {
            "takers": takers.exclude(user=allocation.worker),
            "others": others_with(allocation, today) if is_open else nobody(),
            "planned": self.open_work.visits,
            "summaries": list(open_summaries(allocation)),
            "colleagues": colleagues_of(allocation, today),
            "today": today,
            "asked": self._asked(),
        }

    def _asked(self) -> LeadAsked:
        """What is asked of a lead, of whoever takes over from one."""
        today = timezone.localdate()
        asked = asked_of_lead(self.row.family, self.request.user, today)
        hands_on = leads_on(self.row, today) and self.row.role in asked.may_lead and not is_qualified(self.row.role)
        return asked._replace(co_workers=None, agency=False) if hands_on else LeadAsked()

    def message(self, result: Allocation) -> str:
        return presenters.end_message(result)

    def context(self, form: EndPartForm) -> dict[str, Any]:
        page = presenters.end_context(self.row, timezone.localdate())
        return {**page, "open_work": self.open_work, "summaries": form.summaries}


class TakeBackEnd(AllocationView):
    form_class = WritingForm
    service = staticmethod(services.take_back_end)
    recorded_once = True
    consequences = (
        "The part goes on as before, with the lead where it had it.",
        "What was called off or left with the end stays so. Who was to take over stays allocated, without the lead.",
        "Whoever was named to lead on the page ‘Change who leads’ stays named.",
    )

    def find(self, allocation_id: int) -> None:
        self.row = get_object_or_404(self.family.allocation_set.select_related("worker"), pk=allocation_id)

    def closed(self) -> HttpResponse | None:
        return None if presenters.may_take_back(self.row, timezone.localdate()) else redirect(self.cancel_url())

    @property
    def heading(self) -> str:
        return f"{self.row.worker}'s part goes on"

    submit_label = "Take back the end"

    def message(self, result: Allocation) -> str:
        return f"{result.worker}'s part goes on."

    def context(self, form: PageForm) -> dict[str, Any]:
        ends = f"It ends on {say_date(self.row.until_date)}." if self.row.until_date else ""
        return {"intro": ends, "consequences": self.consequences}
