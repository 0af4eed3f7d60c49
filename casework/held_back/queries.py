"""Which texts of a family tell a protected place: of every column that takes a text, of every model of the family."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple, Protocol

from django.apps import apps
from django.db import connection, models
from django.db.models import QuerySet

from casework.documents.models import DocumentText
from casework.families.models import Family, FamilyMember
from casework.held_back.models import HeldBack
from casework.masks.queries import families_near, near_protections
from casework.people.models import Person
from casework.protections.models import Protection
from casework.protections.queries import entries_of, is_reader
from casework.subjects import type_of
from casework.trail.models import EXEMPT, Guarded, Permanent, TrailEntry
from casework.users.models import User

OF_FAMILY = "texts.family_id = %(family)s"
OF_PERSON = "texts.person_id = ANY(%(people)s)"
# What is protected itself is masked by its own page.
NOT_THE_PLACE = " AND texts.protection_id IS NULL"
TEXTS = """
SELECT '{label}', texts.id, told.field, told.value FROM "{table}" texts,
LATERAL (VALUES {columns}) AS told (field, value) WHERE {whose} AND told.value <> ''
"""


class Telltale(Protocol):
    """What knows the places: a mask, or spellings."""

    def told_in(self, text: str) -> Iterable[int]:
        """The ids of the protections whose place the text tells."""
        ...


class Telling(NamedTuple):
    """A text that tells places: those of the protections with these ids."""

    subject_type: str
    subject_id: int
    field: str
    protections: frozenset[int]


def text_columns(model: type[models.Model]) -> list[str]:
    """The names of the columns of a model that take a text: what is chosen from a list is none."""
    kinds = models.CharField | models.TextField | models.JSONField
    return [each.name for each in model._meta.concrete_fields if isinstance(each, kinds) and not each.choices]


@cache
def searched() -> tuple[type[models.Model], ...]:
    """Every model of a family, or of one of its persons, that keeps what somebody wrote; their history is not in it."""
    return tuple(model for model in apps.get_models() if _is_searched(model))


def _is_searched(model: type[models.Model]) -> bool:
    if not issubclass(model, Guarded | Permanent) or issubclass(model, TrailEntry | HeldBack):
        return False
    names = {each.column for each in model._meta.concrete_fields}
    return bool({"family_id", "person_id"} & names and text_columns(model)) and type_of(model) not in EXEMPT


@cache
def _question() -> str:
    return " UNION ALL ".join(map(_texts_of, searched()))


def _texts_of(model: type[models.Model]) -> str:
    names = {each.column for each in model._meta.concrete_fields}
    fields = {each.name: each.column for each in model._meta.concrete_fields if each.name in text_columns(model)}
    columns = ", ".join(f"('{name}', texts.\"{column}\"::text)" for name, column in fields.items())
    whose = OF_FAMILY if "family_id" in names else OF_PERSON
    whose += NOT_THE_PLACE if "protection_id" in names else ""
    return TEXTS.format(label=type_of(model), table=model._meta.db_table, columns=columns, whose=whose)


def telling_in_family(family: int, tells: Telltale) -> Iterator[Telling]:
    """The texts of the family, as they stand now, that tell one of the places."""
    people = list(entries_in(family).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_question(), {"family": family, "people": people})
        found = cursor.fetchall()
    for subject_type, subject_id, field, text in found:
        if told := tells.told_in(text):
            yield Telling(subject_type, subject_id, field, frozenset(told))


def telling_in_row(row: models.Model, tells: Telltale) -> Iterator[Telling]:
    """As `telling_in_family`, of one row as it was saved."""
    if getattr(row, "protection_id", None) is not None:
        return
    for name in text_columns(type(row)):
        value = row.__dict__.get(name)
        if value and (told := tells.told_in(value if isinstance(value, str) else " ".join(_leaves(value)))):
            yield Telling(type_of(type(row)), row.pk, name, frozenset(told))


def _leaves(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _leaves(each)
        case list():
            for each in value:
                yield from _leaves(each)


def entries_in(family: int) -> QuerySet[Person]:
    """Every entry of whoever belongs or has belonged to the family."""
    return entries_of(list(FamilyMember.objects.filter(family=family).order_by().values_list("person", flat=True)))


def families_with(protection: Protection) -> set[int]:
    """The ids of the families in whose records words may tell what the protection keeps: as for masks."""
    return {protection.family_id, *families_near(protection.pk)}


def protections_in(family: Family) -> QuerySet[Protection]:
    """Those that last and concern the family."""
    return Protection.objects.filter(pk__in=near_protections(family.pk))


def protections_read_by(user: User, family: Family) -> QuerySet[Protection]:
    return protections_in(family).filter(is_reader(user, "pk"))


def documents_that_tell(tellings: Iterable[Telling]) -> QuerySet[DocumentText]:
    ids = [each.subject_id for each in tellings if each.subject_type == type_of(DocumentText)]
    return DocumentText.objects.filter(pk__in=ids).select_related("document")


def held_already(tellings: Iterable[Telling]) -> set[tuple[int, str, int, str]]:
    ids = {each.subject_id for each in tellings}
    rows = HeldBack.objects.filter(subject_id__in=ids, by_hand=False)
    return set(rows.values_list("protection", "subject_type", "subject_id", "field"))


def held_by_hand(subject_type: str, subject_id: int) -> QuerySet[HeldBack]:
    """What a reader held back of the row, under protections that last."""
    return HeldBack.objects.filter(
        subject_type=subject_type, subject_id=subject_id, by_hand=True, protection__ended_at=None
    )


def held_back_of(family: Family) -> QuerySet[HeldBack]:
    """What is held back in the family under protections that last, the latest first."""
    rows = HeldBack.objects.filter(family=family, protection__ended_at=None)
    return rows.select_related("protection", "by").order_by("-pk")
