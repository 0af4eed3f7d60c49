"""The family's overview: its members, what was written of the children last, and what is due."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from casework import practice
from casework.allocations.leads.queries import plan_without_its_lead
from casework.case_summaries.models import CaseSummary
from casework.duedates.presenters import ShownDue, dues_in
from casework.families.models import ADULTS, CHILDREN, OTHERS, Family, FamilyMember, FamilyRole
from casework.families.queries import current_members
from casework.naming.presenters import with_colleagues_apart
from casework.passages.presenters import PassageText, passage_texts
from casework.people.contact_details.queries import telephones_of
from casework.people.models import Person
from casework.plans.status.presenters import ChildStatus, status_by_child
from casework.practice.schema import Section
from casework.relationships.models import kind_with_article
from casework.users.models import User
from casework.words import london_date, say_age, say_date
from chronology.overview import queries
from supervision.my_work.due_dates.presenters import DueLine

IN_BRIEF = ("working_well", "worried_about", "plan")


class OverviewMember(NamedTuple):
    """`related` are phrases such as 'mother of Mia and Ben'."""

    person: Person
    age: str
    where: str
    related: list[str]
    last_seen: datetime | None = None
    last_alone: datetime | None = None
    telephones: tuple[Any, ...] = ()
    role: str = ""
    # Of a child with whom one works: what they are subject to, and the next conference.
    status: ChildStatus | None = None
    # How many visits did not take place since they were last seen.
    missed: int = 0

    @property
    def is_other(self) -> bool:
        """Neither a child with whom one works nor a parent or carer."""
        return self.role in OTHERS

    @property
    def role_label(self) -> str:
        return FamilyRole(self.role).label


def members_of(user: User, family: Family, today: date) -> tuple[list[OverviewMember], list[OverviewMember]]:
    """The people who belong to the family now: children and adults, in six queries together."""
    related, (seen_by_child, missed) = _related(family), queries.seen_and_missed(family)
    telephones = telephones_of(user, family, today)
    people = [_member(member, related, seen_by_child, telephones, today) for member in current_members(family)]
    ours = [row.person for row in people if row.role == FamilyRole.CHILD]
    status = dict(zip(ours, status_by_child(family, ours, today), strict=True))
    children = [
        row._replace(status=status.get(row.person), missed=_missed_since(row.last_seen, missed))
        for row in people if row.role in CHILDREN
    ]  # fmt: skip
    return children, [row for row in people if row.role in ADULTS]


def _member(member: FamilyMember, related: dict, seen_by_child: dict, telephones: dict, today: date) -> OverviewMember:
    person = member.person
    where = "In the household" if member.in_household else "Lives elsewhere"
    if person.unborn or person.died:
        where = ""
    seen_at, alone_at = seen_by_child.get(person.one_id, (None, None))
    numbers = telephones.get(person.one_id, ())
    return OverviewMember(
        person, say_age(person, today), where, related.get(person.one_id, []), seen_at, alone_at, numbers, member.role
    )  # fmt: skip


def _missed_since(last_seen: datetime | None, missed: Iterable[datetime]) -> int:
    return sum(1 for moment in missed if last_seen is None or moment > last_seen)


def _related(family: Family) -> dict[int, list[str]]:
    """By the person's `one_id`: what they are of whom, the others gathered under one kind."""
    others: dict[int, dict[str, dict[int, str]]] = {}
    for row in family.relationships_now():
        others.setdefault(row.person.one_id, {}).setdefault(row.kind, {})[row.other.one_id] = str(row.other)
    return {
        person: [f"{kind_with_article(kind)} of {_listed([*names.values()])}" for kind, names in kinds.items()]
        for person, kinds in others.items()
    }


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


class CaseSummaryBrief(NamedTuple):
    """Of one child, as at the completion of the latest case summary."""

    child: Person
    as_at: datetime | None
    passages: list[PassageText]


def case_summary_briefs(family: Family, members: Iterable[OverviewMember]) -> list[CaseSummaryBrief]:
    """Working well, worried about and plan, from each child's latest completed case summary."""
    members = list(members)
    people = [member.person for member in members]
    sections = [section for section in practice.current().case_summary_sections if section.key in IN_BRIEF]
    latest = queries.latest_completed_case_summaries(family)
    children = [member.person for member in members if member.role == FamilyRole.CHILD]
    return [_brief(child, latest.get(child.pk), sections, people) for child in children]


def _brief(
    child: Person, summary: CaseSummary | None, sections: list[Section], people: Iterable[Person]
) -> CaseSummaryBrief:
    if summary is None:
        return CaseSummaryBrief(child, None, [])
    wanted = [passage for passage in summary.passages.all() if passage.section in IN_BRIEF]
    return CaseSummaryBrief(child, summary.completed_at, passage_texts(wanted, sections, people))


def due_context(family: Family, now: datetime, user: User) -> dict[str, Any]:
    """What is due, and which lead is needed where the clock of naming one runs: nothing is asked besides otherwise."""
    dues = dues_in(queries.running_dues(family), user, family.access)
    to_be_named = any(due.row.timescale == "lead_named" for due in dues)
    return {
        "dues": _due_lines(dues, now),
        "lead_missing": plan_without_its_lead(family, london_date(now)) if to_be_named else "",
    }


def _due_lines(dues: Iterable[ShownDue], now: datetime) -> list[DueLine]:
    """Soonest first, each with its owner, and with the page to which the reader goes for it."""
    dues = with_colleagues_apart(dues, london_date(now), "row.owner")
    return [
        DueLine(
            what=due.what,
            url=due.url,
            family=str(due.row.owner or due.row.team),
            when=due.row.due,
            why=f"{due.row.rule}: {say_date(due.row.started_at)}; met by {due.row.met_by}",
            overdue=due.row.due_at < now,
        )
        for due in dues
    ]
