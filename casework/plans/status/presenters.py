"""What the children of a family are subject to now, as the head of each of its pages says it (E2.12)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from casework.families.models import Family
from casework.people.models import Person
from casework.plans.models import AnyFact, Conference, LegalEpisode, LegalKind, PlanKind
from casework.plans.status.queries import GRAVEST_FIRST, FactOfFamily, cases_of, current_facts, next_conferences
from casework.practice.codes import abuse_category
from casework.words import say_date

# Whoever has one of these needs no other word for why we are there.
EXPLAINS_INVOLVEMENT = {*PlanKind, LegalKind.CARE}
CHILD_IN_NEED, CLOSED = "Child in need", "Closed"


def subject_to(family: Family, children: Sequence[Person], today: date) -> str:
    """'Child protection plan (neglect): Mia; Child in need: Ben'; without names where it is so of all `children`."""
    here = {child.one_id for child in children}
    facts = [fact for fact in current_facts(family, today) if fact.child_id in here]
    children_by_label: dict[str, set[int]] = {}
    for fact in facts:
        children_by_label.setdefault(label_for(fact.kind, fact.detail), set()).add(fact.child_id)
    involvements = [(case.child, case.closed_on) for case in cases_of(family)]
    planned = {fact.child_id for fact in facts if fact.kind in EXPLAINS_INVOLVEMENT}
    in_need = here.intersection(child for child, closed_on in involvements if closed_on is None) - planned
    if in_need:
        children_by_label.setdefault(CHILD_IN_NEED, set()).update(in_need)
    if not children_by_label:
        return _closed([closed_on for _, closed_on in involvements])
    return "; ".join(_of_whom(label, of, children) for label, of in children_by_label.items())


def gravest_plans(facts: Iterable[FactOfFamily]) -> dict[int, str]:
    """By family the gravest of the plans, court and care of its children: for lists of families."""
    found: dict[int, FactOfFamily] = {}
    for fact in facts:
        before = found.get(fact.family)
        if before is None or GRAVEST_FIRST.index(fact.kind) < GRAVEST_FIRST.index(before.kind):
            found[fact.family] = fact
    return {family: label_for(fact.kind, fact.detail) for family, fact in found.items()}


def _closed(days: Sequence[date | None]) -> str:
    """'Closed on Tue 3 Nov 2026' where every part in a referral is closed; '' where one is open, or there was none."""
    closed = [day for day in days if day]
    return f"{CLOSED} on {say_date(max(closed))}" if closed and len(closed) == len(days) else ""


def label_of(fact: AnyFact) -> str:
    """'Child protection plan (neglect)', 'In care (interim care order)', 'Care proceedings'."""
    details: dict[str, str] = {PlanKind.CHILD_PROTECTION: "latest_category", LegalKind.CARE: "status"}
    detail = details.get(fact.kind)
    return label_for(fact.kind, getattr(fact, detail)) if detail else fact.get_kind_display()


def label_for(kind: str, detail: str) -> str:
    """The label of a kind of plan, court or care; `detail` is the code of its category or legal status."""
    if kind == PlanKind.CHILD_PROTECTION:
        return f"{PlanKind(kind).label} ({abuse_category(detail)})"
    if kind == LegalKind.CARE:
        return f"In care ({_lower(LegalEpisode.status.field.label(detail))})"
    return str((PlanKind if kind in PlanKind.values else LegalKind)(kind).label)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _of_whom(label: str, of: set[int], children: Sequence[Person]) -> str:
    names = [str(child) for child in children if child.one_id in of]
    return label if len(names) == len(children) else f"{label}: {', '.join(names)}"


class ChildStatus(NamedTuple):
    """What `child` is subject to now by plan, court or care, or that the case is closed; and the next conference."""

    child: Person
    subject_to: list[str]
    conference: Conference | None


def status_by_child(family: Family, children: Iterable[Person], today: date) -> list[ChildStatus]:
    """Each of `children`, in three queries together."""
    facts, coming, closed = current_facts(family, today), next_conferences(family, today), _closed_by_child(family)
    return [
        ChildStatus(
            child,
            [label_for(fact.kind, fact.detail) for fact in facts if fact.child_id == child.one_id]
            + closed.get(child.one_id, []),
            coming.get(child.one_id),
        )
        for child in children
    ]  # fmt: skip


def _closed_by_child(family: Family) -> dict[int, list[str]]:
    """By the child's `one_id`, that the case is closed and since when; nothing where one involvement is open."""
    days: dict[int, list[date | None]] = {}
    for case in cases_of(family):
        days.setdefault(case.child, []).append(case.closed_on)
    closed = {child: _closed(of_child) for child, of_child in days.items()}
    return {child: [f"Case closed {words.partition(' ')[2]}"] for child, words in closed.items() if words}
