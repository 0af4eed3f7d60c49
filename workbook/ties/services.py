"""In which one Workbook a person of two families is open (A1.16), and on which ground (A1.17)."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone

from casework.access import families_for
from casework.allocations.reading import answering_for
from casework.families.models import Person
from casework.links.services import link_through
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.trail.rows import change
from workbook.books.models import Workbook
from workbook.ties.reading import entries_of, memberships_now


class Ground(TextChoices):
    """A1.17: which family's Workbook it is."""

    LIVES = "lives", "lives with that family"
    INVOLVED = "involved", "is most involved with that family"
    RISK = "risk", "is where the level of risk is highest"


class Tie(NamedTuple):
    """Whether the person comes into this family's Workbook, or stays in the other; on which ground, and why."""

    comes: bool
    ground: str
    because: str


def settle(family, people, ties, *, by, at):
    """Those of `people` who will be part of the Workbook of `family`; in the caller's transaction, `family` locked.

    `ties` gives a Tie by the person's id for each who is open in another's. The persons' rows stay locked until the
    end, so that two families' Workbooks never both take the same person.
    """
    people = hold(people)
    staying = set()
    for person in people:
        rows = list(memberships_now([person]).exclude(family=family))
        for other in {row.family_id: row.family for row in rows}.values():
            tie = _checked(person, other, ties.get(person.pk), by)
            _settle(family, other, person, tie, [row for row in rows if row.family_id == other.pk], by, at)
            staying.update([] if tie.comes else [person.pk])
    return [person for person in people if person.pk not in staying]


def hold(people):
    """The rows of these persons, locked in one order for everybody, and given in the order in which they came.

    With those under which somebody was entered a second time.
    """
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    held = {person.pk: person for person in rows.filter(pk__in=entries_of(people))}
    return [held[person.pk] for person in people]


def _checked(person, other, tie, by):
    if tie is None:
        raise Refusal(
            f"{person} is part of another family's open Workbook. Say in which one {person} is to be.",
            f"tie-{person.pk}",
        )
    if tie.ground not in Ground.values:
        raise Refusal(f"Choose the ground on which {person} is in the one or the other.", f"ground-{person.pk}")
    if not tie.because.strip():
        raise Refusal(f"Say why {person} is in the one or the other.", f"because-{person.pk}")
    if tie.comes and not families_for(by).filter(pk=other.pk).exists():
        raise Refusal(
            f"{person} is part of the Workbook of a family that you may not open, so {person} stays there. Ask that "
            "family's team.",
            f"tie-{person.pk}",
        )
    return tie


def _settle(family, other, person, tie, rows, by, at):
    whose = family if tie.comes else other
    ground = f"{person} {Ground(tie.ground).label}" if tie.ground != Ground.RISK else f"that {Ground.RISK.label}"
    because = f"{person} is open in the Workbook of family {whose.reference} only, because {ground}. {tie.because}"
    if tie.comes:
        _take_out(other, person, rows, at)
        _tell(other, family, person, by, at)
    link_through(family, other, person, because=because, at=at)


def _take_out(other, person, rows, at):
    """At least one child and one adult remain in the Workbook that is left (A1.14)."""
    # Two families may take two persons out of it at once: one after the other.
    left = {row.episode.workbook_id for row in rows}
    list(Workbook.objects.select_for_update(no_key=True).filter(pk__in=left).order_by("pk"))
    for row in rows:
        if not rest_is_whole(row):
            raise Refusal(
                f"Without {person} the other family's Workbook would have no child, or no adult. Let {person} stay "
                "there, or have that Workbook closed first.",
                f"tie-{person.pk}",
            )
        change(row, until_date=max(row.from_date, timezone.localdate(at)))


def rest_is_whole(row):
    """Whether the episode still has a child and an adult without this member, under whichever entry (A1.14)."""
    rest = row.episode.members.filter(until_date=None, person__died=None).exclude(person__in=row.person.all_ids)
    return set(rest.order_by().values_list("person__is_child", flat=True)) == {True, False}


def _tell(other, family, person, by, at):
    notify(
        answering_for(other, timezone.localdate(at)) - {by},
        family=other,
        text=f"{other}: {person} is open in the Workbook of family {family.reference} from today, as {by} decided.",
        url=reverse("people", args=[other.pk]),
        at=at,
        subject="Somebody is open in another Workbook now",
    )
