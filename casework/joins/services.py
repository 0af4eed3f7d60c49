"""Siblings who came in as families of their own are brought together, and apart again if that was wrong."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, cast

from django.apps import apps
from django.db.models import ForeignObjectRel
from django.utils import timezone

from casework.access import Can, require
from casework.access.grants import services as grants
from casework.access.grants.models import FamilyGrant
from casework.access.models import ConflictOfInterest
from casework.allocations.leads.clocks import follow_plans
from casework.calls.models import SafetyCall
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyMember, FamilyRecord, FamilyTeam
from casework.joins.checks import CANNOT_JOIN, CANNOT_UNDO, reasons_against, reasons_against_undoing
from casework.joins.models import FamilyJoin
from casework.links.models import FamilyLink
from casework.matching.asking.services import end_with_join
from casework.notifications.models import Notification
from casework.people.models import Person
from casework.practice.calendar import DAY
from casework.refusal import Conflict, Refusal
from casework.relationships.models import Relationship, RelationshipKind
from casework.subjects import SubjectKey, type_of
from casework.trail.acting import actor, in_service, service
from casework.trail.models import Permanent
from casework.trail.rows import change, lock
from casework.users.models import User

CASEWORK = "casework"
# What both families have recorded is kept once: the row of the joined family stays where it is.
SAME_IN_BOTH = {FamilyLink: ("other_id", "person_id"), Relationship: ("person_id", "kind", "other_id")}
# What says which family it is, and not what happened in it: these stay where they are.
NOT_MOVED = (FamilyTeam, FamilyJoin, ConflictOfInterest)
MEMBER = FamilyMember._meta.label_lower
# What is derived from those rows goes with them, so that it is found and leads where they are; it has no history.
UNRECORDED = (DueDate, Notification)


def movable_models() -> list[type[FamilyRecord]]:
    """The tables whose rows go with the people: all that casework records about a family."""
    kinds = [model for model in apps.get_models() if issubclass(model, FamilyRecord)]
    return [m for m in kinds if m._meta.app_label == CASEWORK and m not in NOT_MOVED]


@service
def join(family: Family, joined: Family, *, because: str, by: User, at: datetime) -> FamilyJoin:
    """Move the people of `joined`, and all that was recorded about them, into `family` (rows keep their history)."""
    family, joined = lock_both(family, joined)
    for one in (family, joined):
        require(by, one, Can.DECIDE)
    if not because.strip():
        raise Refusal("Say why these are one family.", "because")
    joining = bring_together(family, joined, because=because, at=at)
    follow_plans(family, at=at)
    return joining


@in_service
def bring_together(family: Family, joined: Family, *, because: str, at: datetime) -> FamilyJoin:
    """The same, without asking who may: an import does it in its transaction, for the one who wrote the file."""
    today = timezone.localdate(at)
    if reasons := reasons_against(family, joined, at):
        raise Refusal(f"{CANNOT_JOIN}: {'; '.join(reasons)}.")
    end_with_join(family, joined, by=cast(User, actor()), at=at)
    moved = _move(_rows_to_move(joined, family), family)
    duedates.join_team(family, family.team_now(), before=joined.team_now())
    _end_team(joined, today)
    _end_grants((family, joined), at)
    _shut_both((family, joined), today)
    joining = FamilyJoin.objects.create(family=family, joined=joined, because=because.strip(), moved=moved)
    carry_over([family.pk, joined.pk], at=at)
    return joining


def lock_both(one: Family, other: Family) -> tuple[Family, Family]:
    """In the order of their ids, so that two who join the same two do not end in a deadlock."""
    rows = {family.pk: lock(family) for family in sorted((one, other), key=lambda family: family.pk)}
    return rows[one.pk], rows[other.pk]


def _rows_to_move(joined: Family, family: Family) -> Iterator[Any]:
    """Rows of any table of casework."""
    for model in movable_models():
        rows = model.objects.filter(family=joined).order_by("pk")
        yield from (row for row in rows if not _target_has_same(row, family))
    yield from SafetyCall.objects.filter(family=joined).order_by("pk")
    for kind in UNRECORDED:
        yield from kind._default_manager.filter(family=joined).order_by("pk")


def _target_has_same(row: Any, family: Family) -> bool:
    """Whether `family` has the same recorded already; a link between the two needs no row in one family."""
    if isinstance(row, FamilyLink) and row.other_id == family.pk:
        return True
    names = SAME_IN_BOTH.get(type(row), ())
    same = {name: getattr(row, name) for name in names}
    if not same or row.until_date:
        return False
    return type(row).objects.filter(family=family, until_date=None, **same).exists()


def _move(rows: Iterable[Any], target: Family) -> list[list]:
    return [_move_row(row, target) for row in list(rows)]


def _move_row(row: Any, target: Family) -> list:
    """One row; the key under which it is found again."""
    if isinstance(row, UNRECORDED):
        type(row)._default_manager.filter(pk=row.pk).update(family=target)
    else:
        change(row, family=target)
    return [row._meta.label_lower, row.pk]


def _end_team(joined: Family, today: date) -> None:
    """It had the family until yesterday, so that nobody goes on working in an empty one.

    One that had it only since today is dated yesterday: another may have it from today, when the join is undone.
    """
    yesterday = today - DAY
    for row in joined.familyteam_set.filter(until_date=None):
        change(row, from_date=min(row.from_date, yesterday), until_date=yesterday)


@in_service
def _end_grants(both: Iterable[Family], at: datetime) -> None:
    """Each was given for the people of one of the two: none is widened, and it is given again where it is needed."""
    for grant in FamilyGrant.objects.filter(
        content_object__in=both, ended_at=None, until_date__gte=timezone.localdate(at)
    ):
        if grant.until_at is None:
            grants.end(grant, because="The family was joined with another.", at=at)


@in_service
def _shut_both(both: tuple[Family, Family], today: date) -> None:
    """Whoever has a conflict of interest with one has it with both, for whose sake it was said cannot be known."""
    lasting = ConflictOfInterest.objects.on(today).filter(family__in=both)
    shut = {(row.family_id, row.user_id) for row in lasting}
    for row in lasting.select_related("user", "declared_by", "family"):
        for family in both:
            if (family.pk, row.user_id) not in shut:
                shut.add((family.pk, row.user_id))
                ConflictOfInterest.objects.create(
                    family=family, user=row.user, declared_by=row.declared_by, from_date=today,
                    because=f"As with the family {row.family.reference}: {row.because}"[:300],
                )  # fmt: skip


@service
def undo(joining: FamilyJoin, *, because: str, by: User, at: datetime) -> FamilyJoin:
    """Bring the rows that came with `joined` back to it; what was recorded since stays with the family."""
    family, joined = lock_both(joining.family, joining.joined)
    joining = lock(joining)
    require(by, family, Can.DECIDE)
    if joining.undone:
        raise Conflict("These families were taken apart already. Nothing was changed.")
    if not because.strip():
        raise Refusal("Say why they are not one family.", "because")
    if reasons := reasons_against_undoing(family, joined, at):
        raise Refusal(f"{CANNOT_UNDO}: {'; '.join(reasons)}.")
    _check_undoable(joining, family, timezone.localdate(at))
    _move([*_moved_rows(joining), *_derived_since(joining, family)], joined)
    team = family.team_now()
    FamilyTeam.objects.create(family=joined, team=team, from_date=timezone.localdate(at))
    change(joining, undone=True, undone_because=because.strip())
    _shut_both((family, joined), timezone.localdate(at))
    for one in (family, joined):
        follow_plans(one, at=at)
    carry_over([family.pk, joined.pk], at=at)
    return joining


def _moved_rows(joining: FamilyJoin) -> Iterator[Any]:
    for label, pk in joining.moved:
        yield apps.get_model(label).objects.get(pk=pk)


def _derived_since(joining: FamilyJoin, family: Family) -> Iterator[Any]:
    """The clocks and notifications that came since, of rows that go back."""
    going = {SubjectKey(type_of(apps.get_model(label)), pk) for label, pk in joining.moved}
    moved = {(label, pk) for label, pk in joining.moved}
    for model in UNRECORDED:
        for row in model._default_manager.filter(family=family, subject_type__in={key.subject_type for key in going}):
            if SubjectKey(row.subject_type, row.subject_id) in going and (model._meta.label_lower, row.pk) not in moved:
                yield row


def _check_undoable(joining: FamilyJoin, family: Family, today: date) -> None:
    """Refuse where later rows of the family point to what would go; a relationship alone just ends.

    So it is where somebody who would go was added to the joined family meanwhile.
    """
    members = FamilyMember.objects.filter(
        pk__in=[pk for label, pk in joining.moved if label == MEMBER], until_date=None
    )
    if again := joining.joined.familymember_set.filter(until_date=None, person__in=members.values("person")).first():
        raise Refusal(
            f"{again.person} was added to the family {joining.joined} since. End that membership first, or leave the "
            "two families together."
        )
    if born := _born_since(joining, family, {member.person_id for member in members}):
        raise Refusal(
            f"{born} was entered in this family since, and a parent or a twin of {born} would go. Leave the two "
            f"families together, or first end the membership of {born} here and bring {born} into the family "
            f"{joining.joined}."
        )
    going = {(label, pk) for label, pk in joining.moved}
    for row, model in _later_rows_that_point_to(joining, family, going):
        if model is not Relationship:
            raise Refusal(
                f"This cannot be undone any more: {model._meta.verbose_name_plural} of this family now rest on what "
                "came with it."
            )
        change(row, until_date=row.until_date or today)


def _born_since(joining: FamilyJoin, family: Family, going: set[int]) -> Person | None:
    """Somebody entered since the join who would stay, while a birth parent goes, or who was born on the same day."""
    joined_at = joining.history.earliest().history_date
    staying = set(family.familymember_set.filter(until_date=None).values_list("person", flat=True)) - going
    kinds = (RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.SIBLING)
    ties = family.relationship_set.filter(kind__in=kinds, recorded_wrongly=False).select_related("person", "other")
    for row in ties.order_by("pk"):
        twins = row.kind == RelationshipKind.SIBLING and row.person.born == row.other.born
        pairs = [(row.person, row.other), (row.other, row.person)] if twins else [(row.person, row.other)]
        for goes, stays in pairs if twins or row.kind != RelationshipKind.SIBLING else ():
            torn = goes.pk in going and stays.pk in staying
            if torn and stays.history.earliest().history_date > joined_at:
                return stays
    return None


def _later_rows_that_point_to(
    joining: FamilyJoin, family: Family, going: set[tuple[str, int]]
) -> Iterator[tuple[Any, Any]]:
    for row in list(_moved_rows(joining)):
        for one in (row, row.person) if isinstance(row, FamilyMember) else (row,):
            for relation in one._meta.related_objects:
                yield from _pointing(one, relation, family, going)


def _pointing(
    row: Any, relation: ForeignObjectRel, family: Family, going: set[tuple[str, int]]
) -> Iterator[tuple[Any, Any]]:
    model: Any = relation.related_model
    if not issubclass(model, FamilyRecord | Permanent) or not hasattr(model, "family_id"):
        return
    for found in model._base_manager.filter(**{relation.field.name: row.pk}, family=family):
        if (model._meta.label_lower, found.pk) not in going:
            yield found, model
