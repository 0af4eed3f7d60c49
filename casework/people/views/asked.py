"""All that is asked of a person, on one page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.people import asked as asking
from casework.people import pages, reading, services
from casework.people.forms import AskedForm


def asked(request, family_id, person_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    answers, today = asking.answers_of(person), timezone.localdate()
    workers = reading.workers_of(family, today, also=[row.to_ask_id for row in answers.values() if row.to_ask_id])
    details = {"answers": answers, "workers": workers, "today": today}
    form = AskedForm(sent(request), initial=asking.initial_of(answers, today), **details)
    if done(
        form,
        lambda: services.save_asked(family, person, by=request.user, at=timezone.now(), **form.given()),
        seen_now=lambda: asking.fingerprint_of(asking.answers_of(person)),
    ):
        messages.success(request, f"What was asked of {person} was saved.")
        return redirect("person", family.pk, person.pk)
    return pages.asked_page(request, family, form, person)
