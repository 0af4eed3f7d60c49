from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.history.forms import HistoryFilterForm
from audit.history.presenters import history_acts, history_lines
from audit.history.queries import HistoryKey, authors_of, rows_of
from casework.access import Can, open_family
from casework.family_page.presenters import family_page
from chronology.timeline.presenters import changed_query

LINES = 50


@require_safe
def history(request, family_id):
    family = open_family(request, family_id, Can.INSPECT)
    form = HistoryFilterForm(request.GET, people=authors_of(family))
    chosen = form.cleaned_data if form.is_valid() else {}
    after = HistoryKey.read(request.GET.get("after"))
    found = rows_of(family, models=chosen.get("part"), who=chosen.get("who"), after=after, limit=LINES + 1)
    shown = found[:LINES]
    told = history_lines(shown)
    context = {
        "heading": "History",
        "form": form,
        "lines": told,
        "acts": history_acts(told),
        "filtered": any(chosen.values()),
        "first_url": changed_query(request.GET, after=None) if after else "",
        "next_url": changed_query(request.GET, after=_key(shown[-1])) if len(found) > LINES else "",
    }
    return render(request, "audit/history/history.html", family_page(family, "history", **context))


def _key(row):
    return str(HistoryKey(row.moment, row.which, row.key))
