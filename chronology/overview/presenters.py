"""The family's overview: its members, what was written of the children last, and what is due."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from casework import practice
from casework.allocations.leads.queries import plan_without_its_lead
from casework.case_summaries.models import CaseSummary
from casework.duedates.presenters import dues_in
from casework.families.models import ADULTS, CHILDREN, OTHERS, Family, FamilyMember, FamilyRole
from casework.families.queries import current_members
from casework.passages.presenters import PassageText, passage_texts
from casework.people.contact_details.queries import OpenDetail, telephones_in
from casework.people.models import Person
from casework.plans.status.presenters import ChildStatus, status_by_child
from casework.relationships.models import kind_with_article
from casework.users.models import User
from casework.words import london_date, say_age, say_all
from chronology.overview import queries
from chronology.overview.card.presenters import ALL
from supervision.my_work.due_dates.presenters import job_line, jobs
from supervision.my_work.queries import teams_managed_by

MANY = 3
WEEK = timedelta(days=7)
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
    at_home: bool = False
    short_age: str = ""
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


def members_of(
    family: Family, details: list[OpenDetail], today: date
) -> tuple[list[OverviewMember], list[OverviewMember]]:
    """The people who belong to the family now: children and adults; `details` are theirs."""
    members, (seen_by_child, missed) = current_members(family), queries.seen_and_missed(family)
    related = _related(family, {row.person.one_id for row in members if row.role == FamilyRole.CHILD})
    telephones = telephones_in(details)
    people = [_member(member, related, seen_by_child, telephones, today) for member in members]
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
    numbers = () if person.died else telephones.get(person.one_id, ())
    return OverviewMember(
        person, say_age(person, today), where, related.get(person.one_id, []), seen_at, alone_at, numbers, member.role,
        member.in_household, say_age(person, today, short=True),
    )  # fmt: skip


def _missed_since(last_seen: datetime | None, missed: Iterable[datetime]) -> int:
    return sum(1 for moment in missed if last_seen is None or moment > last_seen)


def _related(family: Family, children: set[int]) -> dict[int, list[str]]:
    """By the person's `one_id`: what they are of whom, the others gathered under one kind."""
    others: dict[int, dict[str, dict[int, str]]] = {}
    for row in family.relationships_now():
        others.setdefault(row.person.one_id, {}).setdefault(row.kind, {})[row.other.one_id] = str(row.other)
    return {
        person: [f"{kind_with_article(kind)} of {_whom(names, children)}" for kind, names in kinds.items()]
        for person, kinds in others.items()
    }


def _whom(names: dict[int, str], children: set[int]) -> str:
    """The names, or of three children and more 'all five children' where it is so of them all."""
    number = len(children)
    if number < MANY or set(names) != children:
        return say_all([*names.values()])
    return f"{ALL[number].lower() if number < len(ALL) else 'all'} children"


class CaseSummaryBrief(NamedTuple):
    """Of one child, as at the completion of the latest case summary."""

    child: Person
    as_at: datetime | None
    passages: list[PassageText]


def case_summary_briefs(latest: dict[int, CaseSummary], members: Iterable[OverviewMember]) -> list[CaseSummaryBrief]:
    """Working well, worried about and plan, from each child's latest completed case summary; of the others nothing."""
    members = list(members)
    people = [member.person for member in members]
    children = [member.person for member in members if member.role == FamilyRole.CHILD and member.person.pk in latest]
    return [brief_of(child, latest[child.pk], people) for child in children]


def brief_of(
    child: Person, summary: CaseSummary, people: Iterable[Person], keys: Collection[str] = IN_BRIEF
) -> CaseSummaryBrief:
    """What stands under the headings of these keys; `people` are persons of the family, for whom it is about."""
    sections = [section for section in practice.current().case_summary_sections if section.key in keys]
    wanted = [passage for passage in summary.passages.all() if passage.section in keys]
    return CaseSummaryBrief(child, summary.completed_at, passage_texts(wanted, sections, people))


def due_context(family: Family, now: datetime, user: User) -> dict[str, Any]:
    """What is due here from `user`: nobody else's clocks; of managers also what no worker owns.

    With which lead is needed, where the clock of naming one runs: nothing is asked besides otherwise.
    """
    dues, today = list(queries.running_dues(family)), london_date(now)
    teams = teams_managed_by(user, today)
    mine = [due for due in dues if due.owner_id == user.pk or (due.owner_id is None and due.team_id in teams)]
    to_be_named = any(due.timescale == "lead_named" for due in dues)
    lines = [job_line(job, now)._replace(family="") for job in jobs(dues_in(mine, user, family.access))]
    soon = [line for line in lines if london_date(line.when) < today + WEEK]
    return {
        "dues": soon,
        "dues_later": lines[len(soon) :],
        "lead_missing": plan_without_its_lead(family, today) if to_be_named else "",
    }
