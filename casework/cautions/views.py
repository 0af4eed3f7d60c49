from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.cautions import forms, reading, services
from casework.family_page.presenters import family_page

ENDING = [
    "The warning is gone from the head of each page and from the packs that are made from now on.",
    "It stays in the list of ended warnings, with the reason and your name.",
]


@require_safe
def cautions(request, family_id):
    family = open_family(request, family_id)
    today = timezone.localdate()
    context = {
        "heading": "Warnings",
        "holding": [(caution, reading.overdue(caution, today)) for caution in reading.current(family)],
        "ended": reading.ended(family),
        "may_record": family.access.can(Can.RECORD),
        "may_end": family.access.can(Can.LEAD),
    }
    return render(request, "casework/cautions/cautions.html", family_page(family, "people", **context))


def add(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    form = opened(request, forms.CautionForm, blank_key(request), initial={"from_date": timezone.localdate()})
    if carried_out(request, form, partial(services.add, family)):
        messages.success(request, "The warning now stands at the head of each page of this family.")
        return redirect("cautions", family.pk)
    context = {"heading": "Add a warning", "submit_label": "Add the warning"}
    return _form_page(request, family, form, context)


def review(request, family_id, caution_id):
    family = open_family(request, family_id, Can.RECORD)
    caution = get_object_or_404(family.caution_set, pk=caution_id)
    initial = {"detail": caution.detail, "source": caution.source, "version": caution.version}
    form = opened(request, forms.ReviewForm, key_of("review", caution), initial=initial)
    if carried_out(request, form, partial(services.review, caution), row=caution):
        messages.success(request, "The warning was looked at again.")
        return redirect("cautions", family.pk)
    context = {"heading": f"Look at the warning again: {caution.get_kind_display()}", "submit_label": "It still stands"}
    return _form_page(request, family, form, context | {"stands": reading.as_it_stands(caution)})


def end(request, family_id, caution_id):
    family = open_family(request, family_id, Can.LEAD)
    caution = get_object_or_404(family.caution_set, pk=caution_id)
    initial = {"ended_on": timezone.localdate(), "version": caution.version}
    form = opened(request, forms.EndForm, key_of("end", caution), initial=initial)
    if carried_out(request, form, partial(services.end, caution), row=caution):
        messages.success(request, "The warning has ended.")
        return redirect("cautions", family.pk)
    context = {"heading": f"End the warning: {caution.get_kind_display()}", "submit_label": "End the warning"}
    context |= {"intro": caution.detail, "consequences": ENDING, "dangerous": True}
    return _form_page(request, family, form, context)


def _form_page(request, family, form, context):
    page = writing_page(family, "people", form, cancel_url=reverse("cautions", args=[family.pk]), **context)
    return render(request, "casework/unsaved/form_page.html", page, status=form.status)
