from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.family_page.presenters import family_page
from workbook.members import acts
from workbook.members import people as reading


@require_safe
def people(request, family_id):
    family = open_family(request, family_id)
    context = reading.page(family, request.user, timezone.localdate())
    return render(request, "workbook/members/people.html", family_page(family, "people", **context))


@require_safe
def changes(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    context = acts.page(family, person)
    return render(request, "workbook/members/changes.html", family_page(family, "people", **context))
