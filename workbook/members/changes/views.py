"""The pages on which somebody leaves the family, comes back to it, or comes into its Workbook."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.households import services as households
from casework.households.forms import ComeBackForm, LeaveForm
from workbook.members import services
from workbook.members.changes import presenters
from workbook.members.changes.forms import IntoWorkbookForm
from workbook.one_workbook.presenters import in_another_workbook


def leave(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    form = LeaveForm(sent(request))
    if _done(request, form, lambda typed: services.leave(family, person, **typed)):
        messages.success(request, f"{person} does not belong to the family any more. The record of {person} stays.")
        return redirect("people", family.pk)
    context = {
        "heading": f"{person} leaves the family",
        "consequences": [
            "The record stays, and stays about this family. Who only lives elsewhere now has moved: record a move.",
            f"If a Workbook is open, {person}'s part in it ends on that day.",
        ],
        "submit_label": "Record it",
    }
    return _act(request, family, form, context)


def come_back(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    form = ComeBackForm(sent(request))
    if _done(request, form, lambda typed: households.come_back(family, person, **typed)):
        messages.success(request, f"{person} belongs to the family again.")
        return redirect("person-changes", family.pk, person.pk)
    context = {"heading": f"{person} comes back to the family", "submit_label": "Record it"}
    return _act(request, family, form, context)


def into_workbook(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    found = in_another_workbook(family, [person], request.user, timezone.localdate())
    form = IntoWorkbookForm(sent(request), person=person, elsewhere=found)
    if _done(request, form, lambda typed: services.come_into_workbook(family, person, **form.decided(typed))):
        messages.success(request, f"It is recorded in which Workbook {person} is.")
        return redirect("people", family.pk)
    context = {
        "heading": f"{person} in the Workbook",
        "intro": f"{person} will be part of what runs in this family's Workbook, from today.",
        "submit_label": "Record it",
    }
    return _act(request, family, form, context, "workbook/members/into_workbook.html")


def _done(request, form, act):
    """What `act` gave, called with what was typed; None where nothing was sent, or it was refused."""
    return done(form, lambda: act({**form.cleaned_data, "by": request.user, "at": timezone.now()}))


def _act(request, family, form, context, template="casework/families/act.html"):
    context |= {"form": form, "cancel_url": reverse("people", args=[family.pk])}
    return render(request, template, family_page(family, "people", **context))


@require_safe
def changes(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    context = presenters.changes_page(family, person)
    return render(request, "workbook/members/changes.html", family_page(family, "people", **context))
