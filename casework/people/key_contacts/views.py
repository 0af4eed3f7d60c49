"""The professionals around the family's children."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.people.key_contacts import queries, services
from casework.people.key_contacts.forms import ChangeKeyContactForm, KeyContactForm
from casework.people.presenters import person_url
from casework.people.queries import as_saved, latest_membership
from casework.people.views import form_page


def add(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    asked_for = request.GET.get("about", "")
    member = latest_membership(family, int(asked_for)) if asked_for.isdecimal() else None
    if asked_for.isdecimal() and member is None:
        raise Http404
    person = member and member.person
    initial = {"about": [person] if person else [], "from_date": timezone.localdate()}
    form = KeyContactForm(sent(request), initial=initial, people=family.people_ever())
    if done(form, lambda: services.add_key_contact(family, by=request.user, **form.cleaned_data)):
        messages.success(request, "The key contact was added.")
        return redirect(person_url(family, person))
    return form_page(request, family, form, "Add a key contact", "Add the key contact", person)


def change(request, family_id, key_contact_id):
    family = open_family(request, family_id, Can.RECORD)
    row = get_object_or_404(family.keycontact_set, pk=key_contact_id)
    names = ("profession", "name", "organisation", "telephone", "email", "about", "from_date", "until_date")
    initial = {name: getattr(row, name) for name in names} | {"seen": queries.fingerprint_of_key_contact(row)}
    form = ChangeKeyContactForm(sent(request), initial=initial, people=family.people_ever())
    if done(
        form,
        lambda: services.change_key_contact(row, by=request.user, **form.cleaned_data),
        seen_now=lambda: queries.fingerprint_of_key_contact(as_saved(row)),
    ):
        messages.success(request, "The key contact was saved.")
        return redirect(person_url(family))
    return form_page(request, family, form, "Change a key contact", "Save the key contact")
