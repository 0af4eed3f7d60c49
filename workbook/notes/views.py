"""Recording: choosing a kind, the whole note in one page, and what became of a planned one."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework.access import Can, FamilyAccess, SignedInRequest, open_family
from casework.acts.sending import Again
from casework.acts.views import FamilyActView
from casework.in_error.queries import in_error
from casework.notes.checks import kinds_for, words_stand_in_finished
from casework.notes.forms import DidNotTakePlaceForm, NoteForm, NoteInErrorForm, TookPlaceForm
from casework.notes.models import CaseNote, kind_of
from casework.notes.queries import children_to_see
from casework.notes.states import NoteState
from casework.notes.views import NoteActView, OwnNoteActView, further_in_note, note_of, note_to_withdraw
from casework.passages.queries import people_to_write_about
from casework.people.contact_details.queries import places_of
from casework.practice.schema import NoteKind
from casework.refusal import Refusal
from workbook.notes import presenters, services


def kind_or_404(kind: str, access: FamilyAccess) -> NoteKind:
    """The kind of this name that one with this access may record; Http404 where there is none."""
    try:
        return kinds_for(access)[kind]
    except KeyError as error:
        raise Http404 from error


@require_safe
def kinds(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.RECORD)
    return render(request, "casework/notes/kinds.html", presenters.kinds_page(family, request.user))


@require_safe
def note(request: SignedInRequest, family_id: int, note_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = note_of(family, note_id)
    context = presenters.note_page(family, found, request.user, timezone.now())
    return render(request, "casework/notes/read.html", context)


class RecordNote(FamilyActView):
    recorded_once = True
    template_name = "casework/notes/write.html"
    form_class = NoteForm
    section = "notes"
    leads_to = "note-record"

    def find(self, kind: str) -> None:
        self.kind, self.chosen = kind, kind_or_404(kind, self.family.access)

    @property
    def heading(self) -> str:
        return f"Record: {self.chosen.label.lower()}"

    def details(self) -> dict[str, Any]:
        return {
            "asks": self.chosen.asks,
            "sections": self.chosen.sections,
            "people": people_to_write_about(self.family),
            "voices": self.family.children_now(),
            "places": places_of(self.request.user, self.family, timezone.localdate()),
            "children": children_to_see(self.family, timezone.localdate()) if self.chosen.visit else (),
        }

    def act(self, form: NoteForm) -> CaseNote:
        at = timezone.now()
        return services.record(self.family, kind=self.kind, **form.given(at), by=self.request.user, at=at)

    def further(self, subject: CaseNote | None, words: dict[str, list[str]]) -> Again | None:
        return further_in_note(self, subject, words)

    def message(self, result: CaseNote) -> str:
        return f"{self.chosen.label} recorded. {presenters.where_recorded(result)}"

    def next_url(self, result: CaseNote) -> str:
        return reverse("note", args=[self.family.pk, result.pk])


class PlannedNoteView(OwnNoteActView):
    """What became of a planned note; once it is said, the note itself is shown."""

    submit_label = "Save"

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == NoteState.PLANNED else redirect(self.cancel_url())


class TookPlace(PlannedNoteView):
    template_name = "casework/notes/took_place.html"
    form_class = TookPlaceForm
    service = staticmethod(services.took_place)
    heading = "It took place"

    def further(self, subject: CaseNote | None, words: dict[str, list[str]]) -> Again | None:
        return further_in_note(self, subject, words)

    @cached_property
    def seen(self) -> list:
        return list(self.row.seen.all())

    def details(self) -> dict[str, Any]:
        children = children_to_see(self.row.family, timezone.localdate(), self.seen)
        return {"rows": self.seen, "children": children if kind_of(self.row).visit else ()}

    def message(self, result: CaseNote) -> str:
        return f"Saved. {presenters.where_recorded(result)}"

    def context(self, form: TookPlaceForm) -> dict[str, Any]:
        rows = presenters.seen_rows(form.seen_rows(), timezone.localdate())
        return {**super().context(form), "note": self.row, "seen_rows": rows}


class DidNotTakePlace(PlannedNoteView):
    form_class = DidNotTakePlaceForm
    service = staticmethod(services.did_not_take_place)
    heading = "It did not take place"

    def message(self, result: CaseNote) -> str:
        return f"Saved, with the reason. {presenters.where_recorded(result)}"


class NoteInError(NoteActView):
    form_class = NoteInErrorForm
    service = staticmethod(services.withdraw)
    heading = "This note was recorded in error"
    submit_label = "Record that it is an error"
    success = "It is recorded that this note was an error, and those whom it concerns were told."

    def find(self, note_id: int) -> None:
        self.row = note_to_withdraw(self.family, note_id, self.request.user)

    def details(self) -> dict[str, Any]:
        actions = self.row.actions.not_withdrawn().in_full()
        return {"actions": list(actions), "in_finished": words_stand_in_finished(self.row)}

    def next_url(self, result: CaseNote) -> str:
        found = in_error(result)
        return reverse("in-error", args=[self.family.pk, found.pk]) if found else self.cancel_url()

    def context(self, form: NoteInErrorForm) -> dict[str, Any]:
        return super().context(form) | {"consequences": presenters.in_error_consequences(self.row), "dangerous": True}


@require_POST
def bring_in(request: SignedInRequest, family_id: int, note_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.RECORD)
    found = note_of(family, note_id)
    try:
        module = request.POST.get("module", "")
        summary = services.bring_in(found, module=module, by=request.user, at=timezone.now())
    except Refusal as refusal:
        url = reverse("note", args=[family.pk, found.pk])
        return render(
            request, "409.html", {"heading": "Not done", "sentence": refusal.sentence, "url": url}, status=409
        )
    messages.success(request, f"{kind_of(found).label} of {found.author}: it stands in your summary now.")
    return redirect("summary", family.pk, summary.pk)
