from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.households import services
from casework.households.forms import MoveForm
from casework.people.queries import people_in


def move(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    people = people_in(family).filter(died=None)
    asked = {"people": request.GET.getlist("who"), "in_household": request.GET.get("to")}
    form = MoveForm(sent(request), initial=asked, people=people)
    if done(form, lambda: services.move(family, by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, "The move was recorded. It stands in the chronology.")
        return redirect("people", family.pk)
    context = {
        "heading": "Record a move",
        "intro": "Into the family's household, or out of it. Whoever moves out still belongs to the family.",
        "form": form,
        "submit_label": "Record the move",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/families/act.html", family_page(family, "people", **context))
