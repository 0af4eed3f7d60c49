from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.history.forms import HistoryFilterForm
from audit.history.presenters import history_acts, history_lines
from audit.history.queries import HistoryKey, authors_of, rows_of
from casework.access import Can, SignedInRequest, open_family
from casework.acts.paging import page_of_union
from casework.family_page.presenters import family_page

LINES = 50


@require_safe
def history(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.INSPECT)
    form = HistoryFilterForm(request.GET, people=authors_of(family))
    chosen = form.cleaned_data if form.is_valid() else {}
    after = HistoryKey.read(request.GET.get("after"))
    found = rows_of(family, models=chosen.get("part"), who=chosen.get("who"), after=after, limit=LINES + 1)
    page = page_of_union(found, request.GET, size=LINES, after=after, key_of=lambda row: row.place)
    lines = history_lines(page.rows)
    context = {
        "heading": "History",
        "form": form,
        "lines": lines,
        "acts": history_acts(lines),
        "filtered": any(chosen.values()),
        "first_url": page.first_url,
        "next_url": page.next_url,
    }
    return render(request, "audit/history/history.html", family_page(family, "history", **context))
