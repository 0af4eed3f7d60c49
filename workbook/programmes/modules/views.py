"""Reading and writing a module, completing it, taking it up again, keeping a child's record apart."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.passages.queries import people_to_write_about
from casework.unsaved.queries import unsaved_text
from casework.unsaved.services import discard
from workbook.programmes.modules import checks, forms, presenters, queries, services
from workbook.programmes.modules.presenters import COMPLETING, KEEPING_APART, SHARING, TAKING_UP, ModulePlace
from workbook.programmes.views import programme_of, render_form_page


def module_place(family, programme_id, key, child_id=None):
    """Http404 where the module or the child is not of this programme."""
    programme = programme_of(family, programme_id)
    module = queries.module_named(key)
    if module is None or module.each_child != (child_id is not None):
        raise Http404
    child = _child(programme, child_id) if child_id is not None else None
    return ModulePlace(family, programme, module, child, queries.record_for(programme, module, child))


def _child(programme, child_id):
    for child in queries.children_ever(programme):
        if child.pk == child_id:
            return child
    raise Http404


def refetched(place):
    """The same, as it stands now."""
    return place._replace(record=queries.record_for(place.programme, place.module, place.child))


def keys_of(place):
    """The key of the record, so that unsaved text of what is kept apart opens with that record alone; and of before.

    Before there is a record text is kept for the programme in which it was typed. The record that is read there later
    is its own or one that is shared, so such text never opens with what another programme keeps apart.
    """
    before = key_of(f"module-write:{place.key}", place.programme)
    return [key_of("module-write", place.record), before] if place.record else [before]


def module_form(request, place):
    """Opens with what was typed, before anybody had saved the module too."""
    passages = list(place.record.passages.all()) if place.record else []
    keys = keys_of(place)
    key = next((key for key in keys if unsaved_text(request.user, key)), keys[0])
    people = () if place.child else people_to_write_about(place.family, passages)
    sections = queries.sections_of(place.module, passages)
    return opened(
        request, forms.ModuleForm, key, initial={"version": place.version}, sections=sections, people=people,
        passages=passages,
    )  # fmt: skip


@require_safe
def module(request, family_id, programme_id, module, child_id=None):
    family = open_family(request, family_id)
    if queries.is_for_each_child(module) and child_id is None:
        return redirect(reverse("programme", args=[family.pk, programme_id]) + f"#{module}")
    place = module_place(family, programme_id, module, child_id)
    context = presenters.module_page(place, **presenters.texts_context(place), **presenters.acts_context(place))
    return render(request, "workbook/programmes/module.html", context)


def write(request, family_id, programme_id, module, child_id=None):
    family = open_family(request, family_id, Can.LEAD)
    place = module_place(family, programme_id, module, child_id)
    if request.method == "GET" and checks.why_not_written(place):
        return redirect(place.url())
    form = module_form(request, place)
    if carried_out(request, form, partial(services.write, place.programme, place.module, child=place.child)):
        for key in keys_of(place):
            discard(request.user, key)
        messages.success(request, "Saved. Everybody who works with the family can read it.")
        return redirect(place.url("module-write"))
    if form.conflict:
        place = module_place(family, programme_id, module, child_id)
        form.renew(place.version)
    context = presenters.module_page(
        place, form=form, unsaved_url=reverse("unsaved-keep"), **presenters.writing_context(place, form)
    )
    return render(request, "workbook/programmes/write.html", context, status=form.status)


def complete(request, family_id, programme_id, module, child_id=None):
    place = _place_for_lead(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Complete {_name_of(place)}", "submit_label": "Complete the module"}
    return _act(request, place, services.complete, "Completed.", consequences=COMPLETING, **words)


def take_up(request, family_id, programme_id, module, child_id=None):
    place = _place_for_lead(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Take up {_name_of(place)} again", "submit_label": "Take it up again"}
    return _act(request, place, services.take_up, "In progress again.", consequences=TAKING_UP, **words)


def keep_apart(request, family_id, programme_id, module, child_id):
    place = _place_for_lead(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Keep {_name_of(place)} apart", "submit_label": "Keep it apart"}
    return _act(
        request, place, services.keep_apart, "Kept apart.", forms.KeepApartForm, consequences=KEEPING_APART, **words
    )


def share(request, family_id, programme_id, module, child_id):
    place = _place_for_lead(request, family_id, programme_id, module, child_id)
    words = {"heading": f"Share {_name_of(place)} with both programmes", "submit_label": "Share it"}
    return _act(request, place, services.share, "Read in both programmes again.", consequences=SHARING, **words)


def _place_for_lead(request, family_id, programme_id, module, child_id):
    return module_place(open_family(request, family_id, Can.LEAD), programme_id, module, child_id)


def _name_of(place):
    return f"module {place.module.number}" + (f" of {place.child}" if place.child else "")


def _act(request, place, service, said, form_class=forms.ConfirmForm, **words):
    """An act on the module as it was read, with what it brings about."""
    key = key_of(f"{service.__name__}:{place.key}", place.record or place.programme)
    form = opened(request, form_class, key, initial={"version": place.version})
    of = {"child": place.child} if place.child else {}
    if carried_out(request, form, partial(service, place.programme, place.module, **of)):
        messages.success(request, said)
        return redirect(place.url())
    if form.conflict:
        form.renew(refetched(place).version)
    return render_form_page(request, place.family, form, place.url(), **words)
