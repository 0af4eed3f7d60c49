from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import open_family
from casework.family_page.presenters import family_page
from workbook.members import presenters as reading


@require_safe
def people(request, family_id):
    family = open_family(request, family_id)
    context = reading.people_page(family, request.user, timezone.localdate())
    return render(request, "workbook/members/people.html", family_page(family, "people", **context))
