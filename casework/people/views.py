"""The person's page, and the pages of their name and birth, other names and numbers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.people import presenters, queries, services
from casework.people.forms import ChangeNameForm, NameForm, NumbersForm, PutRightPersonForm
from casework.people.presenters import person_url


def put_right(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    member = get_object_or_404(family.members_now(), person_id=person_id)
    form = PutRightPersonForm(sent(request), initial=presenters.recorded_values(member))
    person = done(
        form,
        lambda: services.put_right_person(family, member, by=request.user, at=timezone.now(), **form.cleaned_data),
        seen_now=lambda: queries.fingerprint_of_member(member),
    )
    if person:
        messages.success(request, f"What is recorded of {person} was put right.")
        return redirect("people", family.pk)
    page = family_page(family, "people", **presenters.put_right_page(form, member))
    return render(request, "layouts/form_page.html", page, status=form.status)


def form_page(request, family, form, heading, submit_label, person=None, *, template="layouts/form_page.html", **more):
    context = {
        "heading": heading,
        "form": form,
        "submit_label": submit_label,
        "cancel_url": person_url(family, person),
        **more,
    }
    page = family_page(family, "people", **context)
    return render(request, template, page, status=form.status)


@require_safe
def person(request, family_id, person_id):
    family = open_family(request, family_id)
    member = queries.latest_membership(family, person_id)
    if member is None:
        raise Http404
    context = presenters.person_page(family, member, request.user, timezone.localdate())
    return render(request, "casework/people/person.html", family_page(family, "people", **context))


def numbers(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    names = ("nhs_number", "upn", "former_upn", "upn_unknown")
    initial = {name: getattr(person, name) for name in names} | {"seen": queries.fingerprint_of_numbers(person)}
    details = {"is_child": person.is_child, "today": timezone.localdate(), "kept": person.upn_unknown}
    form = NumbersForm(sent(request), initial=initial, **details)
    if done(        form, lambda: services.save_numbers(family, person, by=request.user, **form.cleaned_data),
        seen_now=lambda: queries.fingerprint_of_numbers(queries.as_saved(person)),
    ):  # fmt: skip
        messages.success(request, f"The numbers of {person} were saved.")
        return redirect("person", family.pk, person.pk)
    return form_page(request, family, form, f"Numbers of {person}", "Save the numbers", person)


def add_name(request, family_id, person_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    form = NameForm(sent(request), initial={"kind": "also"})
    if done(form, lambda: services.add_name(family, person, by=request.user, **form.cleaned_data)):
        messages.success(request, f"The name was added to {person}.")
        return redirect("person", family.pk, person.pk)
    return form_page(request, family, form, f"Another name of {person}", "Add the name", person)


def change_name(request, family_id, person_id, name_id):
    family = open_family(request, family_id, Can.RECORD)
    person = get_object_or_404(family.members_now(), person_id=person_id).person
    row = get_object_or_404(person.personname_set, pk=name_id)
    initial = {name: getattr(row, name) for name in ("name", "kind", "from_date", "until_date")}
    form = ChangeNameForm(sent(request), initial=initial | {"seen": queries.fingerprint_of_name(row)})
    if done(        form, lambda: services.change_name(family, row, by=request.user, **form.cleaned_data),
        seen_now=lambda: queries.fingerprint_of_name(queries.as_saved(row)),
    ):  # fmt: skip
        messages.success(request, "The name was put right.")
        return redirect("person", family.pk, person.pk)
    return form_page(request, family, form, f"Put right a name of {person}", "Save the name", person)
