"""All that is asked of a person, on one page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.people.asked_items import presenters, queries, services
from casework.people.asked_items.forms import AskedForm
from casework.people.presenters import asked_facts
from casework.people.views import form_page


def asked_page(request, family, form, person):
    template = "casework/people/asked.html"
    stands = asked_facts(person) if form.conflict else []
    heading = f"What was asked of {person}"
    return form_page(request, family, form, heading, "Save the answers", person, template=template, saved_now=stands)


def asked(request, family_id, person_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    answers, today, now = queries.answers_of(person), timezone.localdate(), timezone.now()
    workers = queries.workers_to_ask(family, today, also=[row.to_ask_id for row in answers.values() if row.to_ask_id])
    details = {"answers": answers, "workers": workers, "today": today}
    form = AskedForm(sent(request), initial=presenters.form_initial(answers, today), **details)
    if done(
        form,
        lambda: services.save_answers(family, person, by=request.user, at=now, **form.given(now)),
        seen_now=lambda: queries.fingerprint_of_answers(queries.answers_of(person)),
    ):
        messages.success(request, f"What was asked of {person} was saved.")
        return redirect("person", family.pk, person.pk)
    return asked_page(request, family, form, person)
