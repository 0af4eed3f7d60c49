"""What the page of a family's people shows, and what is still to do before its first month can begin."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from casework.access import Can
from casework.allocations.queries import family_lead
from casework.families.models import ADULTS, CHILDREN, OTHERS, Family, FamilyMember, FamilyRole
from casework.joins.models import joined_into
from casework.links.presenters import linked_families
from casework.matching.asking.presenters import asks_of_people
from casework.naming.presenters import with_colleagues_apart
from casework.people.family_time.presenters import family_time_lines
from casework.people.key_contacts.presenters import key_contacts_of
from casework.people.models import Person
from casework.people.queries import lives_there_since
from casework.people.responsibility.presenters import holders_of
from casework.people.safe_contacts.presenters import safe_contact_lines
from casework.referrals.models import Referral
from casework.relationships.presenters import lock_context
from casework.risk_dates.presenters import dates_ahead
from casework.users.models import User
from casework.words import say_age, say_birth, say_date
from workbook.episodes.models import is_whole
from workbook.episodes.queries import episode_in_supervision
from workbook.members.changes.presenters import passed_birth
from workbook.members.queries import current_allocations, former_members, relationships_of
from workbook.workbooks.queries import (
    may_record_decision,
    open_workbook_of,
    referral_to_decide_on,
    undecided_vulnerabilities,
)


class FirstStep(NamedTuple):
    """`url` is '' where this reader may not take the step, or it cannot be taken yet; `who` then says why."""

    what: str
    done: bool
    url: str
    who: str


class MemberRow(NamedTuple):
    """A member as the page lists them: age, birth and place in words; `url` leads to the person's own page.

    `role` is '' where the list says it: of the children with whom one works, and of parents and carers.
    """

    member: FamilyMember
    person: Person
    age: str
    birth: str
    where: str
    url: str
    changes_url: str
    role: str = ""


def member_rows(family: Family, today: date) -> list[MemberRow]:
    """Those who belong to the family now."""
    return [_row(member, today) for member in family.members_now()]


def _row(member: FamilyMember, today: date) -> MemberRow:
    person, args = member.person, [member.family_id, member.person_id]
    return MemberRow(
        member, person, say_age(person, today), say_birth(person), say_where(member), reverse("person", args=args),
        reverse("person-changes", args=args), member.get_role_display() if member.role in OTHERS else "",
    )  # fmt: skip


def say_where(member: FamilyMember) -> str:
    """'Lives here since Tue 3 Nov 2026'; '' for who is not born, or has died."""
    if member.person.unborn or member.person.died:
        return ""
    place = "Lives here" if member.in_household else "Lives elsewhere"
    since = lives_there_since(member)
    return f"{place} since {say_date(since)}" if since else place


def former_member_rows(family: Family, today: date) -> list[MemberRow]:
    """Who belonged to the family and does not any more, the latest first."""
    return [_row(member, today) for member in former_members(family)]


def referral_rows(family: Family) -> list[tuple[Referral, str]]:
    """The referrals, each with the words for its source."""
    return [(referral, referral.get_source_display()) for referral in family.referral_set.all()]


def first_steps(family: Family, roles: Collection[str], referral: Referral | None) -> Iterator[FirstStep]:
    """The first steps with a family in their order (A1.14, A11.1, C3); `referral` is the one to decide on, or None.

    `roles` are those of its people.
    """
    access = family.access
    lead, decide = access.can(Can.LEAD), access.can(Can.DECIDE)
    yield _step("Add the children and adults", is_whole(roles), "person-add", family, lead)
    yield _step("Say how they are related", family.relationships_now().exists(), "relationship-add", family, lead)
    yield _step("Record the referral", referral is not None, "referral-add", family, decide)
    led = family_lead(family) is not None
    yield _step("Allocate the workers, one of whom leads", led, "allocate", family, decide)
    yield _workbook_step(family, referral)


def _step(what: str, done: bool, page: str, family: Family, may: bool) -> FirstStep:
    url = reverse(page, args=[family.pk])
    return FirstStep(what, done, url if may else "", "" if may else "for the team manager")


def _workbook_step(family: Family, referral: Referral | None) -> FirstStep:
    what = "Decide on a Workbook"
    if referral is None:
        return FirstStep(what, False, "", "after the referral")
    decided = referral.workbook_decisions.exists() and not undecided_vulnerabilities(referral)
    done = decided or open_workbook_of(family) is not None
    may = may_record_decision(family.access)
    url = reverse("workbook-decide", args=[family.pk, referral.pk])
    return FirstStep(what, done, url if may else "", "" if may else "for the team manager")


def _is_over(family: Family) -> bool:
    """Whether every case of the family is closed, or it has become part of another family."""
    closed = [day is not None for day in family.involvement_set.values_list("closed_on", flat=True)]
    return (bool(closed) and all(closed)) or joined_into(family) is not None


def people_page(family: Family, user: User, today: date) -> dict[str, Any]:
    """The context of the page of the family's people."""
    members, referrals = member_rows(family, today), referral_rows(family)
    roles = {row.member.role for row in members}
    todo = [] if _is_over(family) else list(first_steps(family, roles, referral_to_decide_on(family)))
    waiting = [step for step in todo if not step.done]
    related, formerly_related = relationships_of(family)
    may_lead = family.access.can(Can.LEAD)
    linked, formerly_linked = linked_families(family, user, today)
    return {
        "heading": "People",
        "children": [row for row in members if row.member.role in CHILDREN],
        "adults": [row for row in members if row.member.role in ADULTS],
        "former": former_member_rows(family, today),
        "relationships": related,
        "former_relationships": formerly_related,
        "checked_at": episode_in_supervision(family),
        **lock_context(family),
        "linked": linked,
        "formerly_linked": formerly_linked,
        "allocations": with_colleagues_apart(current_allocations(family, today), today, "worker"),
        "key_contacts": key_contacts_of(family, today),
        "referrals": referrals,
        **facts_of_people(family, members, user, today),
        **asks_of_people(family, user),
        "steps": todo if waiting else [],
        "next_step": next((step for step in waiting if step.url), None),
        "may_record": family.access.can(Can.RECORD),
        "may_lead": may_lead,
        "passed_births": list(filter(None, (passed_birth(family, row.person, today) for row in members if may_lead))),
        "may_decide": family.access.can(Can.DECIDE),
    }


def facts_of_people(family: Family, members: Sequence[MemberRow], user: User, today: date) -> dict[str, Any]:
    """Who holds parental responsibility, family time, safe contact, and the dates of risk ahead."""
    people = [row.person for row in members]
    children = [row.person for row in members if row.member.role == FamilyRole.CHILD]
    return {
        "holders": holders_of(family, children, user, today),
        "family_time": family_time_lines(family, children, user, today),
        "safe_contact": safe_contact_lines(family, people, user, today),
        "risk_dates": dates_ahead(family, user, today),
    }
