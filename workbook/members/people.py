"""What the page of a family's people shows, and what is still to do before its first month can begin."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.allocations.reading import family_lead
from casework.joins.reading import joined_into
from casework.links.reading import linked_families
from casework.people.reading import key_contacts_of
from casework.practice import codes
from casework.relationships.reading import changing
from casework.words import say_age, say_date
from workbook.books.openers import may_record
from workbook.books.question import referral_asked_about, unanswered
from workbook.books.services import open_workbook_of
from workbook.summaries.locking import in_supervision


class Step(NamedTuple):
    """`url` is '' where this reader may not take the step, or it cannot be taken yet; `who` then says why."""

    what: str
    done: bool
    url: str
    who: str


class Row(NamedTuple):
    """A member as the page lists them: the age and the place in words; `url` leads to the person's own page."""

    member: object
    person: object
    age: str
    where: str
    url: str
    changes_url: str


def members_of(family, today):
    """Those who belong to the family now."""
    return [_row(member, today) for member in family.members_now()]


def _row(member, today):
    person, args = member.person, [member.family_id, member.person_id]
    return Row(
        member, person, say_age(person, today), where(member), reverse("person", args=args),
        reverse("person-changes", args=args),
    )  # fmt: skip


def where(member):
    """'Lives here since Tue 3 Nov 2026'; '' for who is not born, or has died."""
    if member.person.unborn or member.person.died:
        return ""
    place = "Lives here" if member.in_household else "Lives elsewhere"
    return f"{place} since {say_date(member.from_date)}" if member.from_date else place


def former_of(family, today):
    """Who belonged to the family and does not any more: the last membership of each, the latest first."""
    now = family.members_now().values("person")
    over = family.familymember_set.filter(until_date__isnull=False)
    ended = over.exclude(person__in=now).select_related("person")
    last = {member.person_id: member for member in ended.order_by("until_date", "pk")}
    return [_row(member, today) for member in sorted(last.values(), key=lambda member: member.until_date, reverse=True)]


def relationships_of(family):
    """Those that stand, and those that ended (the ones that never were are told nowhere)."""
    ended = family.relationship_set.filter(until_date__isnull=False, recorded_wrongly=False)
    return list(family.relationships_now()), list(ended.select_related("person", "other"))


def allocations_of(family):
    """Those who work with the family now, the lead first."""
    today = timezone.localdate()
    return family.allocation_set.on(today).with_lead(today).select_related("worker")


def referrals_of(family):
    """The referrals, each with the words for its source."""
    return [(referral, codes.label("referral_sources", referral.source)) for referral in family.referral_set.all()]


def steps(family, people, referral):
    """The first steps with a family in their order (A1.14, A11.1, C3); `referral` is the one asked about, or None."""
    kinds = {person.is_child for person in people}
    access = family.access
    lead, decide = access.can(Can.LEAD), access.can(Can.DECIDE)
    yield _step("Add the children and adults", kinds == {True, False}, "person-add", family, lead)
    yield _step("Say how they are related", family.relationships_now().exists(), "relationship-add", family, lead)
    yield _step("Record the referral", referral is not None, "referral-add", family, decide)
    led = family_lead(family) is not None
    yield _step("Allocate the workers, one of whom leads", led, "allocate", family, decide)
    yield _workbook_step(family, referral)


def _step(what, done, page, family, may):
    url = reverse(page, args=[family.pk])
    return Step(what, done, url if may else "", "" if may else "for the team manager")


def _workbook_step(family, referral):
    what = "Decide on a Workbook"
    if referral is None:
        return Step(what, False, "", "after the referral")
    decided = referral.workbook_decisions.exists() and not unanswered(referral)
    done = decided or open_workbook_of(family) is not None
    may = may_record(family.access)
    url = reverse("workbook-decide", args=[family.pk, referral.pk])
    return Step(what, done, url if may else "", "" if may else "for the team manager")


def _is_over(family):
    """Whether every case of the family is closed, or it has become part of another family."""
    closed = [day is not None for day in family.involvement_set.values_list("closed_on", flat=True)]
    return (bool(closed) and all(closed)) or joined_into(family) is not None


def page(family, user, today):
    """The context of the page of the family's people."""
    members, referrals = members_of(family, today), referrals_of(family)
    people = [row.person for row in members]
    todo = [] if _is_over(family) else list(steps(family, people, referral_asked_about(family)))
    waiting = [step for step in todo if not step.done]
    related, formerly_related = relationships_of(family)
    linked, formerly_linked = linked_families(family, user, today)
    return {
        "heading": "People",
        "children": [row for row in members if row.person.is_child],
        "adults": [row for row in members if not row.person.is_child],
        "former": former_of(family, today),
        "relationships": related,
        "former_relationships": formerly_related,
        "checked_at": in_supervision(family),
        **changing(family),
        "linked": linked,
        "formerly_linked": formerly_linked,
        "allocations": allocations_of(family),
        "key_contacts": key_contacts_of(family, today),
        "referrals": referrals,
        "steps": todo if waiting else [],
        "next_step": next((step for step in waiting if step.url), None),
        "may_record": family.access.can(Can.RECORD),
        "may_lead": family.access.can(Can.LEAD),
        "may_decide": family.access.can(Can.DECIDE),
    }
