"""What somebody records for families of other teams, and filing what was found on no file (A7.17)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest
from casework.access.checks import LARGEST_ID
from casework.acts.paging import page_by_key
from casework.acts.views import ActView
from casework.calls.queries import calls_for
from casework.forms.base import PageForm
from casework.left_notes import forms, presenters, queries, services
from casework.left_notes.models import LeftNote

LATEST_FIRST = ("-recorded_at", "-pk")


@require_safe
def left_notes(request: SignedInRequest) -> HttpResponse:
    page = page_by_key(queries.notes_by(request.user), LATEST_FIRST, request.GET)
    return render(
        request, "casework/left_notes/mine.html", presenters.my_notes(request.user, page, timezone.localdate())
    )


@require_safe
def to_file(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    if not queries.teams_settling(request.user, today).exists():
        raise PermissionDenied("A manager files the notes of their team that are on no file.")
    page = page_by_key(queries.notes_to_file(request.user, today), LATEST_FIRST, request.GET)
    return render(request, "casework/left_notes/to_file.html", presenters.notes_to_file(page))


class LeaveNote(ActView):
    changed_on = "left-note-add-to"
    form_class = forms.LeaveNoteForm
    service = staticmethod(services.record)
    template_name = "casework/left_notes/add.html"
    heading = "Record a note for another team's family"
    submit_label = "Record the note"
    success = presenters.KEPT

    def find(self) -> None:
        self.teams = queries.teams_recording(self.request.user, timezone.localdate())
        if not self.teams:
            raise PermissionDenied(presenters.WHO_RECORDS)

    def details(self) -> dict[str, Any]:
        return {"teams": self.teams}

    def initial(self) -> dict[str, Any]:
        """Of the call from which one comes ('?call=…') the child's name."""
        asked = self.request.GET.get("call", "")
        known = asked.isascii() and asked.isdigit() and int(asked) <= LARGEST_ID
        call = calls_for(self.request.user).filter(pk=int(asked)).first() if known else None
        return {"took_place_at": timezone.now(), **({"name": call.child_name} if call else {})}

    def subjects(self) -> tuple[()]:
        return ()

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.INTRO}

    def next_url(self, result: LeftNote) -> str:
        return presenters.my_notes_url()

    def cancel_url(self) -> str:
        return presenters.my_notes_url()


class OwnNoteView(ActView):
    """A page of a note that one wrote oneself."""

    template_name = "casework/left_notes/one.html"

    def find(self, left_note_id: int) -> None:
        if left_note_id > LARGEST_ID:
            raise Http404
        self.row = get_object_or_404(queries.notes_by(self.request.user), pk=left_note_id)
        if not queries.teams_recording(self.request.user, timezone.localdate()).exists():
            raise PermissionDenied(presenters.WHO_RECORDS)

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if self.row.withdrawn_at else None

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"note": self.row}

    def next_url(self, result: Any) -> str:
        return presenters.my_notes_url()

    def cancel_url(self) -> str:
        return presenters.my_notes_url()


class AddTo(OwnNoteView):
    form_class = forms.AddForm
    service = staticmethod(services.add)
    heading = "Add to your note, or correct it"
    submit_label = "Add it"
    success = "Added. It goes to wherever your note is filed."


class Withdraw(OwnNoteView):
    recorded_once = True
    form_class = forms.WithdrawForm
    service = staticmethod(services.withdraw)
    heading = "Your note was recorded in error"
    submit_label = "Record that it is an error"
    success = "It is recorded that this note was an error."


class FileNote(ActView):
    recorded_once = True
    form_class = forms.SettleForm
    service = staticmethod(services.settle)
    template_name = "casework/left_notes/one.html"
    heading = "To which file does this note belong?"
    submit_label = "Save"

    def find(self, left_note_id: int) -> None:
        if left_note_id > LARGEST_ID:
            raise Http404
        notes = queries.notes_of_teams(self.request.user, timezone.localdate())
        self.row = get_object_or_404(notes, pk=left_note_id)

    def closed(self) -> HttpResponse | None:
        """Once it is filed, or was recorded in error, the page says so."""
        if not (self.row.settled_at or self.row.withdrawn_at):
            return None
        became = "was recorded in error" if self.row.withdrawn_at else "is filed already"
        context = {"sentence": f"This note {became}.", "url": reverse("left-notes-to-file")}
        return render(self.request, "409.html", context, status=409)

    def details(self) -> dict[str, Any]:
        return {"families": queries.families_to_choose(self.request.user)}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"note": self.row}

    def message(self, result: LeftNote) -> str:
        if result.note is None:
            return "What you did instead is recorded."
        return f"The note is on the file of the family {result.note.family}. Its workers are told."

    def next_url(self, result: LeftNote) -> str:
        return reverse("left-notes-to-file")

    def cancel_url(self) -> str:
        return reverse("left-notes-to-file")
