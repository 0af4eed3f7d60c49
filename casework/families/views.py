from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, families_for, open_family
from casework.acts.views import done, sent
from casework.families import listing, reading, services
from casework.families.forms import FamilyForm, FilterForm, PutRightForm
from casework.family_page.presenters import family_page


def families(request):
    today = timezone.localdate()
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"q": "", "whose": ""}
    found = listing.narrowed(families_for(request.user), user=request.user, today=today, **chosen)
    sheet = listing.sheet(found, _number(request.GET.get("page")), today=today)
    context = {
        "heading": "Families",
        "form": form,
        "rows": sheet.rows,
        "narrowed": any(chosen.values()),
        "previous_url": _page_url(chosen, sheet.previous),
        "next_url": _page_url(chosen, sheet.following),
        "may_add": services.teams_managed_by(request.user, today).exists(),
    }
    return render(request, "casework/families/families.html", context)


def _number(typed):
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _page_url(chosen, number):
    return f"?{urlencode({**chosen, 'page': number})}" if number else ""


def add(request):
    teams = services.teams_managed_by(request.user, timezone.localdate())
    if not teams:
        raise PermissionDenied("Only a manager adds a family, to a team of their own. Ask your team manager.")
    form = FamilyForm(sent(request), teams=teams)
    if family := done(form, lambda: services.add_family(by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, f"The family {family} was added. Now add its people.")
        return redirect("people", family.pk)
    context = {
        "heading": "Add a family",
        "form": form,
        "submit_label": "Add the family",
        "cancel_url": reverse("families"),
    }
    return render(request, "layouts/form_page.html", context)


def put_right(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    member = get_object_or_404(family.members_now(), person_id=person_id)
    form = PutRightForm(sent(request), initial=reading.as_recorded(member))
    person = done(
        form,
        lambda: services.put_right(family, member, by=request.user, at=timezone.now(), **form.cleaned_data),
        seen_now=lambda: services.shown_of(member),
    )
    if person:
        messages.success(request, f"What is recorded of {person} was put right.")
        return redirect("people", family.pk)
    page = family_page(family, "people", **reading.put_right_page(form, member))
    return render(request, "layouts/form_page.html", page, status=form.status)
