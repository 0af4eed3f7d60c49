from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.families.page import family_page
from casework.forms.acting import done, sent
from casework.relationships import services
from casework.relationships.forms import EndForm


def end(request, family_id, relationship_id):
    family = open_family(request, family_id, Can.LEAD)
    relationship = _told(request, family, relationship_id)
    form = EndForm(sent(request))
    if done(form, lambda: _end(request, relationship, form)):
        messages.success(request, f"‘{relationship.sentence}’ stands no more.")
        return redirect("people", family.pk)
    context = {
        "heading": f"{relationship.sentence}: end it, or put it right",
        "form": form,
        "submit_label": "Record it",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/families/act.html", family_page(family, "people", **context))


def _told(request, family, pk):
    """What never was is not shown again; sending the page that said so once more is harmless."""
    told = family.relationship_set.select_related("family", "person", "other")
    return get_object_or_404(told if request.method == "POST" else told.filter(recorded_wrongly=False), pk=pk)


def _end(request, relationship, form):
    typed = {"because": form.cleaned_data["because"], "by": request.user, "at": timezone.now()}
    if form.was_wrong:
        return services.withdraw(relationship, **typed)
    return services.end(relationship, ended_on=form.cleaned_data["ended_on"], **typed)
