from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.people.queries import people_in
from casework.relationships import presenters, services
from casework.relationships.forms import EndRelationshipForm, RelationshipForm


def add(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    changing = presenters.lock_context(family)
    form = RelationshipForm(sent(request), people=people_in(family), overriding=changing["overriding"])
    relate = partial(services.relate_to_all, family, by=request.user, at=timezone.now())
    if added := done(form, lambda: relate(**form.cleaned_data)):
        messages.success(request, f"Added: {'; '.join(relationship.sentence for relationship in added)}.")
        return redirect("people", family.pk)
    context = {
        "heading": "Add a relationship",
        "intro": presenters.how_to_add(family),
        "submit_label": "Add the relationship",
    }
    return _page(request, family, form, changing, **context)


def end(request, family_id, relationship_id):
    family = open_family(request, family_id, Can.LEAD)
    relationship = _relationship_or_404(request, family, relationship_id)
    changing = presenters.lock_context(family)
    form = EndRelationshipForm(sent(request), overriding=changing["overriding"])
    if done(form, lambda: _end(request, relationship, form)):
        messages.success(request, f"‘{relationship.sentence}’ stands no more.")
        return redirect("people", family.pk)
    heading = f"{relationship.sentence}: end it, or put it right"
    return _page(request, family, form, changing, heading=heading, submit_label="Record it")


def _page(request, family, form, changing, **context):
    """Without the form where it is locked for this reader; what they had typed before it was locked stays with them."""
    locked_out = changing["lock"] and not changing["overriding"] and request.method != "POST"
    template = "locked" if locked_out else "act"
    context |= changing | {"form": form, "cancel_url": reverse("people", args=[family.pk])}
    return render(request, f"casework/relationships/{template}.html", family_page(family, "people", **context))


def _relationship_or_404(request, family, pk):
    """What never was is not shown again; sending the page that said so once more is harmless."""
    told = family.relationship_set.select_related("family", "person", "other")
    return get_object_or_404(told if request.method == "POST" else told.filter(recorded_wrongly=False), pk=pk)


def _end(request, relationship, form):
    typed = {"because": form.cleaned_data["because"], "override_because": form.override()}
    typed |= {"by": request.user, "at": timezone.now()}
    if form.was_wrong:
        return services.withdraw(relationship, **typed)
    return services.end(relationship, ended_on=form.cleaned_data["ended_on"], **typed)
