"""The case note: a visit, call, e-mail, session, meeting … recorded once (C8, C9)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from casework.families.models import FamilyRecord
from casework.notes.states import NoteState
from casework.passages.models import Passage
from casework.people.contact_details.models import ContactDetail
from casework.people.models import Person
from casework.practice import note_kind
from casework.practice.fields import CodeField, CodesField, PracticeKeys, Words, readable
from casework.practice.schema import NoteKind, Section
from casework.trail.models import RecordedQuerySet
from casework.trail.versions import Versioned


def kind_of(note: "CaseNote") -> NoteKind:
    return note_kind(note.kind)


class Announced(models.TextChoices):
    """Whether the family knew of a visit beforehand."""

    ANNOUNCED = "announced", "Announced"
    UNANNOUNCED = "unannounced", "Unannounced"


class CaseNoteQuerySet(RecordedQuerySet):
    def not_withdrawn(self) -> Self:
        """Those not withdrawn: the only ones that any page shows."""
        return self.exclude(state=NoteState.WITHDRAWN)

    def planned(self) -> Self:
        """Those still to come, or of which nobody has said yet what became of them; the earliest first."""
        return self.filter(state=NoteState.PLANNED).order_by("planned_for", "pk")

    def not_planned(self) -> Self:
        return self.exclude(state=NoteState.PLANNED)

    def with_moment(self) -> Self:
        """Each with its `moment`: when it happened, or was to happen."""
        return self.annotate(moment=Coalesce("took_place_at", "planned_for", "recorded_at"))

    def in_date_order(self) -> Self:
        return self.with_moment().order_by("moment", "pk")

    def in_full(self) -> Self:
        """With all that a page shows of a note, so that none of it is read note by note."""
        return self.select_related("author", "significance", "place__person__merged_into").prefetch_related(
            "passages", "seen__child"
        )

    def concerning(self, child: Person) -> Self:
        """Those in which `child` was seen or is written about, by name or with everyone, or nothing is written yet."""
        written = NotePassage.objects.filter(owner=OuterRef("pk")).exclude(text="")
        return self.filter(
            Exists(written.filter(Q(about=[]) | Q(about__overlap=child.all_ids)))
            | Exists(
                Seen.objects.filter(note=OuterRef("pk"), child__in=child.all_ids).filter(
                    Q(seen=True) | Q(bedroom=True) | ~Q(not_seen="")
                )
            )
            | ~Exists(written)
        )


class CaseNote(Versioned, FamilyRecord):
    """`took_place_at` is when it ended: from then the 48 hours run."""

    kind = CodeField(PracticeKeys("note_kinds", readable), max_length=40)
    get_kind_display: Words
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="case_notes")
    state = models.CharField(max_length=20, choices=NoteState)
    planned_for = models.DateTimeField(null=True, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    took_place_at = models.DateTimeField(null=True, blank=True)
    where = models.CharField(max_length=120, blank=True)
    # An address that is recorded of somebody: it is never written out here.
    place = models.ForeignKey(ContactDetail, models.PROTECT, null=True, blank=True, related_name="+")
    who_was_there = models.CharField(max_length=2000, blank=True)
    did_not_because = models.TextField(blank=True)
    did_not_reason = CodeField(PracticeKeys("not_done_reasons", readable), max_length=40, blank=True)
    get_did_not_reason_display: Words
    did_not_done = models.TextField(blank=True)
    announced = models.CharField(max_length=20, choices=Announced, blank=True)
    # Leaflets that were given to the family (A10.11).
    leaflets = CodesField(PracticeKeys("leaflets", readable), max_length=40, default=list, blank=True)
    get_leaflets_display: Words
    # 0, no safety, to 10 (A4.6).
    scale = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(CaseNoteQuerySet)()

    class Meta:
        ordering = ["-took_place_at", "-planned_for", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[NoteState.TOOK_PLACE, NoteState.COMPLETED]) | Q(took_place_at__isnull=False),
                name="what_took_place_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoteState.DID_NOT_TAKE_PLACE) | ~Q(did_not_because="", did_not_reason=""),
                name="what_did_not_take_place_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoteState.COMPLETED) | Q(completed_at__isnull=False),
                name="a_completed_note_has_its_time",
            ),
            models.CheckConstraint(condition=Q(scale=None) | Q(scale__lte=10), name="a_note_has_a_scale_of_0_to_10"),
        ]
        indexes = [
            models.Index(fields=["family", "took_place_at"]),
            models.Index(
                fields=["author"], condition=Q(state__in=[NoteState.PLANNED, NoteState.TOOK_PLACE]), name="notes_to_do"
            ),
        ]

    @property
    def at(self) -> datetime:
        """When it happened, or was to happen."""
        return self.took_place_at or self.planned_for or self.recorded_at


class NotePassage(Passage):
    owner = models.ForeignKey(CaseNote, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: Any) -> Iterable[Section]:
        return note_kind(row.owner.kind).sections


class Seen(FamilyRecord):
    """Whether a child was seen, alone, and the bedroom (A7.7); and why not (A7.15).

    `not_seen` is the reason of a child who was not seen; `why` are words on whatever of the three was not.
    """

    note = models.ForeignKey(CaseNote, models.PROTECT, related_name="seen")
    child = models.ForeignKey(Person, models.PROTECT, related_name="seen")
    seen = models.BooleanField(default=False)
    alone = models.BooleanField(default=False)
    bedroom = models.BooleanField(default=False)
    not_seen = CodeField(PracticeKeys("not_seen_reasons", readable), max_length=40, blank=True)
    get_not_seen_display: Words
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["child__born"]
        constraints = [
            models.UniqueConstraint(fields=["note", "child"], name="a_child_once_in_a_note"),
            models.CheckConstraint(condition=Q(alone=False) | Q(seen=True), name="alone_means_seen"),
            models.CheckConstraint(
                condition=Q(not_seen="") | Q(seen=False), name="who_was_seen_has_no_reason_for_not_being_seen"
            ),
        ]


class Significance(FamilyRecord):
    """Why a note belongs in the chronology (A8.1, A8.2); the headline is what the chronology shows.

    One that was taken back stays readable on the note, with the reason; given again, it stands anew.
    """

    note = models.OneToOneField(CaseNote, models.PROTECT, related_name="significance")
    headline = models.CharField(max_length=150)
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_by__isnull=False) & ~Q(taken_back_because=""),
                name="significance_taken_back_says_by_whom_and_why",
            )
        ]
