"""Who may find a restricted family: for managers of the grade that restricts; everybody on the list reads the list."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, may_take, open_family
from casework.acts.views import done
from casework.family_page.presenters import family_page
from casework.refusal import Refusal
from casework.restrictions import queries, services
from casework.restrictions.forms import LiftForm, ReaderForm, RestrictForm


def _family_to_restrict(request, family_id):
    """The family, for those of the grade that restricts it."""
    family = open_family(request, family_id, Can.DECIDE)
    if not may_take(family.access, "restrict"):
        raise PermissionDenied("Restricting a family needs a higher grade.")
    return family


def restriction(request, family_id):
    family = open_family(request, family_id)
    today = timezone.localdate()
    context = {
        "heading": "Who may find this family",
        "restriction": queries.restriction_of(family, today),
        "readers": queries.readers_of(family, today),
        "may_restrict": may_take(family.access, "restrict"),
    }
    return render(request, "casework/restrictions/restriction.html", family_page(family, "people", **context))


def restrict(request, family_id):
    family = _family_to_restrict(request, family_id)
    today = timezone.localdate()
    users = queries.possible_readers(family, today).exclude(pk=request.user.pk)
    form = RestrictForm(
        request.POST or None, users=users, initial={"readers": queries.allocated_workers(family, today)}
    )
    if done(form, lambda: _act(request, form, partial(services.restrict, family))):
        messages.success(request, "The family is restricted. Only those on the list find it.")
        return redirect("restriction", family.pk)
    return _form_page(request, family, form, "Restrict the family", "Restrict the family")


def lift(request, family_id):
    family = _family_to_restrict(request, family_id)
    form = LiftForm(request.POST or None)
    if done(form, lambda: _act(request, form, partial(services.lift, family))):
        messages.success(request, "The restriction is lifted.")
        return redirect("restriction", family.pk)
    return _form_page(request, family, form, "Lift the restriction", "Lift the restriction")


def add_reader(request, family_id):
    family = _family_to_restrict(request, family_id)
    today = timezone.localdate()
    users = queries.possible_readers(family, today).exclude(pk__in=queries.readers_of(family, today).values("user"))
    form = ReaderForm(request.POST or None, users=users)
    if done(form, lambda: _act(request, form, partial(services.add_reader, family))):
        messages.success(request, f"{form.cleaned_data['user']} is on the list.")
        return redirect("restriction", family.pk)
    return _form_page(request, family, form, "Put somebody on the list", "Put on the list")


def remove_reader(request, family_id, reader_id):
    family = _family_to_restrict(request, family_id)
    reader = get_object_or_404(queries.readers_of(family, timezone.localdate()), pk=reader_id)
    if request.method == "POST":
        try:
            services.remove_reader(reader, by=request.user, at=timezone.now())
        except Refusal as refusal:
            url = reverse("restriction", args=[family.pk])
            context = {"heading": "Not done", "sentence": refusal.sentence, "url": url}
            return render(request, "409.html", context, status=409)
        messages.success(request, f"{reader.user} is not on the list any more.")
        return redirect("restriction", family.pk)
    page = family_page(family, "people", heading=f"Take {reader.user} off the list", reader=reader)
    return render(request, "casework/restrictions/remove.html", page)


def _act(request, form, act):
    given = {name: value for name, value in form.cleaned_data.items() if name != "form_key"}
    return act(**given, by=request.user, at=timezone.now())


def _form_page(request, family, form, heading, submit_label):
    page = family_page(
        family,
        "people",
        heading=heading,
        form=form,
        submit_label=submit_label,
        cancel_url=reverse("restriction", args=[family.pk]),
    )
    return render(request, "layouts/form_page.html", page)
