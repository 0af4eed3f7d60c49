"""What the children of a family are subject to now, as the head of each of its pages says it (E2.12)."""

from typing import NamedTuple

from django.db.models.functions import Coalesce

from casework.families.models import Family
from casework.plans.models import LegalEpisode, LegalKind, PlanKind
from casework.plans.status.queries import current_facts, next_conferences
from casework.practice.codes import abuse_category
from casework.words import say_date

# Whoever has one of these needs no other word for why we are there.
EXPLAINS_INVOLVEMENT = {*PlanKind, LegalKind.CARE}
CHILD_IN_NEED, CLOSED = "Child in need", "Closed"


def subject_to(family: Family, children, today):
    """'Child protection plan (neglect): Mia; Child in need: Ben'; without names where it is so of all `children`."""
    here = {child.one_id for child in children}
    facts = [fact for fact in current_facts(family, today) if fact.whose in here]
    said = {}
    for fact in facts:
        said.setdefault(label_for(fact.kind, fact.detail), set()).add(fact.whose)
    whose = Coalesce("child__merged_into_id", "child_id")
    involvements = list(family.involvement_set.values_list(whose, "closed_on"))
    planned = {fact.whose for fact in facts if fact.kind in EXPLAINS_INVOLVEMENT}
    in_need = here.intersection(child for child, closed_on in involvements if closed_on is None) - planned
    if in_need:
        said.setdefault(CHILD_IN_NEED, set()).update(in_need)
    if not said:
        return _closed([closed_on for _, closed_on in involvements])
    return "; ".join(_of_whom(label, of, children) for label, of in said.items())


def _closed(days):
    """'Closed on Tue 3 Nov 2026' where every part in a referral is closed; '' where one is open, or there was none."""
    return f"{CLOSED} on {say_date(max(days))}" if days and None not in days else ""


def label_of(fact):
    """'Child protection plan (neglect)', 'In care (interim care order)', 'Care proceedings'."""
    detail = {PlanKind.CHILD_PROTECTION: "latest_category", LegalKind.CARE: "status"}.get(fact.kind)
    return label_for(fact.kind, getattr(fact, detail)) if detail else fact.get_kind_display()


def label_for(kind, detail):
    if kind == PlanKind.CHILD_PROTECTION:
        return f"{PlanKind(kind).label} ({abuse_category(detail)})"
    if kind == LegalKind.CARE:
        return f"In care ({_lower(LegalEpisode.status.field.label(detail))})"
    return (PlanKind if kind in PlanKind.values else LegalKind)(kind).label


def _lower(label):
    return label[:1].lower() + label[1:]


def _of_whom(label, of, children):
    names = [str(child) for child in children if child.one_id in of]
    return label if len(names) == len(children) else f"{label}: {', '.join(names)}"


class ChildStatus(NamedTuple):
    """What `child` is subject to now by plan, court or care, or that the case is closed; and the next conference."""

    child: object
    subject_to: list
    conference: object


def status_by_child(family: Family, children, today):
    """Each of `children`, in three queries together."""
    facts, coming, closed = current_facts(family, today), next_conferences(family, today), _closed_by_child(family)
    return [
        ChildStatus(
            child,
            [label_for(fact.kind, fact.detail) for fact in facts if fact.whose == child.one_id]
            + closed.get(child.one_id, []),
            coming.get(child.one_id),
        )
        for child in children
    ]  # fmt: skip


def _closed_by_child(family):
    """By the child's `one_id`, that the case is closed and since when; nothing where one involvement is open."""
    days = {}
    for child, merged_into, closed_on in family.involvement_set.values_list("child", "child__merged_into", "closed_on"):
        days.setdefault(merged_into or child, []).append(closed_on)
    return {child: [f"Case closed {said.partition(' ')[2]}"] for child, of in days.items() if (said := _closed(of))}
