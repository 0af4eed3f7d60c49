"""What the pages of a planner show, and the forms on them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can
from casework.actions.rows import action_rows
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, writing_page
from casework.family_page.presenters import family_page
from casework.notes.checks import kinds_for
from casework.passages.reading import Shown
from workbook.planners import reading
from workbook.planners.forms import AgreeForm, FactsForm, WithRows
from workbook.planners.rows import visit_rows
from workbook.programmes import reading as programmes
from workbook.programmes.states import ProgrammeState

TITLE = "Support and assessment planner"


def programme_of(family, programme_id):
    """The programme of this family; Http404 for another's."""
    programme = get_object_or_404(programmes.programmes_of(family), pk=programme_id)
    programme.family = family
    return programme


def planner_of(family, programme_id, planner_id):
    """The planner of a programme of this family; Http404 for another's."""
    programme = programme_of(family, programme_id)
    planner = get_object_or_404(programme.planners, pk=planner_id)
    planner.family, planner.programme = family, programme
    return planner


def latest_of(family, programme_id, planner_id):
    """As `planner_of`; Http404 for one after which another was agreed."""
    planner = planner_of(family, programme_id, planner_id)
    if planner.pk != planner.programme.planners.first().pk:
        raise Http404
    return planner


def back(planner):
    return reverse("planner-read", args=[planner.family_id, planner.programme_id, planner.pk])


def page(programme, planner):
    """Of `planner`; None where none was agreed yet."""
    family = programme.family
    planners = list(programme.planners.all())
    running, latest = programme.state == ProgrammeState.OPEN, bool(planner) and planner.pk == planners[0].pk
    access = family.access
    return family_page(
        family, "programmes", heading=f"{TITLE} {planner.number}" if planner else TITLE, caption=caption(programme),
        programme=programme, planner=planner, sheet=reading.sheet_of(planner, now=timezone.now()) if planner else None,
        others=[other for other in planners if other != planner], latest=latest, running=running,
        today=timezone.localdate(), may_lead=running and access.can(Can.LEAD),
        may_add=running and latest and access.can(Can.RECORD),
    )  # fmt: skip


def caption(programme):
    names = ", ".join(str(person) for person in programmes.parents_of(programme))
    return f"Family Programme {programme.number}, shared with {names}" if names else "Family Programme"


def agree_form(request, programme):
    """Prefilled with why, as the last planner says it."""
    last = programme.planners.first()
    parents = programmes.parents_of(programme)
    initial = {
        "version": last.number if last else 0,
        "agreed_on": timezone.localdate(),
        "agreed_with": [person.pk for person in parents],
        "why_involved": last.why_involved if last else "",
    }
    return _with_rows(
        request, programme, opened(request, AgreeForm, blank_key(request), initial=initial, parents=parents)
    )


def add_form(request, planner):
    return _with_rows(request, planner.programme, opened(request, WithRows, blank_key(request)))


def _with_rows(request, programme, form):
    """The form with its rows, into which unsaved text is restored too."""
    family, today = programme.family, timezone.localdate()
    kinds, workers = kinds_for(family.access), reading.workers_of(family, today)
    # A visit is what one mostly plans here.
    kinds = dict(sorted(kinds.items(), key=lambda kind: not kind[1].visit))
    kept = form.restored.fields if form.restored else None
    form.visits = visit_rows(
        request.POST or None, kept=kept, kinds=kinds, workers=workers, modules=practice.current().modules,
        usual={"kind": next(iter(kinds)), "worker": str(request.user.pk) if request.user in workers else ""},
    )  # fmt: skip
    form.actions = action_rows(
        request.POST or None, owners=reading.owners_for(programme, today), kept=kept,
        children=[person for person in family.people_now() if person.is_child],
    )  # fmt: skip
    return form


def change_form(request, planner):
    """With whom it was agreed may stay somebody with whom the programme is not shared any more."""
    programme = planner.programme
    people = programme.family.people_ever().filter(pk__in={*reading.ids_of_parents(programme), *planner.agreed_with})
    initial = {name: getattr(planner, name) for name in ("version", "agreed_on", "agreed_with", "why_involved")}
    return opened(request, FactsForm, key_of("planner", planner), initial=initial, parents=people)


def form_page(programme, form, *, saved=None, **context):
    """`saved` is the planner as it is saved now, shown after a conflict."""
    sheet = reading.sheet_of(saved, now=timezone.now()) if saved else None
    return writing_page(
        programme.family, "programmes", form, caption=caption(programme), programme=programme,
        formsets=[form.visits, form.actions] if isinstance(form, WithRows) else [],
        saved_now=[Shown(f"Planner {saved.number}", reading.in_text(sheet), [])] if saved else [],
        still_planned=[visit for visit in (*sheet.visits, *sheet.earlier) if visit.to_come] if sheet else [],
        **context,
    )  # fmt: skip


def paper(planner):
    """For the parents: nothing but what was agreed with them, without warnings, ratings and the rest of the record."""
    sheet = reading.sheet_of(planner, now=timezone.now())
    return {
        "heading": TITLE,
        "family_id": planner.family_id,
        "back": back(planner),
        "sheet": sheet,
        "visits": sorted((*sheet.visits, *sheet.earlier), key=lambda visit: visit.when),
        "today": timezone.localdate(),
    }
