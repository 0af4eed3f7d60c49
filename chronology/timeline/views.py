from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.acts.paging import changed_query
from casework.family_page.presenters import family_page
from chronology.timeline.forms import ChronologyFilterForm
from chronology.timeline.presenters import chronology_page
from chronology.timeline.queries import children_of


@require_safe
def chronology(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    children = children_of(family)
    form = ChronologyFilterForm(request.GET, children=children)
    chosen = form.cleaned_data if form.is_valid() else {}
    child = next((child for child in children if child.pk == chosen.get("child")), None)
    newest_first = chosen.get("order") != "oldest"
    page = chronology_page(
        family, request.GET, child=child, kinds=chosen.get("kind"), newest_first=newest_first,
        each_visit=chosen.get("visits") == "each",
    )  # fmt: skip
    context = {
        "heading": f"Chronology of {child}" if child else "Chronology",
        "form": form,
        "page": page,
        "filtered": bool(child or chosen.get("kind")),
        "paper_url": changed_query(request.GET, paper="1", after=None),
        "as_at": timezone.now(),
    }
    return render(request, "chronology/timeline/chronology.html", family_page(family, "chronology", **context))
