from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.families.page import family_page
from casework.refusal import Refusal
from casework.relationships import services
from casework.relationships.forms import EndForm


def end(request, family_id, relationship_id):
    family = open_family(request, family_id, Can.LEAD)
    told = (
        family.relationship_set.filter(recorded_wrongly=False) if request.method != "POST" else family.relationship_set
    )
    relationship = get_object_or_404(told.select_related("family", "person", "other"), pk=relationship_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _end(request, relationship, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"‘{relationship.sentence}’ stands no more.")
            return redirect("people", family.pk)
    context = {
        "heading": f"{relationship.sentence}: end it, or put it right",
        "form": form,
        "submit_label": "Record it",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/families/act.html", family_page(family, "people", **context))


def _end(request, relationship, form):
    typed = {"because": form.cleaned_data["because"], "by": request.user, "at": timezone.now()}
    if form.was_wrong:
        return services.withdraw(relationship, **typed)
    return services.end(relationship, ended_on=form.cleaned_data["ended_on"], **typed)
