from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.families.forms import PersonForm
from casework.families.page import family_page
from casework.refusal import Refusal
from workbook.members import people as reading
from workbook.members import services


def people(request, family_id):
    family = open_family(request, family_id)
    members = reading.members_of(family, timezone.localdate())
    referrals = reading.referrals_of(family)
    latest = referrals[0][0] if referrals else None
    steps = list(reading.steps(family, [member.person for member, _ in members], latest))
    waiting = [step for step in steps if not step.done]
    context = {
        "heading": "People",
        "children": [pair for pair in members if pair[0].person.is_child],
        "adults": [pair for pair in members if not pair[0].person.is_child],
        "relationships": reading.relationships_of(family),
        "allocations": reading.allocations_of(family),
        "referrals": referrals,
        "steps": steps if waiting else [],
        "next_step": next((step for step in waiting if step.url), None),
        "may_lead": family.standing.can(Can.LEAD),
        "may_decide": family.standing.can(Can.DECIDE),
    }
    return render(request, "workbook/members/people.html", family_page(family, "people", **context))


def add(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.add_person(family, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{person} was added to the family.")
            return redirect("people", family.pk)
    context = {
        "heading": "Add a person",
        "form": form,
        "submit_label": "Add the person",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "layouts/form_page.html", family_page(family, "people", **context))
