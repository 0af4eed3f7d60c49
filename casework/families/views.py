from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import families_for
from casework.acts.views import done, sent
from casework.families import presenters, queries, services
from casework.families.forms import FamilyForm, FilterForm
from casework.users.queries import teams_managed_by


def families(request):
    today = timezone.localdate()
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"q": "", "whose": ""}
    found = queries.filtered(families_for(request.user), user=request.user, today=today, **chosen)
    sheet = presenters.families_page(found, _number(request.GET.get("page")), today=today)
    context = {
        "heading": "Families",
        "form": form,
        "rows": sheet.rows,
        "narrowed": any(chosen.values()),
        "previous_url": _page_url(chosen, sheet.previous),
        "next_url": _page_url(chosen, sheet.following),
        "may_add": teams_managed_by(request.user, today).exists(),
    }
    return render(request, "casework/families/families.html", context)


def _number(typed):
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _page_url(chosen, number):
    return f"?{urlencode({**chosen, 'page': number})}" if number else ""


def add(request):
    teams = teams_managed_by(request.user, timezone.localdate())
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


def child_or_404(family, child_id):
    """The child of this family, now or formerly; Http404 for anybody else."""
    members = family.familymember_set.filter(person__is_child=True).select_related("person")
    return get_object_or_404(members.order_by("person_id").distinct("person_id"), person=child_id).person
