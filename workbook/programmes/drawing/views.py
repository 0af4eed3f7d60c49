"""Drawing passages of workers' summaries into a module, and taking them out (C21)."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from workbook.programmes.drawing import forms, presenters, queries, services
from workbook.programmes.modules import checks
from workbook.programmes.modules import presenters as module_presenters
from workbook.programmes.modules import queries as module_queries
from workbook.programmes.modules.views import ModuleView
from workbook.programmes.presenters import SECTION
from workbook.programmes.views import programme_of
from workbook.summaries.models import SummaryPassage


class DrawPassages(ModuleView):
    template_name = "workbook/programmes/draw.html"
    form_class = forms.DrawForm
    service = staticmethod(services.draw)
    heading = "Draw on a worker’s summary"
    success = "The passages stand in the module now, with their source."

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if checks.why_not_written(self.place) else None

    @cached_property
    def passages(self) -> list[SummaryPassage]:
        return list(queries.offered_passages(self.place.programme, self.place.record))

    def details(self) -> dict[str, Any]:
        return {"sections": self.place.module.sections, "offered": self.passages}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            **module_presenters.module_context(self.place, self.heading),
            "sources": presenters.offered_summaries(self.passages, self.family),
            "chosen": form["chosen"].value() or [],
        }


class RemoveDrawn(FamilyActView):
    right = Can.LEAD
    form_class = forms.RemoveDrawnForm
    service = staticmethod(services.remove_drawn)
    section = SECTION
    heading = "Take the passage out of the module"
    submit_label = "Take it out"
    success = "The passage was taken out. It stays in its author’s summary."

    def find(self, programme_id: int, drawn_id: int) -> None:
        self.programme = programme_of(self.family, programme_id)
        read_here = module_queries.records_ever(self.programme)
        self.row = get_object_or_404(self.family.drawnpassage_set, pk=drawn_id, record__in=read_here)

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return module_presenters.place_of_record(self.family, self.programme, self.row.record).url()
