"""Adding, changing and protecting how to reach a person. Nothing typed here is kept unsaved or told to anybody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.forms.base import PageForm
from casework.people.contact_details import presenters, queries, services
from casework.people.contact_details.forms import (
    ChangeContactForm,
    ContactForm,
    NewContactForm,
    ProtectForm,
    UnprotectForm,
)
from casework.people.contact_details.presenters import contacts_for
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.queries import as_saved
from casework.people.views import form_page


def contact_or_404(user, family, pk):
    """The row itself, for a service, and what `user` may see of it; Http404 where the family has no such one."""
    row = get_object_or_404(family.contactdetail_set.defer("value", "remark", "protected_because"), pk=pk)
    return row, next(shown for shown in contacts_for(user, family) if shown.pk == row.pk)


def change_page(request, family, form, contact, shown):
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
    return _confirm_page(request, family, form, heading, "Stop protecting it", contact, consequences)


def take_over_page(request, family, form, contact, shown):
    named = " and ".join(str(reader) for reader in shown.readers)
    consequences = [
        f"{named} may not read this family’s record any more. You take their place.",
        "The history says that you did.",
    ]
    heading = f"Read {contact.person}’s protected {shown.label.lower()}"
    return _confirm_page(request, family, form, heading, "Name me as the reader", contact, consequences)


def _confirm_page(request, family, form, heading, submit, contact, consequences):
    template = "casework/people/sure.html"
    return form_page(
        request, family, form, heading, submit, contact.person, template=template, consequences=consequences
    )


def add(request, family_id, person_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    today = timezone.localdate()
    form = _blank_form(request, family, today)
    if done(form, lambda: _add(request, family, person, form)):
        messages.success(request, f"How to reach {person} was added.")
        return redirect("person", family.pk, person.pk)
    heading = f"Add how to reach {person}"
    return form_page(request, family, form, heading, "Add it", person, intro=presenters.who_will_read(family))


def _blank_form(request, family, today):
    """With what protects it, for those who may."""
    initial = {"from_date": today}
    if not family.access.can(Can.LEAD):
        return ContactForm(sent(request), initial=initial)
    users = queries.possible_readers(family, today, besides=request.user)
    return NewContactForm(sent(request), initial=initial, users=users)


def _add(request, family, person, form):
    values = dict(form.cleaned_data)
    protection = {name: values.pop(name, None) for name in ("protect", "readers", "because")}
    if protection.pop("protect"):
        add_it, values = services.add_protected_contact, values | protection | {"at": timezone.now()}
    else:
        add_it = services.add_contact
    return add_it(family, person, by=request.user, **values)


def _readable_contact(request, family, contact_id):
    """The row and what the user may see of it; refused where it is protected and they are not named."""
    contact, shown = contact_or_404(request.user, family, contact_id)
    if not shown.readable:
        raise PermissionDenied(f"{shown.ask}.")
    return contact, shown


def change(request, family_id, contact_id):
    family = open_family(request, family_id, Can.RECORD)
    contact, shown = _readable_contact(request, family, contact_id)
    names = ("value", "remark", "from_date", "until_date")
    initial = {name: getattr(shown, name) for name in names} | {"seen": fingerprint_of_contact(contact)}
    form = ChangeContactForm(sent(request), initial=initial)
    if done(
        form,
        lambda: services.change_contact(contact, by=request.user, **form.cleaned_data),
        seen_now=lambda: fingerprint_of_contact(as_saved(contact)),
    ):
        messages.success(request, f"{contact.person}’s {shown.label.lower()} was saved.")
        return redirect("person", family.pk, contact.person_id)
    return change_page(request, family, form, contact, shown)


def protect(request, family_id, contact_id):
    family = open_family(request, family_id, Can.RECORD)
    contact, shown = _readable_contact(request, family, contact_id)
    if not (shown.protected or family.access.can(Can.LEAD)):
        raise PermissionDenied("The lead social worker or a manager protects it.")
    users = queries.possible_readers(
        family, timezone.localdate(), besides=request.user, also=[user.pk for user in shown.readers]
    )
    initial = {"readers": shown.readers, "because": shown.because, "seen": fingerprint_of_contact(contact)}
    form = ProtectForm(sent(request), initial=initial, users=users)
    if done(
        form,
        lambda: services.protect_contact(contact, by=request.user, at=timezone.now(), **form.cleaned_data),
        seen_now=lambda: fingerprint_of_contact(as_saved(contact)),
    ):
        messages.success(request, f"{contact.person}’s {shown.label.lower()} is shown only to those named.")
        return redirect("person", family.pk, contact.person_id)
    return protect_page(request, family, form, contact, shown)


def unprotect(request, family_id, contact_id):
    family = open_family(request, family_id, Can.LEAD)
    contact, shown = _readable_contact(request, family, contact_id)
    form = UnprotectForm(sent(request), initial={"seen": fingerprint_of_contact(contact)})
    if done(
        form,
        lambda: services.unprotect_contact(contact, by=request.user, at=timezone.now(), **form.cleaned_data),
        seen_now=lambda: fingerprint_of_contact(as_saved(contact)),
    ):
        messages.success(request, f"{contact.person}’s {shown.label.lower()} is not protected any more.")
        return redirect("person", family.pk, contact.person_id)
    return unprotect_page(request, family, form, contact, shown)


def take_over(request, family_id, contact_id):
    family = open_family(request, family_id, Can.DECIDE)
    contact, shown = contact_or_404(request.user, family, contact_id)
    if not shown.protected or queries.readers_with_access(contact):
        raise PermissionDenied(f"{shown.ask}." if shown.protected else "It is not protected.")
    form = PageForm(sent(request))
    if done(form, lambda: services.take_over_contact(contact, by=request.user, at=timezone.now())):
        messages.success(request, "You are named now as the one who may read it.")
        return redirect("person", family.pk, contact.person_id)
    return take_over_page(request, family, form, contact, shown)
