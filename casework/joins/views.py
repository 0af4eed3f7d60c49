from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.joins import presenters, queries, services
from casework.joins.forms import BecauseForm, FindForm


def find(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form = FindForm(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context = {
        "heading": "Join with another family",
        "form": form,
        "asked": asked,
        "found": presenters.search_results(request.user, family, asked),
        "joins": presenters.current_joins(family),
    }
    return render(request, "casework/joins/find.html", family_page(family, "people", **context))


def join(request, family_id, other_id):
    family = open_family(request, family_id, Can.DECIDE)
    other = queries.joinable_family(request.user, family, other_id)
    if other is None:
        raise Http404
    form = BecauseForm(sent(request))
    if done(form, lambda: services.join(family, other, by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, f"The family {other} was joined to this one.")
        return redirect("people", family.pk)
    context = {
        "heading": f"Join the family {other} to this one",
        "warning": presenters.obstacles_sentence(family, other, timezone.localdate()),
        "consequences": presenters.consequences(family, other),
        "form": form,
        "submit_label": "Join the families",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/joins/join.html", family_page(family, "people", **context))


def undo(request, family_id, join_id):
    family = open_family(request, family_id, Can.DECIDE)
    joining = get_object_or_404(family.familyjoin_set.select_related("joined"), pk=join_id)
    form = BecauseForm(sent(request))
    if joining.undone:
        return redirect("people", family.pk)
    if done(form, lambda: services.undo(joining, by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, f"The family {joining.joined} stands for itself again.")
        return redirect("people", family.pk)
    context = {
        "heading": f"Take the family {joining.joined} apart again",
        "consequences": ["What came with it goes back to it. What was recorded since then stays with this family."],
        "form": form,
        "submit_label": "Take them apart",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/joins/join.html", family_page(family, "people", **context))
