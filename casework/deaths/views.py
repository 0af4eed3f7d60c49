from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.deaths import services
from casework.deaths.forms import DeathForm, PutRightDeathForm
from casework.deaths.presenters import consequences
from casework.family_page.presenters import family_page
from casework.words import say_date


def record(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    if request.method != "POST" and person.died:
        return redirect("person-death-put-right", family.pk, person.pk)
    form = DeathForm(sent(request))
    if recorded := done(form, partial(_on, request, form, services.record_death, family, person)):
        messages.success(request, f"It was recorded that {recorded} died on {say_date(recorded.died)}.")
        return redirect("people", family.pk)
    context = {
        "heading": f"Record that {person} has died",
        "consequences": consequences(family, person),
        "form": form,
        "submit_label": "Record the death",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/families/act.html", family_page(family, "people", **context), status=form.status)


def put_right(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    form = PutRightDeathForm(sent(request), initial={"died": person.died})
    if corrected := done(form, partial(_on, request, form, services.put_right_death, family, person)):
        messages.success(request, f"What is recorded of {corrected}'s death was put right.")
        return redirect("people", family.pk)
    context = {
        "heading": f"Put right the death of {person}",
        "intro": "What stood before stays in the history, with your name."
        if person.died
        else f"No death of {person} is recorded.",
        "form": form,
        "submit_label": "Put it right",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/families/act.html", family_page(family, "people", **context), status=form.status)


def _on(request, form, service, family, person):
    return service(family, person, died=form.cleaned_data["died"], by=request.user, at=timezone.now())
