"""The contexts of the pages about a person."""

from django.shortcuts import render
from django.urls import reverse

from casework.access import Can
from casework.family_page.presenters import family_page
from casework.people import reading
from casework.people.contact_services import still_reading
from casework.people.contacts import contacts_shown_to

ALL_SEE = "All who may read the family’s record see it."
OR_PROTECT = "Protect it below if only some may."
LEAVE_IT = "If it must be protected, do not type it here: ask the lead social worker or a manager to add it."


def about(family, member, user, today):
    """All that the person's page shows to `user`; who has left the family, or died, is still read about."""
    person, access = member.person, family.access
    here = member.until_date is None
    contacts = contacts_shown_to(user, family, person=person)
    return {
        "heading": person.name,
        "caption": reading.place_of(member),
        "member": member,
        **reading.twins_of(family, person),
        "person": person,
        "core": list(reading.core_lines(member, today)),
        "names": reading.names_of(person),
        "asked": reading.asked_lines(person),
        "missing": ", ".join(reading.essentials_missing(family, person)),
        "numbers": list(reading.number_lines(person)),
        "contacts": [contact for contact in contacts if not _is_former(contact, today)],
        "former_contacts": [contact for contact in contacts if _is_former(contact, today)],
        "key_contacts": reading.key_contacts_of(family, today, person=person),
        "former_key_contacts": reading.former_key_contacts_of(family, today, person=person),
        "relationships": reading.relationships_of(family, person),
        "may_record": access.can(Can.RECORD),
        "may_add": access.can(Can.RECORD) and here,
        "may_lead": access.can(Can.LEAD) and here,
        "may_protect": access.can(Can.LEAD),
        "may_take_over": access.can(Can.DECIDE) and _unread(family, contacts),
    }


def _is_former(contact, today):
    return contact.until_date is not None and contact.until_date < today


def _unread(family, contacts):
    """The protected ones that nobody who is named may read any more."""
    hidden = [contact.pk for contact in contacts if not contact.readable]
    return [row.pk for row in family.contactdetail_set.filter(pk__in=hidden) if not still_reading(row)]


def back(family, person=None):
    return reverse("person", args=[family.pk, person.pk]) if person else reverse("people", args=[family.pk])


def form_page(request, family, form, heading, submit_label, person=None, *, template="layouts/form_page.html", **more):
    context = {
        "heading": heading,
        "form": form,
        "submit_label": submit_label,
        "cancel_url": back(family, person),
        **more,
    }
    page = family_page(family, "people", **context)
    return render(request, template, page, status=form.status)


def who_sees(family):
    return f"{ALL_SEE} {OR_PROTECT if family.access.can(Can.LEAD) else LEAVE_IT}"


def asked_page(request, family, form, person):
    template = "casework/people/asked.html"
    stands = reading.asked_lines(person) if form.conflict else []
    heading = f"What was asked of {person}"
    return form_page(request, family, form, heading, "Save the answers", person, template=template, saved_now=stands)


def contact_page(request, family, form, contact, shown):
    """Nothing of a protected one comes onto paper, the page of its form included."""
    heading = f"Change {contact.person}’s {shown.label.lower()}"
    template = "casework/people/contact_form.html"
    submit, person = "Save it", contact.person
    return form_page(request, family, form, heading, submit, person, template=template, protected=shown.protected)


def protect_page(request, family, form, contact, shown):
    label = shown.label.lower()
    heading = f"Who may read {contact.person}’s {label}" if shown.protected else f"Protect {contact.person}’s {label}"
    intro = (
        "It is shown to those named, on this person’s page, and nowhere else: not in packs, mails, prints, lists, "
        "search or the history. Everybody else reads whom to ask."
    )
    submit = "Save who may read it" if shown.protected else "Protect it"
    more = {"intro": intro, "template": "casework/people/contact_form.html", "protected": shown.protected}
    return form_page(request, family, form, heading, submit, contact.person, **more)


def unprotect_page(request, family, form, contact, shown):
    consequences = [
        "All who may read the family’s record will see it, now and for as long as it is recorded.",
        "The list of those named ends.",
        "What it said while it was protected stays out of the history.",
    ]
    heading = f"Stop protecting {contact.person}’s {shown.label.lower()}"
    return _sure(request, family, form, heading, "Stop protecting it", contact, consequences)


def take_over_page(request, family, form, contact, shown):
    named = " and ".join(str(reader) for reader in shown.readers)
    consequences = [
        f"{named} may not read this family’s record any more. You take their place.",
        "The history says that you did.",
    ]
    heading = f"Read {contact.person}’s protected {shown.label.lower()}"
    return _sure(request, family, form, heading, "Name me as the reader", contact, consequences)


def _sure(request, family, form, heading, submit, contact, consequences):
    template = "casework/people/sure.html"
    return form_page(
        request, family, form, heading, submit, contact.person, template=template, consequences=consequences
    )
