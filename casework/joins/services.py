"""Siblings who came in as families of their own are brought together, and apart again if that was wrong."""

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from casework.access import Can, require
from casework.calls.models import SafetyCall
from casework.duedates.clock import DAY
from casework.duedates.models import DueDate
from casework.families.models import (
    FamilyJoin,
    FamilyLink,
    FamilyMember,
    FamilyRecord,
    FamilyTeam,
    Headline,
    Relationship,
)
from casework.families.services import lock
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.models import Permanent
from casework.trail.rows import change

# Said by both, such a row stands once: that of the joined family stays where it is.
SAID_ONCE = {FamilyLink: ("other_id", "person_id"), Relationship: ("person_id", "kind", "other_id")}
# What says which family it is, and not what happened in it: these stay where they are.
OF_THE_FAMILY_ITSELF = (FamilyTeam, FamilyJoin)
CASEWORK = "casework"
CANNOT = "These two families cannot be joined"


def movable():
    """The tables whose rows go with the people: all that casework records about a family."""
    kinds = [model for model in apps.get_models() if issubclass(model, FamilyRecord)]
    return [m for m in kinds if m._meta.app_label == CASEWORK and m not in OF_THE_FAMILY_ITSELF]


def _beyond_casework():
    """The tables of the apps to the right: where one of them has a row, work has begun that cannot move."""
    kinds = [model for model in apps.get_models() if issubclass(model, FamilyRecord | Permanent)]
    about_families = [m for m in kinds if any(field.name == "family" for field in m._meta.fields)]
    return [m for m in about_families if m._meta.app_label != CASEWORK and not issubclass(m, Headline)]


def why_not(family, joined, today):
    """The sentences that speak against joining `joined` into `family`; none where it can be done."""
    if family.pk == joined.pk:
        return ["Choose another family."]
    return [sentence for holds, sentence in _checks(family, joined, today) if holds]


def _checks(family, joined, today):
    yield (
        any(model.objects.filter(family=joined).exists() for model in _beyond_casework()),
        f"the family {joined} has a Workbook of its own. Its record stays one",
    )
    yield (
        all(one.allocation_set.filter(_not_over(today)).exists() for one in (family, joined)),
        f"workers are allocated to both. End the allocations to the family {joined} first",
    )
    both = family.familymember_set.filter(until_date=None).values("person")
    yield (
        joined.familymember_set.filter(until_date=None, person__in=both).exists(),
        "somebody belongs to both. End the membership in one of them first",
    )
    yield joined.safetyplan_set.exists(), f"the family {joined} has a safety plan of its own"
    yield joined.transfer_set.exists(), f"the family {joined} is being transferred, or was"
    yield (
        joined.restriction_set.on(today).exists() or family.restriction_set.on(today).exists(),
        "one of them is restricted",
    )
    yield (
        FamilyJoin.objects.filter(joined__in=[family, joined], undone=False).exists(),
        "one of them has been joined to another family already",
    )
    yield joined.genogramnote_set.exists(), f"the family {joined} has cultural notes of its own"


def _not_over(today):
    """Now, or still to begin."""
    return Q(until_date=None) | Q(until_date__gte=today)


@service
def join(family, joined, *, because, by, at):
    """Move the people of `joined`, and all that was recorded about them, into `family` (rows keep their history)."""
    family, joined = _both_locked(family, joined)
    for one in (family, joined):
        require(by, one, Can.DECIDE)
    if not because.strip():
        raise Refusal("Say why these are one family.", "because")
    return bring_together(family, joined, because=because, at=at)


def bring_together(family, joined, *, because, at):
    """The same, without asking who may: an import does it in its transaction, for the one who wrote the file."""
    today = timezone.localdate(at)
    if reasons := why_not(family, joined, today):
        raise Refusal(f"{CANNOT}: {'; '.join(reasons)}.")
    moved = _move(_rows_that_go(joined, family), joined, family)
    _end_team(joined, today)
    return FamilyJoin.objects.create(family=family, joined=joined, because=because.strip(), moved=moved)


def _both_locked(*families):
    """In the order of their ids, so that two who join the same two never wait for each other."""
    locked = {family.pk: lock(family) for family in sorted(families, key=lambda family: family.pk)}
    return [locked[family.pk] for family in families]


def _rows_that_go(joined, family):
    for model in movable():
        rows = model.objects.filter(family=joined).order_by("pk")
        yield from (row for row in rows if not _is_said(row, family))
    yield from SafetyCall.objects.filter(family=joined).order_by("pk")
    yield from DueDate.objects.filter(family=joined).order_by("pk")


def _is_said(row, family):
    """Whether `family` says the same already; that the two are linked to each other goes without saying."""
    if isinstance(row, FamilyLink) and row.other_id == family.pk:
        return True
    names = SAID_ONCE.get(type(row), ())
    same = {name: getattr(row, name) for name in names}
    if not same or row.until_date:
        return False
    return type(row).objects.filter(family=family, until_date=None, **same).exists()


def _move(rows, source, target):
    return [_moved(row, source, target) for row in list(rows)]


def _moved(row, source, target):
    """One row, with the address that a due date bears; the key under which it is found again."""
    if isinstance(row, DueDate):
        url = row.url.replace(f"/families/{source.pk}/", f"/families/{target.pk}/", 1)
        DueDate.objects.filter(pk=row.pk).update(family=target, url=url)
    else:
        change(row, family=target)
    return [row._meta.label_lower, row.pk]


def _end_team(joined, today):
    """It had the family until yesterday, so that nobody goes on working in an empty one."""
    for row in joined.familyteam_set.filter(until_date=None):
        change(row, until_date=max(today - DAY, row.from_date))


@service
def undo(joining, *, because, by, at):
    """Bring the rows that came with `joined` back to it; what was recorded since stays with the family."""
    family, joined = _both_locked(joining.family, joining.joined)
    joining = FamilyJoin.objects.select_for_update(no_key=True).get(pk=joining.pk)
    require(by, family, Can.DECIDE)
    if joining.undone:
        return joining
    if not because.strip():
        raise Refusal("Say why they are not one family.", "because")
    _refuse_if_built_upon(joining, family, timezone.localdate(at))
    _move(_rows_again(joining), family, joined)
    team = family.team_now()
    FamilyTeam.objects.create(family=joined, team=team, from_date=timezone.localdate(at))
    change(joining, undone=True, undone_because=because.strip())
    return joining


def _rows_again(joining):
    for label, pk in joining.moved:
        yield apps.get_model(label).objects.get(pk=pk)


def _refuse_if_built_upon(joining, family, today):
    """Where work with those who would go has begun in the family, it holds them; a relationship alone just ends."""
    going = {(label, pk) for label, pk in joining.moved}
    for row, model in _rows_that_stay_and_point_to(joining, family, going):
        if model is not Relationship:
            raise Refusal(
                f"This cannot be undone any more: {model._meta.verbose_name_plural} of this family now rest on what "
                "came with it."
            )
        change(row, until_date=row.until_date or today)


def _rows_that_stay_and_point_to(joining, family, going):
    for row in list(_rows_again(joining)):
        for one in (row, row.person) if isinstance(row, FamilyMember) else (row,):
            for relation in one._meta.related_objects:
                yield from _pointing(one, relation, family, going)


def _pointing(row, relation, family, going):
    model = relation.related_model
    if not issubclass(model, FamilyRecord | Permanent) or not hasattr(model, "family_id"):
        return
    for found in model._base_manager.filter(**{relation.field.name: row.pk}, family=family):
        if (model._meta.label_lower, found.pk) not in going:
            yield found, model
