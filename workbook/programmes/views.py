"""The Family Programme of a family: open it, read it, write its modules, draw on the workers' summaries, end it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.family_page.presenters import family_page
from casework.unsaved.services import forget
from workbook.programmes import forms, pages, reading, services, showing
from workbook.programmes.states import ProgrammeState

PAGE = "programmes"
FORM_PAGE = "acts/form_page.html"
COMPLETING = [
    "The module stands as completed, and is carried forward as it is.",
    "Nobody writes in it until it is taken up again, which you can do at any time.",
]
TAKING_UP = ["The module is in progress again, and its text can be changed.", "What it says stays until you change it."]
KEEPING_APART = [
    "All that is written here of the child stands in this programme alone, from now on.",
    "The other programme begins blank for this child: nothing of it is read, printed or compared there any more.",
    "What was printed, handed out or completed as an assessment before cannot be called back.",
]
SHARING = ["What is written here of the child is read and written in the other programme too."]
ENDING = [
    "Nothing in it changes any more; it stays readable.",
    "What is shared of the children goes on in another programme that is open, if there is one.",
    "What was due in it falls away.",
]


@require_safe
def programmes(request, family_id):
    """The programme itself where one is open and no other is asked for; otherwise all of them."""
    family = open_family(request, family_id)
    found = list(reading.programmes_of(family))
    running = [programme for programme in found if programme.state == ProgrammeState.OPEN]
    if len(running) == 1 and "all" not in request.GET:
        return redirect("programme", family.pk, running[0].pk)
    context = {
        "heading": "Family Programme",
        "rows": [showing.line_of(programme) for programme in found],
        "may_open": family.access.can(Can.LEAD),
        "running": running,
    }
    return render(request, "workbook/programmes/list.html", family_page(family, PAGE, **context))


@require_safe
def programme(request, family_id, programme_id):
    family = open_family(request, family_id)
    found = pages.programme_of(family, programme_id)
    context = {"heading": f"Family Programme {found.number}", **pages.overview(found)}
    return render(request, "workbook/programmes/programme.html", family_page(family, PAGE, **context))


@require_safe
def paper(request, family_id, programme_id):
    """The whole programme to print: what stands in it now, and nothing of what is kept apart in another."""
    family = open_family(request, family_id)
    found = pages.programme_of(family, programme_id)
    context = {"heading": f"Family Programme {found.number}", "drawn_too": request.GET.get("without") != "drawn"}
    return render(request, "workbook/programmes/paper.html", context | pages.whole(found))


def open_programme(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    form = pages.opening_form(request, family)
    if made := carried_out(request, form, partial(services.open_programme, family)):
        messages.success(request, f"Family Programme {made.number} is open.")
        return redirect("programme", family.pk, made.pk)
    context = {"heading": "Open a Family Programme", "submit_label": "Open the programme"}
    return _form_page(request, family, form, reverse("programmes", args=[family.pk]), **context)


def parents(request, family_id, programme_id):
    family = open_family(request, family_id, Can.LEAD)
    found = pages.programme_of(family, programme_id)
    form = pages.parents_form(request, found)
    if carried_out(request, form, partial(services.set_parents, found)):
        messages.success(request, "Saved. The programme is shared with those whom you chose.")
        return redirect("programme", family.pk, found.pk)
    if form.conflict:
        form.renew(reading.seen_in(pages.programme_of(family, programme_id)))
    context = {"heading": "Who works through the programme", "submit_label": "Save who works through it"}
    return _form_page(request, family, form, reverse("programme", args=[family.pk, found.pk]), **context)


def end(request, family_id, programme_id):
    family = open_family(request, family_id, Can.DECIDE)
    found = pages.programme_of(family, programme_id)
    if request.method == "GET" and found.state == ProgrammeState.ENDED:
        return redirect("programme", family.pk, found.pk)
    form = opened(request, forms.EndForm, key_of("programme-end", found))
    if carried_out(request, form, partial(services.end, found)):
        messages.success(request, f"Family Programme {found.number} has ended.")
        return redirect("programme", family.pk, found.pk)
    context = {"heading": f"End Family Programme {found.number}", "submit_label": "End it", "consequences": ENDING}
    return _form_page(request, family, form, reverse("programme", args=[family.pk, found.pk]), **context)


@require_safe
def module(request, family_id, programme_id, module, child_id=None):
    family = open_family(request, family_id)
    if pages.is_for_each_child(module) and child_id is None:
        return redirect(reverse("programme", args=[family.pk, programme_id]) + f"#{module}")
    place = pages.place(family, programme_id, module, child_id)
    context = pages.page(place, **pages.reading_of(place), **pages.acts(place))
    return render(request, "workbook/programmes/module.html", context)


def write(request, family_id, programme_id, module, child_id=None):
    family = open_family(request, family_id, Can.LEAD)
    place = pages.place(family, programme_id, module, child_id)
    if request.method == "GET" and pages.why_not_written(place):
        return redirect(place.url())
    form = pages.module_form(request, place)
    if carried_out(request, form, partial(services.write, place.programme, place.module, child=place.child)):
        for key in pages.keys_of(place):
            forget(request.user, key)
        messages.success(request, "Saved. Everybody who works with the family can read it.")
        return redirect(place.url("module-write"))
    if form.conflict:
        place = pages.place(family, programme_id, module, child_id)
        form.renew(place.version)
    context = pages.page(place, form=form, unsaved_url=reverse("unsaved-keep"), **pages.writing_of(place, form))
    return render(request, "workbook/programmes/write.html", context, status=form.status)


def draw(request, family_id, programme_id, module, child_id=None):
    family = open_family(request, family_id, Can.LEAD)
    place = pages.place(family, programme_id, module, child_id)
    if request.method == "GET" and pages.why_not_written(place):
        return redirect(place.url())
    form = pages.drawing_form(request, place)
    if carried_out(request, form, partial(services.draw, place.programme, place.module, child=place.child)):
        messages.success(request, "The passages stand in the module now, with their source.")
        return redirect(place.url())
    context = pages.page(place, form=form, cancel_url=place.url(), heading="Draw on a worker’s summary")
    context |= {"offered": showing.offered(form.offered, family), "chosen": form["chosen"].value() or []}
    return render(request, "workbook/programmes/draw.html", context, status=form.status)


def remove_drawn(request, family_id, programme_id, drawn_id):
    family = open_family(request, family_id, Can.LEAD)
    found = pages.programme_of(family, programme_id)
    drawn = get_object_or_404(family.drawnpassage_set, pk=drawn_id, record__in=reading.records_ever(found))
    back = pages.place_of(family, found, drawn.record).url()
    form = opened(request, forms.RemoveForm, key_of("remove-drawn", drawn))
    if carried_out(request, form, partial(services.remove_drawn, drawn)):
        messages.success(request, "The passage was taken out. It stays in its author’s summary.")
        return redirect(back)
    context = {"heading": "Take the passage out of the module", "submit_label": "Take it out"}
    return _form_page(request, family, form, back, **context)


def complete(request, family_id, programme_id, module, child_id=None):
    place = _place(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Complete {_called(place)}", "submit_label": "Complete the module"}
    return _act(request, place, services.complete, "Completed.", consequences=COMPLETING, **words)


def take_up(request, family_id, programme_id, module, child_id=None):
    place = _place(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Take up {_called(place)} again", "submit_label": "Take it up again"}
    return _act(request, place, services.take_up, "In progress again.", consequences=TAKING_UP, **words)


def keep_apart(request, family_id, programme_id, module, child_id):
    place = _place(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Keep {_called(place)} apart", "submit_label": "Keep it apart"}
    return _act(
        request, place, services.keep_apart, "Kept apart.", forms.KeepApartForm, consequences=KEEPING_APART, **words
    )


def share(request, family_id, programme_id, module, child_id):
    place = _place(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Share {_called(place)} with both programmes", "submit_label": "Share it"}
    return _act(request, place, services.share, "Read in both programmes again.", consequences=SHARING, **words)


def _place(request, family_id, programme_id, module, child_id):
    return pages.place(open_family(request, family_id, Can.LEAD), programme_id, module, child_id)


def _called(place):
    return f"module {place.module.number}" + (f" of {place.child}" if place.child else "")


def _act(request, place, service, said, form_class=forms.VersionForm, **words):
    """An act on the module as it was read, with what it brings about."""
    key = key_of(f"{service.__name__}:{place.key}", place.record or place.programme)
    form = opened(request, form_class, key, initial={"version": place.version})
    of = {"child": place.child} if place.child else {}
    if carried_out(request, form, partial(service, place.programme, place.module, **of)):
        messages.success(request, said)
        return redirect(place.url())
    if form.conflict:
        form.renew(pages.again(place).version)
    return _form_page(request, place.family, form, place.url(), **words)


def _form_page(request, family, form, cancel_url, **context):
    page = writing_page(family, PAGE, form, cancel_url=cancel_url, **context)
    return render(request, FORM_PAGE, page, status=form.status)
