"""Reading and writing a module, completing it, taking it up again, keeping a child's record apart."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import ConfirmForm, VersionedReasonForm
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.passages.queries import people_to_write_about
from casework.people.models import Person
from workbook.programmes.disputes.presenters import disputed_in
from workbook.programmes.models import FamilyProgramme, ModuleRecord
from workbook.programmes.modules import checks, presenters, queries, services
from workbook.programmes.modules.forms import ModuleForm
from workbook.programmes.modules.presenters import ModulePlace
from workbook.programmes.presenters import SECTION
from workbook.programmes.views import programme_of


def module_place(family: Family, programme_id: int, key: str, child_id: int | None = None) -> ModulePlace:
    """Http404 where the module or the child is not of this programme."""
    programme = programme_of(family, programme_id)
    module = queries.module_named(key)
    if module is None or module.each_child != (child_id is not None):
        raise Http404
    child = _child(programme, child_id) if child_id is not None else None
    return ModulePlace(family, programme, module, child, queries.record_for(programme, module, child))


def _child(programme: FamilyProgramme, child_id: int) -> Person:
    for child in queries.children_ever(programme):
        if child.pk == child_id:
            return child
    raise Http404


@require_safe
def module(
    request: SignedInRequest, family_id: int, programme_id: int, module: str, child_id: int | None = None
) -> HttpResponse:
    family = open_family(request, family_id)
    if queries.is_for_each_child(module) and child_id is None:
        programme = programme_of(family, programme_id)
        return redirect(reverse("programme", args=[family.pk, programme.pk]) + f"#{module}")
    place = module_place(family, programme_id, module, child_id)
    context = {
        **presenters.module_context(place),
        **presenters.texts_context(place),
        **presenters.acts_context(place),
    }
    return render(request, "workbook/programmes/module.html", family_page(family, SECTION, **context))


class ModuleView(FamilyActView):
    """An act on a module of a programme, which may have no record yet; it leads back to the module."""

    right = Can.LEAD
    section = SECTION
    place: ModulePlace

    def find(self, programme_id: int, module: str, child_id: int | None = None) -> None:
        self.place = module_place(self.family, programme_id, module, child_id)

    def saw(self) -> int:
        return self.place.version

    def written_in(self) -> ModuleRecord | None:
        return self.place.record

    def subjects(self) -> tuple[Any, ...]:
        return self.place.programme, self.place.module, self.place.child

    def next_url(self, result: Any) -> str:
        return self.place.url()

    def cancel_url(self) -> str:
        return self.place.url()


class WriteModule(ModuleView):
    """Text that was typed before anybody had saved the module is offered again too."""

    template_name = "workbook/programmes/write.html"
    form_class = ModuleForm
    service = staticmethod(services.write)
    success = "Saved. Everybody who works with the family can read it."

    @property
    def heading(self) -> str:
        return self.place.heading

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if checks.why_not_written(self.place) else None

    def text_subjects(self) -> tuple[str, ...]:
        """Of the record, so that text of what is kept apart opens with that record alone; and that of before.

        Before there is a record text is kept for the programme in which it was typed. The record that is read there
        later is its own or one that is shared, so such text never opens with what another programme keeps apart.
        """
        before = f"programme {self.place.programme.pk}"
        return (queries.text_subject(self.place.record), before) if self.place.record else (before,)

    def details(self) -> dict[str, Any]:
        place = self.place
        passages = list(place.record.passages.all()) if place.record else []
        return {
            "sections": queries.sections_of(place.module, passages),
            "people": () if place.child else people_to_write_about(place.family, passages),
            "passages": passages,
        }

    def next_url(self, result: Any) -> str:
        return self.place.url("module-write")

    def context(self, form: ModuleForm) -> dict[str, Any]:
        writing = presenters.writing_context(self.place, form.groups())
        return {**presenters.module_context(self.place), **writing, "disputes": disputed_in(self.place.programme)}


class CompleteModule(ModuleView):
    form_class = ConfirmForm
    service = staticmethod(services.complete)
    submit_label = "Complete the module"
    success = "Completed."
    consequences = (
        "The module stands as completed, and is carried forward as it is.",
        "Nobody writes in it until it is taken up again, which you can do at any time.",
    )

    def decided_on(self) -> list[str]:
        return [self.place.url("module-write")]

    @property
    def heading(self) -> str:
        return f"Complete {presenters.name_of(self.place)}"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}


class TakeUpModule(ModuleView):
    form_class = ConfirmForm
    service = staticmethod(services.take_up)
    submit_label = "Take it up again"
    success = "In progress again."
    consequences = (
        "The module is in progress again, and its text can be changed.",
        "What it says stays until you change it.",
    )

    @property
    def heading(self) -> str:
        return f"Take up {presenters.name_of(self.place)} again"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}


class KeepModuleApart(ModuleView):
    form_class = VersionedReasonForm
    service = staticmethod(services.keep_apart)
    submit_label = "Keep it apart"
    success = "Kept apart."
    consequences = (
        "All that is written here of the child stands in this programme alone, from now on.",
        "The other programme begins blank for this child: nothing of it is read, printed or compared there any more.",
        "What was printed, handed out or completed as an assessment before cannot be called back.",
    )

    @property
    def heading(self) -> str:
        return f"Keep {presenters.name_of(self.place)} apart"

    def details(self) -> dict[str, Any]:
        return {"label": "Why is it kept apart?"}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}


class ShareModule(ModuleView):
    form_class = ConfirmForm
    service = staticmethod(services.share)
    submit_label = "Share it"
    success = "Read in both programmes again."
    consequences = ("What is written here of the child is read and written in the other programme too.",)

    @property
    def heading(self) -> str:
        return f"Share {presenters.name_of(self.place)} with both programmes"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}
