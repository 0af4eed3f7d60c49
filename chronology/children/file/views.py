from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.family_page.presenters import family_page
from casework.passages.queries import people_ever
from chronology.children.file.presenters import file_page
from chronology.children.views import child_of


@require_safe
def child_file(request: SignedInRequest, family_id: int, child_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    child = child_of(family, child_id).person
    context = {
        "heading": f"File of {child}",
        "child": child,
        "page": file_page(family, child, people_ever(family), request.GET.dict()),
        "as_at": timezone.now(),
    }
    return render(request, "chronology/children/file.html", family_page(family, "people", **context))
