"""What the page of a family's people shows, and what is still to do before its first month can begin."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.allocations.reading import family_lead
from casework.practice import codes
from casework.words import say_age
from workbook.books.services import may_decide, open_workbook_of


class Step(NamedTuple):
    """`url` is '' where this reader may not take the step, or it cannot be taken yet; `who` then says why."""

    what: str
    done: bool
    url: str
    who: str


def members_of(family, today):
    """The members now, each with the age of the person in words."""
    return [(member, say_age(member.person, today)) for member in family.members_now()]


def relationships_of(family):
    return family.relationship_set.filter(until_date=None).select_related("person", "other")


def allocations_of(family):
    """Those who work with the family now, the lead first."""
    today = timezone.localdate()
    return family.allocation_set.on(today).with_lead(today).select_related("worker")


def referrals_of(family):
    """The referrals, each with the words for its source."""
    return [(referral, codes.label("referral_sources", referral.source)) for referral in family.referral_set.all()]


def steps(family, people, referral):
    """The first steps with a family in their order (A1.14, A11.1, C3); `referral` is the latest, or None."""
    kinds = {person.is_child for person in people}
    standing = family.standing
    lead, decide = standing.can(Can.LEAD), standing.can(Can.DECIDE)
    yield _step("Add the children and adults", kinds == {True, False}, "person-add", family, lead)
    yield _step("Say how they are related", relationships_of(family).exists(), "relationship-add", family, lead)
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
    done = referral.workbook_decisions.exists() or open_workbook_of(family) is not None
    may = may_decide(family.standing)
    url = reverse("workbook-decide", args=[family.pk, referral.pk])
    return Step(what, done, url if may else "", "" if may else "for the team manager")
