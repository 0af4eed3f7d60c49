"""Drawing passages of workers' summaries into a module, and taking them out (C21)."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from casework.access import Can, open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from workbook.programmes import views as programmes_views
from workbook.programmes.drawing import forms, queries, services
from workbook.programmes.drawing import presenters as drawing_presenters
from workbook.programmes.modules import checks, presenters, views
from workbook.programmes.modules import queries as modules_queries
from workbook.programmes.views import render_form_page


def drawing_form(request, place):
    standing = [drawn.passage_id for drawn in place.record.drawn.all()] if place.record else []
    offered = queries.drawable_passages(place.programme).exclude(pk__in=standing)
    offered = offered.select_related("owner__worker", "owner__allocation", "owner__episode__workbook")
    offered = list(offered.order_by("-owner__episode__workbook__version", "-owner__episode__number", "owner", "pk"))
    form = opened(
        request, forms.DrawForm, key_of(f"module-draw:{place.key}", place.record or place.programme),
        sections=place.module.sections, offered=offered,
    )  # fmt: skip
    form.offered = offered
    return form


def draw(request, family_id, programme_id, module, child_id=None):
    family = open_family(request, family_id, Can.LEAD)
    place = views.module_place(family, programme_id, module, child_id)
    if request.method == "GET" and checks.why_not_written(place):
        return redirect(place.url())
    form = drawing_form(request, place)
    if carried_out(request, form, partial(services.draw, place.programme, place.module, child=place.child)):
        messages.success(request, "The passages stand in the module now, with their source.")
        return redirect(place.url())
    context = presenters.module_page(place, form=form, cancel_url=place.url(), heading="Draw on a worker’s summary")
    context |= {
        "offered": drawing_presenters.offered_summaries(form.offered, family),
        "chosen": form["chosen"].value() or [],
    }
    return render(request, "workbook/programmes/draw.html", context, status=form.status)


def remove_drawn(request, family_id, programme_id, drawn_id):
    family = open_family(request, family_id, Can.LEAD)
    found = programmes_views.programme_of(family, programme_id)
    drawn = get_object_or_404(family.drawnpassage_set, pk=drawn_id, record__in=modules_queries.records_ever(found))
    back = presenters.place_of_record(family, found, drawn.record).url()
    form = opened(request, forms.RemoveDrawnForm, key_of("remove-drawn", drawn))
    if carried_out(request, form, partial(services.remove_drawn, drawn)):
        messages.success(request, "The passage was taken out. It stays in its author’s summary.")
        return redirect(back)
    context = {"heading": "Take the passage out of the module", "submit_label": "Take it out"}
    return render_form_page(request, family, form, back, **context)
