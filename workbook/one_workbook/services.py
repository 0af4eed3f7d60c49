"""In which one Workbook a person of two families is open (A1.16), and on which ground (A1.17)."""

from django.urls import reverse
from django.utils import timezone

from casework.allocations.queries import lead_and_managers
from casework.links.services import link_through
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.trail.rows import change
from workbook.one_workbook.checks import check_choice, remains_whole_without
from workbook.one_workbook.queries import lock_people, memberships_now
from workbook.one_workbook.states import Ground
from workbook.workbooks.models import Workbook


def resolve_memberships(family, people, ties, *, by, at):
    """Those of `people` who will be part of the Workbook of `family`; in the caller's transaction, `family` locked.

    `ties` gives a Tie by the person's id for each who is open in another's. The persons' rows stay locked until the
    end, so that two families' Workbooks never both take the same person.
    """
    people = lock_people(people)
    staying = set()
    for person in people:
        rows = list(memberships_now([person]).exclude(family=family))
        for other in {row.family_id: row.family for row in rows}.values():
            tie = check_choice(person, other, ties.get(person.pk), by)
            _carry_out(family, other, person, tie, [row for row in rows if row.family_id == other.pk], by, at)
            staying.update([] if tie.comes else [person.pk])
    return [person for person in people if person.pk not in staying]


def _carry_out(family, other, person, tie, rows, by, at):
    whose = family if tie.comes else other
    ground = f"{person} {Ground(tie.ground).label}" if tie.ground != Ground.RISK else f"that {Ground.RISK.label}"
    because = f"{person} is open in the Workbook of family {whose.reference} only, because {ground}. {tie.because}"
    if tie.comes:
        _take_out(other, person, rows, at)
        _notify_family(other, family, person, by, at)
    link_through(family, other, person, because=because, at=at)


def _take_out(other, person, rows, at):
    """At least one child and one adult remain in the Workbook that is left (A1.14)."""
    # Two families may take two persons out of it at once: one after the other.
    left = {row.episode.workbook_id for row in rows}
    list(Workbook.objects.select_for_update(no_key=True).filter(pk__in=left).order_by("pk"))
    for row in rows:
        if not remains_whole_without(row):
            raise Refusal(
                f"Without {person} the other family's Workbook would have no child, or no adult. Let {person} stay "
                "there, or have that Workbook closed first.",
                f"tie-{person.pk}",
            )
        change(row, until_date=max(row.from_date, timezone.localdate(at)))


def _notify_family(other, family, person, by, at):
    notify(
        lead_and_managers(other, timezone.localdate(at)) - {by},
        family=other,
        text=f"{other}: {person} is open in the Workbook of family {family.reference} from today, as {by} decided.",
        url=reverse("people", args=[other.pk]),
        at=at,
        subject="Somebody is open in another Workbook now",
    )
