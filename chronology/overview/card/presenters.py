"""The family's card: what one needs first, on one screen of a telephone; what is so of several children stands once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse

from casework.families.models import Family, FamilyRole
from casework.frozen.presenters import urls_of_finished
from casework.people.contact_details.models import ContactKind
from casework.people.contact_details.queries import OpenDetail
from casework.people.models import Person
from casework.people.responsibility.presenters import NOT_RECORDED, ChildHolders
from casework.people.safe_contacts.presenters import SafeContactLine
from casework.plans.models import AssessmentKind, Conference
from casework.plans.status.presenters import CHILD_IN_NEED, EXPLAINS_INVOLVEMENT, ChildStatus, label_for
from casework.plans.status.queries import Case, CurrentFact, cases_of, current_facts
from casework.users.models import User
from casework.words import london_date, say_date, say_relative
from chronology.overview.card import queries
from supervision.last_seen.queries import due_of, open_since

ALL = ("", "", "Both", "All three", "All four", "All five", "All six", "All seven", "All eight")


class Link(NamedTuple):
    label: str
    url: str


class Shared(NamedTuple):
    """What is so of `children`; `everybody` where it is of all, `all` then says it: 'Both', 'All five', '' of one."""

    words: str
    children: list[Person]
    everybody: bool
    late: str = ""

    @property
    def of(self) -> str:
        """'All five', or the names; '' of the only child."""
        if self.everybody:
            number = len(self.children)
            return ALL[number] if number < len(ALL) else "All"
        return ", ".join(str(child) for child in self.children)


class Place(NamedTuple):
    words: str
    url: str


class NextDate(NamedTuple):
    """`when` is None, and `url` '', where none is planned."""

    what: str
    when: date | datetime | None
    url: str


class People(NamedTuple):
    """Who belongs to the family, as its overview shows them, and who answers for the children."""

    children: list[Any]
    adults: list[Any]
    holders: list[ChildHolders]
    safe_contact: list[SafeContactLine]

    @property
    def everybody(self) -> list[Any]:
        return [*self.children, *self.adults]


class Card(NamedTuple):
    """`alone` and `lives` stand below the card; `dates` are the next visit, supervision and conference."""

    seen: list[Shared]
    plans: list[Shared]
    alone: list[Shared]
    lives: list[Shared]
    responsibility: list[Shared]
    safe_contact: list[SafeContactLine]
    places: list[Place]
    lead: User | None
    managers: list[User]
    dates: list[NextDate]
    links: list[Link]


def shared(rows: Iterable[tuple[Person, str, str]], number: int) -> list[Shared]:
    """Of (child, words, late): the children of whom the same is so together, in the order of the first of them."""
    found: dict[tuple[str, str], list[Person]] = {}
    for child, words, late in rows:
        found.setdefault((words, late), []).append(child)
    return [Shared(words, of, len(of) == number, late) for (words, late), of in found.items()]


def seen_of(members: Sequence[Any], family: Family, cases: list[Case], now: datetime) -> list[Shared]:
    """When each child was seen last, and since when it is overdue by the plan; the unborn are not seen."""
    facts, today = current_facts(family, london_date(now)), london_date(now)
    opened = open_since(cases)
    rows = []
    for member in members:
        child = member.person
        if child.unborn or child.died:
            continue
        rows.append(
            (
                child,
                f"{_said(member.last_seen, today)}{_missed(member.missed)}",
                _late(child, member.last_seen, facts, opened, now),
            )
        )
    return shared(rows, len(members))


def _missed(number: int) -> str:
    """Of visits that did not take place since; '' where there was none."""
    return f"; {number} visit{'' if number == 1 else 's'} since did not take place" if number else ""


def _late(
    child: Person, last_seen: datetime | None, facts: list[CurrentFact], opened: dict[int, date], now: datetime
) -> str:
    due = due_of(child, last_seen, facts, opened)
    return f"overdue since {london_date(due):%-d %b}" if due and due < now else ""


def plans_of(
    children: Sequence[Person], status: Iterable[ChildStatus], family: Family, cases: list[Case], today: date
) -> list[Shared]:
    """Each plan, court and care with the day on which it began; of a child in need without one, of the case."""
    facts = current_facts(family, today)
    opened = open_since(cases)
    rows: list[tuple[Person, str, str]] = []
    for each in status:
        own = [fact for fact in facts if fact.child_id == each.child.one_id]
        rows += [(each.child, f"{label_for(fact.kind, fact.detail)}, since {say_date(fact.begun)}", "") for fact in own]
        if each.child.one_id in opened and not any(fact.kind in EXPLAINS_INVOLVEMENT for fact in own):
            rows.append((each.child, f"{CHILD_IN_NEED}, since {say_date(opened[each.child.one_id])}", ""))
        rows += [(each.child, words, "") for words in each.subject_to if words.startswith("Case closed")]
    return shared(rows, len(children))


def responsibility_of(holders: Iterable[ChildHolders]) -> list[Shared]:
    """Who holds parental responsibility, the same of several children once."""
    holders = list(holders)
    rows = [(each.child, "not recorded" if each.words == NOT_RECORDED else each.words, "") for each in holders]
    return shared(rows, len(holders))


def places_of(details: Iterable[OpenDetail], family: Family, household: set[int]) -> list[Place]:
    """Where the household lives. Where a place is protected that is said, and no other is named beside it."""
    rows = [row for row in details if row.kind == ContactKind.ADDRESS]
    protected = next((row for row in rows if row.protected), None)
    if protected:
        return [Place("Protected", reverse("person", args=[family.pk, protected.person_id]))]
    return [Place(value, "") for value in dict.fromkeys(row.value for row in rows if row.one_id in household)]


def dates_of(family: Family, status: Iterable[ChildStatus], now: datetime) -> list[NextDate]:
    """The next visit or meeting, supervision, and conference, each with the page that it leads to."""
    planned, supervision = queries.next_planned(family, now), family.headline.next_supervision
    coming = [each.conference for each in status if each.conference]
    conference = min(coming, key=lambda one: one.planned_for or date.max, default=None)
    visit, none = NextDate("Visit or meeting", None, ""), NextDate("Conference", None, "")
    if planned:
        visit = visit._replace(when=planned.planned_for, url=reverse("note", args=[family.pk, planned.pk]))
    if conference:
        none = NextDate(conference.get_kind_display(), conference.planned_for, _plans_of(conference))
    return [visit, NextDate("Supervision", supervision, reverse("supervision-next", args=[family.pk])), none]


def _plans_of(conference: Conference) -> str:
    return reverse("child-plans", args=[conference.family_id, conference.child_id])


def links_of(family: Family, supervision: Any, now: datetime) -> list[Link]:
    """What people look for most, one click away: the safety plan now and first, last supervision, assessments."""
    plans, page = queries.safety_plans_in_force(family), reverse("safety-plan", args=[family.pk])
    links = [Link("Safety plan: none yet", page)]
    if plans:
        links = [Link(f"Safety plan of {say_date(plans[-1].current_from or now)}", page)]
        if len(plans) > 1:
            first = urls_of_finished("safety_plan", plans[:1]).get(plans[0].pk, page)
            links.append(Link(f"First safety plan, {say_date(plans[0].current_from or now)}", first))
    if supervision:
        url = reverse("supervision", args=[family.pk, supervision.pk])
        links.append(Link(f"Last supervision, {say_date(supervision.held_at)}", url))
    for each in queries.last_assessments(family):
        page, pk, what = (
            ("child-plans", each.child, AssessmentKind(each.kind).label)
            if each.child
            else ("assessment", each.pk, "Parenting assessment")
        )
        links.append(Link(f"{what}, {say_date(each.on)}", reverse(page, args=[family.pk, pk])))
    return links


def alone_of(members: Iterable[Any], today: date) -> list[Shared]:
    """When each child was last seen alone."""
    members = [member for member in members if not member.person.unborn and not member.person.died]
    rows = [(member.person, _said(member.last_alone, today), "") for member in members]
    return shared(rows, len(members))


def _said(moment: datetime | None, today: date) -> str:
    return f"{say_date(moment)}, {say_relative(moment, today=today)}" if moment else "not yet"


def lives_of(members: Iterable[Any]) -> list[Shared]:
    """Where each child lives, as far as the family's membership says it."""
    rows = [(member.person, member.where.lower().removeprefix("lives "), "") for member in members if member.where]
    return shared(rows, len(rows))


def card_of(
    family: Family, people: People, *, details: list[OpenDetail], supervision: Any, now: datetime,
) -> Card:  # fmt: skip
    """Of a family to which its reader is `family.access`; in as many queries however many its people are."""
    today = london_date(now)
    ours = [member.person for member in people.children if member.role == FamilyRole.CHILD]
    members = [member for member in people.children if member.role == FamilyRole.CHILD]
    status = [member.status for member in members if member.status]
    cases = cases_of(family)
    household = {member.person.one_id for member in people.everybody if member.at_home}
    return Card(
        seen=seen_of(members, family, cases, now),
        plans=plans_of(ours, status, family, cases, today),
        alone=alone_of(members, today),
        lives=lives_of(people.children),
        responsibility=responsibility_of(people.holders),
        safe_contact=people.safe_contact,
        places=places_of(details, family, household),
        lead=family.headline.lead,
        managers=list(queries.managers_of(family, today)),
        dates=dates_of(family, status, now),
        links=links_of(family, supervision, now),
    )
