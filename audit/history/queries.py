"""All that was ever written about one family: every history table and every permanent one, united, newest first."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from casework.access import restricted_families
from casework.access.grants.models import FamilyGrant
from casework.calls.models import SafetyCall
from casework.families.models import Family, FamilyRecord
from casework.links.models import FamilyLink
from casework.matching.asking.models import BringInAsk
from casework.people.models import Person, PersonRecord
from casework.trail.models import Permanent
from casework.users.models import User
from chronology.sources.queries import after_key, bytewise, read_key

COLUMNS = ("moment", "which", "key", "who", "page")
# Every recorded and every permanent model of a family and its people, but for what is not of the record itself.
OF_A_FAMILY = (FamilyRecord, FamilyGrant, PersonRecord, Permanent, Family, Person, SafetyCall)
NOT_OF_THE_RECORD = {
    "casework.DocumentText", "casework.ImportEnd", "casework.ImportRun", "casework.ImportUndone", "casework.Imported",
    "casework.ImportedValue", "casework.Submission", "casework.Viewing",
}  # fmt: skip
SOURCES = {
    model._meta.label_lower: model
    for model in apps.get_models()
    if issubclass(model, OF_A_FAMILY) and model._meta.label not in NOT_OF_THE_RECORD
}


class HistoryKey(NamedTuple):
    """The place of a row in the history: the next page begins after it."""

    moment: datetime
    which: str
    key: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}~{self.which}~{self.key}"

    @classmethod
    def read(cls, text: str | None) -> "HistoryKey | None":
        """The key that an address bears; None where it bears none, or none that this product wrote."""
        key = read_key(text, "~", datetime.fromisoformat)
        return cls(*key) if key and key[1] in SOURCES and key[0].tzinfo else None


class HistoryRow(NamedTuple):
    """One row as it was written at `moment`, and as it was before (None where it was new)."""

    moment: datetime
    which: str
    key: int
    who: int
    page: str
    now: Any
    before: Any

    @property
    def model(self) -> type[Model]:
        return SOURCES[self.which]

    @property
    def place(self) -> HistoryKey:
        return HistoryKey(self.moment, self.which, self.key)


def rows_of(
    family: Family,
    *,
    models: Collection[type[Model]] | None = None,
    who: User | None = None,
    after: HistoryKey | None = None,
    limit: int,
) -> list[HistoryRow]:
    """At most `limit` rows of the family's history after the key `after`; `models` and `who` (a user) narrow it."""
    found = [tuple(values) for values in _united(family, models or SOURCES.values(), who, after)[:limit]]
    loaded = _loaded(found, family)
    return [_row(values, loaded) for values in found]


def _row(values: tuple[Any, ...], loaded: dict[tuple[str, int], tuple[Model, Model | None]]) -> HistoryRow:
    moment, which, key, who, page = values
    now, before = loaded[which, key]
    return HistoryRow(moment, which, key, who, page, now, before)


def authors_of(family: Family) -> QuerySet[User]:
    """The users in whose name anything of the family was ever written."""
    parts = [_of(family, model).order_by().values("who") for model in SOURCES.values()]
    return User.objects.filter(pk__in=[row["who"] for row in parts[0].union(*parts[1:])])


def _united(family: Family, models: Iterable[type[Model]], who: User | None, after: HistoryKey | None) -> QuerySet:
    narrowed = Q(who=who.pk) if who else Q()
    parts = [
        _of(family, model)
        .filter(narrowed, after_key("moment", after, model._meta.label_lower, newest_first=True))
        .values_list(*COLUMNS)
        for model in models
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-moment", "-which", "-key")


def _of(family: Family, model: Any) -> QuerySet:
    """The family's rows of one table, with the common columns."""
    label = bytewise(model._meta.label_lower)
    if issubclass(model, Permanent):
        written = model.objects.filter(family=family)
        values = {"moment": F("at"), "key": F("pk"), "who": F("by"), "page": Cast(Value(""), TextField())}
    else:
        written = model.history.filter(_belonging(family, model))
        values = {
            "moment": F("history_date"),
            "key": F("history_id"),
            "who": F("history_user"),
            "page": Cast(F("history_page"), TextField()),
        }
    return written.order_by().annotate(which=label, **values)


def _belonging(family: Family, model: type[Model]) -> Q:
    if model is Family:
        return Q(id=family.pk)
    people = family.familymember_set.order_by().values("person")
    if model is Person:
        return Q(id__in=people) & _not_apart(family, "said_in")
    if issubclass(model, PersonRecord):
        return Q(person__in=people) & _not_apart(family, "family")
    if model is FamilyLink:
        return Q(family=family.pk) & _not_apart(family, "other")
    if model is BringInAsk:
        return Q(family=family.pk) & _not_apart(family, "asking")
    if model is SafetyCall:  # also what was written before anybody knew whose child it was
        return Q(id__in=family.calls.order_by().values("pk"))
    if model is FamilyGrant:
        return Q(content_object=family.pk)
    return Q(family=family.pk)


def _not_apart(family: Family, field: str) -> Q:
    """That no other family said it which is restricted now: such a row is read in that one's history alone."""
    shut = restricted_families(timezone.localdate()).exclude(family=family)
    return Q(**{field: None}) | ~Q(**{f"{field}__in": shut})


def _loaded(found: list[tuple], family: Family) -> dict[tuple[str, int], tuple[Model, Model | None]]:
    """By table and key: the row itself and the one before it, in two queries for each table."""
    keys: dict[str, list[int]] = defaultdict(list)
    for _, which, key, *_ in found:
        keys[which].append(key)
    return {(which, key): pair for which in keys for key, pair in _pairs(SOURCES[which], keys[which], family).items()}


def _pairs(model: Any, keys: list[int], family: Family) -> dict[int, tuple[Model, Model | None]]:
    if issubclass(model, Permanent):
        return {row.pk: (row, None) for row in model.objects.filter(pk__in=keys)}
    table = model.history.model
    earlier = table.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    if issubclass(model, Person | PersonRecord):
        earlier = earlier.filter(_not_apart(family, "said_in" if model is Person else "family"))
    previous = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    written = table.objects.filter(history_id__in=keys).annotate(previous=previous)
    before = table.objects.in_bulk({row.previous for row in written if row.previous})
    return {row.history_id: (row, before.get(row.previous)) for row in written}
