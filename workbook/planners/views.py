"""The support and assessment planner: agree it with the parents, add to it, put it right, print it for them (A5.17)."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework import practice
from casework.access import Can, open_family
from casework.actions.forms import action_rows
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.notes.checks import kinds_for
from casework.passages.presenters import PassageText
from workbook.planners import forms, presenters, queries, services
from workbook.planners.forms import AgreeForm, FactsForm, WithRows, visit_rows
from workbook.planners.presenters import caption
from workbook.programmes import queries as programmes
from workbook.programmes.states import ProgrammeState


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
    kinds, workers = kinds_for(family.access), forms.workers_of(family, today)
    # A visit is what one mostly plans here.
    kinds = dict(sorted(kinds.items(), key=lambda kind: not kind[1].visit))
    kept = form.restored.fields if form.restored else None
    form.visits = visit_rows(
        request.POST or None, kept=kept, kinds=kinds, workers=workers, modules=practice.current().modules,
        usual={"kind": next(iter(kinds)), "worker": str(request.user.pk) if request.user in workers else ""},
    )  # fmt: skip
    form.actions = action_rows(
        request.POST or None, owners=forms.owners_for(programme, today), kept=kept,
        children=[person for person in family.people_now() if person.is_child],
    )  # fmt: skip
    return form


def change_form(request, planner):
    """With whom it was agreed may stay somebody with whom the programme is not shared any more."""
    programme = planner.programme
    people = programme.family.people_ever().filter(pk__in={*queries.parent_ids(programme), *planner.agreed_with})
    initial = {name: getattr(planner, name) for name in ("version", "agreed_on", "agreed_with", "why_involved")}
    return opened(request, FactsForm, key_of("planner", planner), initial=initial, parents=people)


def form_page(programme, form, *, saved=None, **context):
    """`saved` is the planner as it is saved now, shown after a conflict."""
    sheet = presenters.planner_details(saved, now=timezone.now()) if saved else None
    return writing_page(
        programme.family, "programmes", form, caption=caption(programme), programme=programme,
        formsets=[form.visits, form.actions] if isinstance(form, WithRows) else [],
        saved_now=[PassageText(f"Planner {saved.number}", presenters.planner_text(sheet), [])] if saved else [],
        still_planned=[visit for visit in (*sheet.visits, *sheet.earlier) if visit.to_come] if sheet else [],
        **context,
    )  # fmt: skip


READ, ROWS = "workbook/planners/planner.html", "workbook/planners/write.html"


@require_safe
def current(request, family_id, programme_id):
    family = open_family(request, family_id)
    programme = programme_of(family, programme_id)
    planner = programme.planners.first()
    if planner:
        planner.family, planner.programme = family, programme
    return render(request, READ, presenters.planner_page(programme, planner))


@require_safe
def planner(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id)
    planner = planner_of(family, programme_id, planner_id)
    return render(request, READ, presenters.planner_page(planner.programme, planner))


def agree(request, family_id, programme_id):
    family = open_family(request, family_id, Can.LEAD)
    programme = programme_of(family, programme_id)
    url = reverse("planner", args=[family.pk, programme.pk])
    if request.method == "GET" and programme.state != ProgrammeState.OPEN:
        return redirect(url)
    form = agree_form(request, programme)
    if made := carried_out(request, form, partial(services.agree, programme)):
        messages.success(request, f"Planner {made.number} is agreed. Its visits stand planned, each with who comes.")
        return redirect(presenters.planner_url(made))
    last = programme.planners.first()
    if form.conflict and last:
        form.renew(last.number)
    words = {"heading": "Agree a planner with the parents", "submit_label": "Agree the planner", "cancel_url": url}
    return render(request, ROWS, form_page(programme, form, saved=last, **words), status=form.status)


def add(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id, Can.RECORD)
    planner = latest_of(family, programme_id, planner_id)
    if request.method == "GET" and planner.programme.state != ProgrammeState.OPEN:
        return redirect(presenters.planner_url(planner))
    form = add_form(request, planner)
    if carried_out(request, form, partial(services.add, planner)):
        messages.success(request, "Added. The visits stand planned, each with who comes.")
        return redirect(presenters.planner_url(planner))
    words = {"heading": f"Add to planner {planner.number}", "submit_label": "Add to the planner"}
    page = form_page(planner.programme, form, saved=planner, cancel_url=presenters.planner_url(planner), **words)
    return render(request, ROWS, page, status=form.status)


def change(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id, Can.LEAD)
    planner = latest_of(family, programme_id, planner_id)
    programme = planner.programme
    if request.method == "GET" and programme.state != ProgrammeState.OPEN:
        return redirect(presenters.planner_url(planner))
    form = change_form(request, planner)
    if carried_out(request, form, partial(services.put_right, planner), row=planner):
        messages.success(request, "The planner is put right. The history keeps what it said before.")
        return redirect(presenters.planner_url(planner))
    words = {"heading": f"Put planner {planner.number} right", "submit_label": "Save the planner"}
    page = form_page(programme, form, saved=planner, cancel_url=presenters.planner_url(planner), **words)
    return render(request, "acts/form_page.html", page, status=form.status)


@require_safe
def paper(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id)
    planner = planner_of(family, programme_id, planner_id)
    return render(request, "workbook/planners/paper.html", presenters.paper_context(planner))
