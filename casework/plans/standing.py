"""What the children of a family are subject to now, as the head of each of its pages says it (E2.12)."""

from django.db.models import Q

from casework.families.models import Family
from casework.plans.models import LegalKind, PlanKind
from casework.practice import codes
from casework.words import say_date

# The gravest first.
ORDER = [
    LegalKind.CARE, LegalKind.CARE_PROCEEDINGS, LegalKind.PRE_PROCEEDINGS, PlanKind.CHILD_PROTECTION,
    PlanKind.CHILD_WE_CARE_FOR, PlanKind.CHILD_IN_NEED, PlanKind.EARLY_HELP, LegalKind.PRIVATE_LAW,
]  # fmt: skip
# Whoever has one of these needs no other word for why we are there.
SAYS_WHY = {*PlanKind, LegalKind.CARE}
CHILD_IN_NEED, CLOSED = "Child in need", "Closed"


def running(rows, today):
    """Of the facts with a beginning and an end those not withdrawn that hold on `today`.

    One that ended today does not: whatever followed from it began today.
    """
    rows = rows.filter(Q(until_date=None) | Q(until_date__gt=today), withdrawn_because="", from_date__lte=today)
    return rows.select_related("child")


def whose(fact):
    """The id of the child; of one who was entered twice, the row that stands for both."""
    return fact.child.merged_into_id or fact.child_id


def subject_to(family: Family, children, today):
    """'Child protection plan (neglect): Mia; Child in need: Ben'; without names where it is so of all `children`."""
    here = {child.pk for child in children}
    facts = [*running(family.plan_set, today), *running(family.legalepisode_set, today)]
    facts = sorted((fact for fact in facts if whose(fact) in here), key=lambda fact: ORDER.index(fact.kind))
    said = {}
    for fact in facts:
        said.setdefault(label_of(fact), set()).add(whose(fact))
    involvements = list(family.involvement_set.values_list("child", "closed_on"))
    planned = {whose(fact) for fact in facts if fact.kind in SAYS_WHY}
    in_need = here.intersection(child for child, closed_on in involvements if closed_on is None) - planned
    if in_need:
        said.setdefault(CHILD_IN_NEED, set()).update(in_need)
    if not said:
        return f"{CLOSED} on {say_date(max(day for _, day in involvements))}" if involvements else ""
    return "; ".join(_of_whom(label, of, children) for label, of in said.items())


def label_of(fact):
    """'Child protection plan (neglect)', 'In care (interim care order)', 'Care proceedings'."""
    if fact.kind == PlanKind.CHILD_PROTECTION:
        return f"{fact.get_kind_display()} ({category_of(fact.latest_category)})"
    if fact.kind == LegalKind.CARE:
        return f"In care ({_lower(codes.label('legal_statuses', fact.status))})"
    return fact.get_kind_display()


def category_of(code):
    """'neglect': without the advice that its label gives to whoever chooses."""
    return codes.label("abuse_categories", code).partition(" (")[0].lower()


def _lower(label):
    return label[:1].lower() + label[1:]


def _of_whom(label, of, children):
    names = [str(child) for child in children if child.pk in of]
    return label if len(names) == len(children) else f"{label}: {', '.join(names)}"


def plans_by_child(family, today):
    """By child's id what the child is subject to on `today` by plan, court or care, the gravest first."""
    facts = [*running(family.plan_set, today), *running(family.legalepisode_set, today)]
    by_child = {}
    for fact in sorted(facts, key=lambda fact: ORDER.index(fact.kind)):
        by_child.setdefault(whose(fact), []).append(label_of(fact))
    return by_child


def next_conferences(family, today):
    """By child's id the next conference or review to come."""
    coming = family.conference_set.filter(withdrawn_because="", held_on=None, not_held_because="")
    coming = coming.filter(planned_for__gte=today).select_related("child").order_by("-planned_for")
    return {whose(conference): conference for conference in coming}
