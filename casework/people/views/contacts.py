"""Adding, changing and protecting how to reach a person. Nothing typed here is kept unsaved or told to anybody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.forms.base import PageForm
from casework.people import contact_services as services
from casework.people import pages, reading
from casework.people.contacts import contact_shown_to, fingerprint_of
from casework.people.forms import ChangeContactForm, ContactForm, NewContactForm, ProtectForm, SureForm
from casework.people.services import as_it_stands


def add(request, family_id, person_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    today = timezone.localdate()
    form = _blank_form(request, family, today)
    if done(form, lambda: _add(request, family, person, form)):
        messages.success(request, f"How to reach {person} was added.")
        return redirect("person", family.pk, person.pk)
    heading = f"Add how to reach {person}"
    return pages.form_page(request, family, form, heading, "Add it", person, intro=pages.who_sees(family))


def _blank_form(request, family, today):
    """With what protects it, for those who may."""
    initial = {"from_date": today}
    if not family.access.can(Can.LEAD):
        return ContactForm(sent(request), initial=initial)
    users = reading.readers_for(family, today, besides=request.user)
    return NewContactForm(sent(request), initial=initial, users=users)


def _add(request, family, person, form):
    values = dict(form.cleaned_data)
    protection = {name: values.pop(name, None) for name in ("protect", "readers", "because")}
    if protection.pop("protect"):
        add_it, values = services.add_protected_contact, values | protection | {"at": timezone.now()}
    else:
        add_it = services.add_contact
    return add_it(family, person, by=request.user, **values)


def _opened(request, family, contact_id):
    """The row and what the user may see of it; refused where it is protected and they are not named."""
    contact, shown = contact_shown_to(request.user, family, contact_id)
    if not shown.readable:
        raise PermissionDenied(f"{shown.ask}.")
    return contact, shown


def change(request, family_id, contact_id):
    family = open_family(request, family_id, Can.RECORD)
    contact, shown = _opened(request, family, contact_id)
    names = ("value", "remark", "from_date", "until_date")
    initial = {name: getattr(shown, name) for name in names} | {"seen": fingerprint_of(contact)}
    form = ChangeContactForm(sent(request), initial=initial)
    if done(
        form,
        lambda: services.change_contact(contact, by=request.user, **form.cleaned_data),
        seen_now=lambda: fingerprint_of(as_it_stands(contact)),
    ):
        messages.success(request, f"{contact.person}’s {shown.label.lower()} was saved.")
        return redirect("person", family.pk, contact.person_id)
    return pages.contact_page(request, family, form, contact, shown)


def protect(request, family_id, contact_id):
    family = open_family(request, family_id, Can.RECORD)
    contact, shown = _opened(request, family, contact_id)
    if not (shown.protected or family.access.can(Can.LEAD)):
        raise PermissionDenied("The lead social worker or a manager protects it.")
    users = reading.readers_for(
        family, timezone.localdate(), besides=request.user, also=[user.pk for user in shown.readers]
    )
    initial = {"readers": shown.readers, "because": shown.because, "seen": fingerprint_of(contact)}
    form = ProtectForm(sent(request), initial=initial, users=users)
    if done(
        form,
        lambda: services.protect_contact(contact, by=request.user, at=timezone.now(), **form.cleaned_data),
        seen_now=lambda: fingerprint_of(as_it_stands(contact)),
    ):
        messages.success(request, f"{contact.person}’s {shown.label.lower()} is shown only to those named.")
        return redirect("person", family.pk, contact.person_id)
    return pages.protect_page(request, family, form, contact, shown)


def unprotect(request, family_id, contact_id):
    family = open_family(request, family_id, Can.LEAD)
    contact, shown = _opened(request, family, contact_id)
    form = SureForm(sent(request), initial={"seen": fingerprint_of(contact)})
    if done(
        form,
        lambda: services.unprotect_contact(contact, by=request.user, at=timezone.now(), **form.cleaned_data),
        seen_now=lambda: fingerprint_of(as_it_stands(contact)),
    ):
        messages.success(request, f"{contact.person}’s {shown.label.lower()} is not protected any more.")
        return redirect("person", family.pk, contact.person_id)
    return pages.unprotect_page(request, family, form, contact, shown)


def take_over(request, family_id, contact_id):
    family = open_family(request, family_id, Can.DECIDE)
    contact, shown = contact_shown_to(request.user, family, contact_id)
    if not shown.protected or services.still_reading(contact):
        raise PermissionDenied(f"{shown.ask}." if shown.protected else "It is not protected.")
    form = PageForm(sent(request))
    if done(form, lambda: services.take_over_contact(contact, by=request.user, at=timezone.now())):
        messages.success(request, "You are named now as the one who may read it.")
        return redirect("person", family.pk, contact.person_id)
    return pages.take_over_page(request, family, form, contact, shown)
