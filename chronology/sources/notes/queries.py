"""What enters the chronology because somebody recorded it: significant notes, and visits where the practice says so."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf

from casework import practice
from casework.families.models import Family
from casework.notes.models import CaseNote, NotePassage, Seen, Significance
from casework.notes.states import TOOK_PLACE, NoteState
from chronology.sources.queries import (
    CHILDREN,
    EVERYONE,
    NOTHING,
    as_columns,
    choice_label,
    first_of,
    name_of,
    sentence,
)

# A significance that was taken back is none.
STANDS = Q(significance__isnull=False, significance__taken_back_at=None)
STANDING = Significance.objects.filter(note=OuterRef("pk"), taken_back_at=None).order_by()


def significant_notes(family: Family, rank: int) -> QuerySet:
    """With the headline of whoever marked it; when it happened, as the note itself has it now."""
    notes = family.casenote_set.exclude(state=NoteState.WITHDRAWN).filter(STANDS)
    return _notes(notes, rank, headline=F("significance__headline"), why=F("significance__why"))


def visits(family: Family, rank: int) -> QuerySet:
    """Those not marked significant, by purpose, with who was there and seen; the others have their own headline."""
    purpose = Coalesce(NullIf(F("purpose"), NOTHING), _kind())
    return _notes(routine_visits(family), rank, headline=purpose, why=sentence(_with_whom(), _whom_it_saw()))


def visits_not_done(family: Family, rank: int) -> QuerySet:
    """Planned visits that did not take place, with the reason, whatever the practice has of routine visits (A7.15)."""
    notes = family.casenote_set.filter(kind__in=_visit_kinds(), state=NoteState.DID_NOT_TAKE_PLACE)
    what = Case(When(purpose="", then=NOTHING), default=sentence(" (", F("purpose"), ")"), output_field=TextField())
    done = Case(
        When(did_not_done="", then=NOTHING),
        default=sentence(" What was done: ", F("did_not_done")),
        output_field=TextField(),
    )
    reason = _reason("did_not_reason", practice.current().not_done_reasons, ": ", "")
    headline = sentence(_kind(), what, " did not take place", reason)
    return _notes(notes.exclude(Exists(STANDING)), rank, headline=headline, why=sentence(F("did_not_because"), done))


def _reason(field: str, reasons: Mapping[str, str], before: str, after: str) -> Case:
    """The words of a reason within a sentence; '' where none was chosen."""
    whens = [
        When(**{field: key}, then=Value(f"{before}{words[:1].lower()}{words[1:]}{after}"))
        for key, words in reasons.items()
    ]
    return Case(*whens, default=NOTHING, output_field=TextField())


def _visit_kinds() -> list[str]:
    return [key for key, kind in practice.current().note_kinds.items() if kind.visit]


def routine_visits(family: Family) -> QuerySet[CaseNote]:
    return family.casenote_set.filter(kind__in=_visit_kinds(), state__in=TOOK_PLACE).exclude(Exists(STANDING))


def _notes(notes: QuerySet, rank: int, **columns: Any) -> QuerySet:
    moment = first_of("took_place_at", "planned_for", "recorded_at")
    timed = Q(took_place_at__isnull=False) | Q(planned_for__isnull=False)
    return as_columns(
        notes, rank, moment=moment, about=about_of_note(), target=F("pk"), detail=F("kind"), timed=timed, **columns
    )


def _kind() -> Case:
    return choice_label("kind", [(key, kind.label) for key, kind in practice.current().note_kinds.items()])


def _with_whom() -> Case:
    """'With Ann Ash. ', '' where nobody said who was there."""
    return Case(
        When(who_was_there="", then=NOTHING), default=sentence("With ", F("who_was_there"), ". "),
        output_field=TextField(),
    )  # fmt: skip


def _whom_it_saw() -> Concat:
    """'Seen: Mia Ash alone, Ben Ash. Not seen: Zayn Ash (was asleep).'."""
    alone = Case(When(alone=True, then=Value(" alone")), default=NOTHING)
    seen = Seen.objects.filter(note=OuterRef("pk"), seen=True).order_by().values("note")
    named = StringAgg(sentence(name_of("child__"), alone), ", ", order_by="child__born")
    told = seen.annotate(told=sentence("Seen: ", named, ".")).values("told")
    return sentence(Coalesce(Subquery(told), Value("No child is recorded as seen.")), _whom_it_did_not_see())


def _whom_it_did_not_see() -> Coalesce:
    """' Not seen: Zayn Ash (was asleep).', '' where nobody said of a child why not."""
    because = _reason("not_seen", practice.current().not_seen_reasons, " (", ")")
    unseen = Seen.objects.filter(note=OuterRef("pk"), seen=False).exclude(not_seen="").order_by().values("note")
    named = StringAgg(sentence(name_of("child__"), because), ", ", order_by="child__born")
    told = unseen.annotate(told=sentence(" Not seen: ", named, ".")).values("told")
    return Coalesce(Subquery(told), NOTHING, output_field=TextField())


def about_of_note() -> Case:
    """Whom the note names or saw; everyone, where a passage is about everyone or nobody is named."""
    passages = NotePassage.objects.filter(owner=OuterRef("pk")).exclude(text="").order_by()
    seen = Seen.objects.filter(Q(seen=True) | ~Q(not_seen=""), note=OuterRef("pk")).order_by()
    everyone = Exists(passages.filter(about=[])) | ~(Exists(passages) | Exists(seen))
    named = ArraySubquery(passages.annotate(who=Func(F("about"), function="unnest")).values("who"))
    both = Func(named, ArraySubquery(seen.values("child")), function="array_cat", output_field=CHILDREN)
    return Case(When(everyone, then=EVERYONE), default=both, output_field=CHILDREN)
