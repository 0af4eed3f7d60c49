"""The list of a family's notes, and the pages that change a note by itself."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest, open_family
from casework.acts.paging import page_by_key
from casework.acts.sending import Again
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.in_error.checks import one_standing
from casework.marks.registry import add_url
from casework.notes import forms, services
from casework.notes.checks import kinds_for, may_withdraw
from casework.notes.corrections.checks import marks
from casework.notes.models import CaseNote, kind_of
from casework.notes.presenters import note_entries, note_entry, say_authors_apart, standing_significance
from casework.notes.queries import NEWEST_FIRST, authors_of, children_to_see, filtered_notes
from casework.notes.states import NoteState
from casework.passages.presenters import PassageText
from casework.passages.queries import people_ever, people_to_write_about
from casework.people.contact_details.queries import places_of
from casework.sent import words_of
from casework.users.models import User

ADD_TO_NOTE = "Add the new words to the note"
EXTRA = ("extra_section", "extra_text", "extra_about")
SIGNIFICANT = ("significant", "headline", "why")
TEXTS = ("text-", "extra_text", "where", "who_was_there", "headline", "why", "purpose")


def notes(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    people = people_ever(family)
    children = list(family.children_ever())
    authors = list(authors_of(family))
    form = forms.NoteFilterForm(request.GET, authors=authors, children=children)
    found = filtered_notes(family, people, **form.chosen())
    page = page_by_key(found.not_planned().with_moment().in_full(), NEWEST_FIRST, request.GET)
    planned = [] if page.previous_url else list(found.planned().in_full())
    say_authors_apart([*planned, *page.rows], authors)
    context = {
        "form": form,
        "planned": note_entries(planned, people),
        "entries": note_entries(page.rows, people),
        "may_record": family.access.can(Can.RECORD),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "casework/notes/list.html", family_page(family, "notes", heading="Notes", **context))


def note_of(family: Family, note_id: int) -> CaseNote:
    """The note of this family; RecordedInError for one that was recorded in error."""
    return one_standing(family.casenote_set.not_withdrawn().in_full(), note_id, family)


def own_note(request: SignedInRequest, family: Family, note_id: int) -> CaseNote:
    """As `note_of`; PermissionDenied where the note is another person's."""
    note = note_of(family, note_id)
    if note.author != request.user:
        raise PermissionDenied(f"Only {note.author}, who recorded this note, can do that.")
    return note


def note_to_withdraw(family: Family, note_id: int, user: User) -> CaseNote:
    """As `note_of`; PermissionDenied for whoever is neither its author nor a manager."""
    note = note_of(family, note_id)
    if not may_withdraw(note, user, family.access):
        raise PermissionDenied(f"Only {note.author}, who recorded this note, or a manager can say that.")
    return note


class PlanNote(FamilyActView):
    section = "notes"
    leads_to = "notes"
    template_name = "casework/notes/plan.html"
    form_class = forms.PlanNoteForm
    service = staticmethod(services.plan)
    heading = "Plan a visit or a meeting"
    submit_label = "Plan it"

    def initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "home_visit")}

    def details(self) -> dict[str, Any]:
        places = places_of(self.request.user, self.family, timezone.localdate())
        return {"kinds": kinds_for(self.family.access), "places": places}

    def message(self, result: CaseNote) -> str:
        return f"{kind_of(result).label} planned. When it has taken place, say so here."

    def once_more(self, words: dict[str, list[str]]) -> Again:
        """A plan is not changed: another one is made, and of the first it is said that it did not take place."""
        return super().once_more(words)._replace(label="Plan another one with the new words")

    def next_url(self, result: CaseNote) -> str:
        return reverse("note", args=[self.family.pk, result.pk])


def further_in_note(view: FamilyActView, note: CaseNote | None, words: dict[str, list[str]]) -> Again | None:
    """Other words of a note that was saved: in its text while that changes, and then as an addition to it."""
    if note is None or note.state == NoteState.WITHDRAWN:
        return None
    if note.state == NoteState.COMPLETED:
        return Again(add_url(note), {"kind": ["addition"], "text": [added(note, words)]}, ADD_TO_NOTE)
    moment = f"{timezone.localtime(note.took_place_at):%Y-%m-%dT%H:%M}" if note.took_place_at else ""
    typed = {"took_place_at": [moment], **{name: words[name] for name in words if name not in EXTRA}}
    if extra_is_new(note, words):
        typed |= {name: words[name] for name in EXTRA if name in words}
    return view.change_on("note-write-up", note.family_id, note.pk, words=typed, besides={"when", *SIGNIFICANT})


def added(note: CaseNote, words: dict[str, list[str]]) -> str:
    """What of the new words does not stand in the note yet."""
    saved = {note.where, note.who_was_there, *note.passages.values_list("text", flat=True)}
    return "\n\n".join(text for name in words if name.startswith(TEXTS) for text in words[name] if text not in saved)


def extra_is_new(note: CaseNote, words: dict[str, list[str]]) -> bool:
    return not note.passages.filter(text__in=words.get("extra_text", [])).exists()


class NoteActView(FamilyActView):
    """An act on one note, `row`; it leads back to the note."""

    section = "notes"
    row: CaseNote

    def find(self, note_id: int) -> None:
        self.row = note_of(self.family, note_id)

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("note", args=[self.family.pk, self.row.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"caption": f"{kind_of(self.row).label} of {self.row.author}"}


class OwnNoteActView(NoteActView):
    """An act that only the note's author may do."""

    def find(self, note_id: int) -> None:
        self.row = own_note(self.request, self.family, note_id)


class WriteUp(OwnNoteActView):
    template_name = "casework/notes/write.html"
    form_class = forms.WriteUpForm
    service = staticmethod(services.write_up)
    success = "Saved."

    @property
    def heading(self) -> str:
        return f"Write up: {kind_of(self.row).label.lower()}"

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if self.row.state != NoteState.TOOK_PLACE else None

    def post(self, request: SignedInRequest, **ids: Any) -> HttpResponse:
        # The form asks who was seen on the day of the visit; a note without that day has no such form.
        if self.row.took_place_at:
            return super().post(request, **ids)
        return self.too_late("This did not take place.", words_of(request.POST), self.sending.digest, None)

    def addition(self, words: dict[str, list[str]]) -> Again | None:
        finished = note_of(self.family, self.row.pk).state == NoteState.COMPLETED
        return further_in_note(self, self.row, words) if finished else None

    def initial(self) -> dict[str, Any]:
        facts = ("took_place_at", "where", "place", "who_was_there", *services.ASKED)
        return {name: getattr(self.row, name) for name in facts}

    def details(self) -> dict[str, Any]:
        passages, seen = list(self.row.passages.all()), list(self.row.seen.all())
        visit, day = kind_of(self.row).visit, timezone.localdate(self.row.took_place_at)
        return {
            "note": self.row,
            "asks": kind_of(self.row).asks,
            "sections": kind_of(self.row).sections,
            "people": people_to_write_about(self.family, passages),
            "voices": self.family.children_now(),
            "passages": passages,
            "rows": seen,
            "places": places_of(self.request.user, self.family, timezone.localdate(), also=[self.row.place_id]),
            "children": children_to_see(self.family, day, seen) if visit else (),
        }

    def saved_now(self) -> list[PassageText]:
        return note_entry(self.row, people_ever(self.family)).passages

    def context(self, form: PageForm) -> dict[str, Any]:
        return {}


class MarkSignificant(NoteActView):
    form_class = forms.SignificanceForm
    service = staticmethod(services.mark_significant)
    heading = "This is significant"
    submit_label = "Put it into the chronology"
    success = "It stands in the chronology under your headline."

    def find(self, note_id: int) -> None:
        super().find(note_id)
        if not marks(self.row, self.request.user, self.family.access, timezone.now()):
            raise PermissionDenied(f"Only {self.row.author}, who recorded this note, can do that.")

    def initial(self) -> dict[str, Any]:
        significance = standing_significance(self.row)
        return {"headline": significance.headline, "why": significance.why} if significance else {}
