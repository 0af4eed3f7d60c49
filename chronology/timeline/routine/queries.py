"""Routine visits between two moments: those that nobody marked as significant (C10)."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from casework.families.models import Family
from casework.notes.models import Seen
from casework.people.models import Person
from casework.practice import note_kind
from chronology.sources.notes.queries import about_of_note, routine_visits


class RoutineVisit(NamedTuple):
    """A visit; `purpose` and `with_whom` are '' where nothing was said, `unseen` are those with a reason why not."""

    moment: datetime
    id: int
    kind: str
    purpose: str
    seen: list[int]
    alone: list[int]
    unseen: list[int]
    with_whom: str

    @property
    def label(self) -> str:
        return note_kind(self.kind).label


def routine_visits_between(
    family: Family, since: datetime | None, until: datetime | None, *, child: Person | None = None
) -> list[RoutineVisit]:
    """From `since` on and before `until`, the earliest first, in one query; `child` narrows to what concerns it."""
    rows = routine_visits(family)
    if since:
        rows = rows.filter(took_place_at__gte=since)
    if until:
        rows = rows.filter(took_place_at__lt=until)
    if child:
        rows = rows.annotate(about=about_of_note()).filter(Q(about=None) | Q(about__overlap=child.all_ids))
    seen = Seen.objects.filter(note=OuterRef("pk"), seen=True).order_by().values("child")
    unseen = Seen.objects.filter(note=OuterRef("pk"), seen=False).exclude(not_seen="").order_by().values("child")
    columns: list[str | ArraySubquery] = ["took_place_at", "pk", "kind", "purpose"]
    columns += [ArraySubquery(each) for each in (seen, seen.filter(alone=True), unseen)]
    return [RoutineVisit(*row) for row in rows.order_by("took_place_at", "pk").values_list(*columns, "who_was_there")]
