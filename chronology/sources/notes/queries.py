"""What enters the chronology because somebody recorded it: significant notes, and visits where the practice says so."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, When

from casework import practice
from casework.families.models import Family
from casework.notes.models import NotePassage, Seen
from casework.notes.states import TOOK_PLACE, NoteState
from chronology.sources.queries import CHILDREN, EVERYONE, as_columns, choice_label, london_day

# A significance that was taken back is none.
STANDS = Q(significance__isnull=False, significance__taken_back_at=None)


def significant_notes(family: Family, origin: str) -> QuerySet:
    """With the headline of whoever marked it; on the day on which it happened, as the note itself has it now."""
    notes = family.casenote_set.exclude(state=NoteState.WITHDRAWN).filter(STANDS)
    return _notes(notes, origin, headline=F("significance__headline"), why=F("significance__why"))


def visits(family: Family, origin: str) -> QuerySet:
    """Those not marked significant; what is significant has its own headline."""
    kinds = {key: kind.label for key, kind in practice.current().note_kinds.items() if kind.visit}
    notes = family.casenote_set.filter(kind__in=kinds, state__in=TOOK_PLACE).exclude(STANDS)
    return _notes(notes, origin, headline=choice_label("kind", kinds.items()))


def _notes(notes: QuerySet, origin: str, **columns: Any) -> QuerySet:
    day = london_day("took_place_at", "planned_for", "recorded_at")
    return as_columns(notes, origin, day=day, about=_about(), target=F("pk"), detail=F("kind"), **columns)


def _about() -> Case:
    """Whom the note names or saw; everyone, where a passage is about everyone or nobody is named."""
    passages = NotePassage.objects.filter(owner=OuterRef("pk")).exclude(text="").order_by()
    seen = Seen.objects.filter(note=OuterRef("pk"), seen=True).order_by()
    everyone = Exists(passages.filter(about=[])) | ~(Exists(passages) | Exists(seen))
    named = ArraySubquery(passages.annotate(who=Func(F("about"), function="unnest")).values("who"))
    both = Func(named, ArraySubquery(seen.values("child")), function="array_cat", output_field=CHILDREN)
    return Case(When(everyone, then=EVERYONE), default=both, output_field=CHILDREN)
