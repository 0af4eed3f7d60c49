from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.family_page.presenters import family_page
from chronology.journey.presenters import journey_of


@require_safe
def journey(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    today = timezone.localdate()
    context = {"heading": "The family’s journey", "today": today, "journey": journey_of(family, until=today)}
    return render(request, "chronology/journey/journey.html", family_page(family, "workbook", **context))
