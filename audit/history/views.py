from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.history import looked as looking
from audit.history.forms import FilterForm
from audit.history.rows import Key, changed_by, rows
from audit.history.sentences import acts, lines
from casework.access import Can, open_family
from casework.family_page.presenters import family_page
from chronology.timeline.story import address

LINES = 50


@require_safe
def history(request, family_id):
    family = open_family(request, family_id, Can.INSPECT)
    form = FilterForm(request.GET, people=changed_by(family))
    chosen = form.cleaned_data if form.is_valid() else {}
    after = Key.read(request.GET.get("after"))
    found = rows(family, models=chosen.get("part"), who=chosen.get("who"), after=after, limit=LINES + 1)
    shown = found[:LINES]
    told = lines(shown)
    context = {
        "heading": "History",
        "form": form,
        "lines": told,
        "acts": acts(told),
        "filtered": any(chosen.values()),
        "first_url": address(request.GET, after=None) if after else "",
        "next_url": address(request.GET, after=_key(shown[-1])) if len(found) > LINES else "",
    }
    return render(request, "audit/history/history.html", family_page(family, "history", **context))


def _key(row):
    return str(Key(row.moment, row.which, row.key))


@require_safe
def looked(request, family_id):
    family = open_family(request, family_id, Can.INSPECT)
    before = looking.place(request.GET.get("before"))
    found = looking.looks(family, before=before, limit=LINES + 1)
    shown = found[:LINES]
    context = {
        "heading": "Who has looked",
        "looks": [looking.told(viewing) for viewing in shown],
        "first_url": "?" if before else "",
        "next_url": f"?before={shown[-1].pk}" if len(found) > LINES else "",
    }
    return render(request, "audit/history/looked.html", family_page(family, "history", **context))
