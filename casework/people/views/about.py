"""The person's page, and the pages of their other names and of their numbers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.people import pages, reading, services
from casework.people.forms import ChangeNameForm, NameForm, NumbersForm


@require_safe
def person(request, family_id, person_id):
    family = open_family(request, family_id)
    member = reading.membership_of(family, person_id)
    context = pages.about(family, member, request.user, timezone.localdate())
    return render(request, "casework/people/person.html", family_page(family, "people", **context))


def numbers(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    names = ("nhs_number", "upn", "former_upn", "upn_unknown")
    initial = {name: getattr(person, name) for name in names} | {"seen": services.fingerprint_of_numbers(person)}
    details = {"is_child": person.is_child, "today": timezone.localdate(), "kept": person.upn_unknown}
    form = NumbersForm(sent(request), initial=initial, **details)
    if done(        form, lambda: services.put_numbers(family, person, by=request.user, **form.cleaned_data),
        seen_now=lambda: services.fingerprint_of_numbers(services.as_it_stands(person)),
    ):  # fmt: skip
        messages.success(request, f"The numbers of {person} were saved.")
        return redirect("person", family.pk, person.pk)
    return pages.form_page(request, family, form, f"Numbers of {person}", "Save the numbers", person)


def add_name(request, family_id, person_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    form = NameForm(sent(request), initial={"kind": "also"})
    if done(form, lambda: services.add_name(family, person, by=request.user, **form.cleaned_data)):
        messages.success(request, f"The name was added to {person}.")
        return redirect("person", family.pk, person.pk)
    return pages.form_page(request, family, form, f"Another name of {person}", "Add the name", person)


def change_name(request, family_id, person_id, name_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    row = get_object_or_404(person.personname_set, pk=name_id)
    initial = {name: getattr(row, name) for name in ("name", "kind", "from_date", "until_date")}
    form = ChangeNameForm(sent(request), initial=initial | {"seen": services.fingerprint_of_name(row)})
    if done(        form, lambda: services.change_name(family, row, by=request.user, **form.cleaned_data),
        seen_now=lambda: services.fingerprint_of_name(services.as_it_stands(row)),
    ):  # fmt: skip
        messages.success(request, "The name was put right.")
        return redirect("person", family.pk, person.pk)
    return pages.form_page(request, family, form, f"Put right a name of {person}", "Save the name", person)
