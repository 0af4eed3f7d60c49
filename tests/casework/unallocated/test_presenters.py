"""Who waits for a worker, since when and why; as at a day, so that a month can be reported afterwards (A10.16)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from casework.allocations import services as allocations
from casework.families import services as families
from casework.referrals import services as referrals
from casework.trail.acting import acting
from casework.unallocated import presenters, queries, services
from casework.users.roles import Role
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.16")]
DAY = timedelta(days=1)
TODAY = NOW.date()
REFERRED = TODAY - 40 * DAY  # the day of the referral in the cast


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def waiting(cast, as_at=TODAY, who="mary"):
    found = presenters.unallocated_for(getattr(cast, who), as_at)
    if as_at == timezone.localdate():
        # The page of today asks the headlines first, and must show the same.
        rows = queries.waiting_now(queries.involvements_for(getattr(cast, who)), as_at)
        on_the_page = presenters.unallocated_children(list(rows.order_by(*queries.LONGEST_FIRST)), as_at)
        assert on_the_page == found
        assert [row.since for row in rows.order_by(*queries.LONGEST_FIRST)] == [each.since for each in found]
    return found


def lead(family, cast, *, day=TODAY):
    return allocations.allocate(
        family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, from_date=day, by=cast.mary, at=NOW
    )


def ended(allocation, cast, last_day):
    return allocations.end(
        allocation, because="LEFTRL", last_day=last_day, summary="Done.", outcome="Safer.", by=cast.mary, at=NOW
    )


def test_unallocated_child_waits_since_the_referral_while_nobody_leads(cast, ash):
    found = waiting(cast)
    assert [(each.child, each.since, each.days, each.need) for each in found] == [
        (ash.mia, REFERRED, 40, "Abuse or neglect"), (ash.ben, REFERRED, 40, "Abuse or neglect"),
    ]  # fmt: skip


def test_unallocated_child_waits_until_somebody_leads(cast, ash):
    allocations.allocate(ash.family, cast.dora, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER, by=cast.mary, at=NOW)
    assert len(waiting(cast)) == 2
    lead(ash.family, cast)
    assert waiting(cast) == []


def test_unallocated_child_waits_since_the_day_after_the_last_lead(cast, ash):
    ended(lead(ash.family, cast, day=TODAY - 10 * DAY), cast, TODAY - 3 * DAY)
    assert {each.since for each in waiting(cast)} == {TODAY - 2 * DAY}


def test_unallocated_child_waits_only_while_open(cast, ash):
    involvement = ash.referral.involvements.get(child=ash.ben)
    referrals.decide(ash.referral, decisions={involvement: ("NFA", "Safe.")}, by=cast.mary, at=NOW)
    assert [each.child for each in waiting(cast)] == [ash.mia]
    assert len(waiting(cast, TODAY - DAY)) == 2, "and the day before still did"


def test_unallocated_children_of_a_past_day_are_as_they_were(cast, ash):
    assert waiting(cast, REFERRED - DAY) == []
    lead(ash.family, cast, day=TODAY - 10 * DAY)
    assert waiting(cast) == []
    found = waiting(cast, TODAY - 11 * DAY)
    assert {each.days for each in found} == {29}


def test_unallocated_children_are_of_families_for_which_one_decides(cast, ash):
    assert waiting(cast, who="sid") == waiting(cast, who="sue") == waiting(cast, who="audrey") == []
    assert len(waiting(cast, who="serena")) == 2


def test_reason_that_holds_is_the_latest_since_then(cast, ash):
    services.record_reason(ash.family, because="Nobody is free.", by=cast.mary, at=NOW - 5 * DAY)
    services.record_reason(ash.family, because="Sue is back on Monday.", by=cast.mary, at=NOW - DAY)
    assert {each.because.because for each in waiting(cast)} == {"Sue is back on Monday."}
    assert {each.because.because for each in waiting(cast, TODAY - 2 * DAY)} == {"Nobody is free."}
    ended(lead(ash.family, cast, day=TODAY - 3 * DAY), cast, TODAY - DAY)
    assert {each.because for each in waiting(cast)} == {None}, "it was about another time"


def test_report_counts_children_by_need_and_by_reason(cast, ash):
    services.record_reason(ash.family, because="Nobody is free.", by=cast.mary, at=NOW)
    with acting(cast.mary):
        involvement = ash.referral.involvements.get(child=ash.ben)
        involvement.need = "N4"
        involvement.save()
    families.add_family(name="Empty", team=cast.north, by=cast.mary, at=NOW)
    found = presenters.monthly_report(cast.mary, TODAY)
    assert (len(found.waiting), found.families) == (2, 1)
    assert sorted(found.by_need) == [("Abuse or neglect", 1), ("Family in acute stress (a temporary crisis)", 1)]
    assert found.by_reason == [("Nobody is free.", 2)]
    assert presenters.monthly_report(cast.mary, TODAY - DAY).by_reason == [("No reason was said", 2)]


def test_unallocated_children_take_few_queries_however_many_wait(cast, ash, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        presenters.unallocated_for(cast.mary, TODAY)
