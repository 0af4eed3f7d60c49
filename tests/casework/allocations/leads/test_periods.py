"""Who led on each day stays as it was, whoever is named afterwards (A11.1)."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.allocations import services as allocations
from casework.allocations.models import EarlierLead
from casework.allocations.queries import family_lead
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unallocated.presenters import unallocated_for
from casework.users.roles import Role
from casework.words import london_date, say_date
from chronology.timeline.queries import lines_of
from tests.factories import NOW, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.1")]
TODAY, DAY = NOW.date(), timedelta(days=1)


class Undone(Exception):
    """So that each example begins with the same rows."""


def lead(family, worker, by, at=NOW, ahead=0):
    with time_machine.travel(at, tick=False):
        return allocations.change_lead(
            family, worker, role=Role.SOCIAL_WORKER, from_date=at.date() + ahead * DAY, by=by, at=at
        )


def led(family, days):
    return [(found := family_lead(family, day)) and found.worker.name.split()[0] for day in days]


def test_second_lead_of_one_part_keeps_the_first(cast, allocated):
    """Sue, then Cora, then Sue again: each with their days, also in the chronology's order."""
    lead(allocated.family, cast.cora, cast.mary, NOW + 10 * DAY)
    lead(allocated.family, cast.sue, cast.mary, NOW + 20 * DAY)
    days = [TODAY + number * DAY for number in (0, 9, 10, 19, 20, 90)]
    assert led(allocated.family, days) == ["Sue", "Sue", "Cora", "Cora", "Sue", "Sue"]
    kept = EarlierLead.objects.get()
    assert (kept.lead_until, kept.allocation.worker, kept.family) == (TODAY + 9 * DAY, cast.sue, allocated.family)


def test_second_lead_of_one_part_stands_beside_the_first_in_the_chronology_and_on_the_page(cast, allocated, signed_in):
    lead(allocated.family, cast.cora, cast.mary, NOW + 10 * DAY)
    lead(allocated.family, cast.sue, cast.mary, NOW + 20 * DAY)
    with time_machine.travel(NOW + 21 * DAY, tick=False):
        lines = lines_of(allocated.family, kinds=["worker"], newest_first=False)
        told = [(london_date(line[0]), line[3]) for line in lines]
        first = EarlierLead.objects.get()
        assert told == [
            (first.lead_from, "Sue Sands became the lead worker"),
            (TODAY + 10 * DAY, "Cora Cole became the lead worker"),
            (TODAY + 20 * DAY, "Sue Sands became the lead worker"),
        ]
        page = signed_in(cast.mary).get(reverse("allocations", args=[allocated.family.pk])).content.decode()
    assert f"Led from {say_date(first.lead_from)} until Thu 12 Nov 2026 too." in page


def test_child_waits_since_the_last_of_several_leads_of_one_part(cast, allocated):
    """Led until the day before, by a lead that stands among the earlier ones."""
    lead(allocated.family, cast.cora, cast.mary, NOW + 10 * DAY)
    lead(allocated.family, cast.sue, cast.mary, NOW + 20 * DAY)
    assert not unallocated_for(cast.mary, TODAY + 5 * DAY), "Sue led then"


def test_lead_who_is_to_hand_over_and_is_named_again_before_that_leads_on(cast, allocated):
    lead(allocated.family, cast.cora, cast.mary, ahead=10)
    lead(allocated.family, cast.sue, cast.mary, NOW + DAY, ahead=4)
    assert led(allocated.family, [TODAY, TODAY + 4 * DAY, TODAY + 10 * DAY, TODAY + 90 * DAY]) == ["Sue"] * 4
    assert not EarlierLead.objects.exists()


def test_lead_is_not_named_for_later_with_days_between_while_they_lead(cast, allocated):
    lead(allocated.family, cast.cora, cast.mary, ahead=10)
    with pytest.raises(Refusal, match=r"Sue Sands leads until Thu 12 Nov 2026\. Give Fri 13 Nov 2026") as refused:
        lead(allocated.family, cast.sue, cast.mary, ahead=20)
    assert refused.value.field == "from_date"
    assert led(allocated.family, [TODAY, TODAY + 10 * DAY]) == ["Sue", "Cora"]


def test_earlier_leads_of_one_part_do_not_overlap(cast, allocated):
    sue = family_lead(allocated.family, TODAY)
    with acting(cast.mary):
        kept = {"allocation": sue, "family": allocated.family}
        first = EarlierLead.objects.create(lead_from=TODAY - 9 * DAY, lead_until=TODAY - 5 * DAY, **kept)
        EarlierLead.objects.create(lead_from=TODAY - 4 * DAY, lead_until=TODAY - 4 * DAY, **kept)
        for wrong in ({"lead_until": TODAY - 4 * DAY}, {"lead_until": TODAY - 10 * DAY}):
            with pytest.raises(IntegrityError), transaction.atomic():
                change(first, **wrong)


def end(part, cast, last_day, at=NOW, **values):
    given = {"because": "OTHERS", "summary": "s", "outcome": "o", "rest_to": cast.dora, "left_because": "x", **values}
    with time_machine.travel(at, tick=False):
        return allocations.end(part, last_day=last_day, by=cast.mary, at=at, **given)


def backdated(family, worker, cast, from_date, at=NOW):
    with time_machine.travel(at, tick=False):
        return allocations.allocate(
            family, worker, role=Role.SOCIAL_WORKER, lead=True, from_date=from_date, by=cast.mary, at=at
        )


def test_new_lead_from_a_day_on_which_somebody_led_is_refused(cast, allocated):
    """Sue led from 30 to 5 days ago: nobody else is recorded to have led then."""
    end(family_lead(allocated.family, TODAY), cast, TODAY - 5 * DAY)
    for ago in (35, 10):
        with pytest.raises(Refusal, match="Sue Sands") as refused:
            backdated(allocated.family, cast.cora, cast, TODAY - ago * DAY)
        assert refused.value.field == "lead"
    backdated(allocated.family, cast.cora, cast, TODAY - 4 * DAY)
    assert led(allocated.family, [TODAY - 30 * DAY, TODAY - 5 * DAY, TODAY - 4 * DAY, TODAY]) == [
        "Sue", "Sue", "Cora", "Cora"
    ]  # fmt: skip


def test_new_lead_of_today_does_not_wipe_out_one_who_is_named_for_later(cast, ash):
    with time_machine.travel(NOW, tick=False):
        allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    lead(ash.family, cast.sue, cast.mary, ahead=5)
    with pytest.raises(Refusal, match="Sue Sands leads the work with this family from Sun 8 Nov 2026"):
        backdated(ash.family, cast.cora, cast, TODAY)
    assert led(ash.family, [TODAY, TODAY + 5 * DAY]) == [None, "Sue"]


def test_end_taken_back_leaves_whoever_was_named_apart(cast, allocated):
    """Cora was named for the day after Sue's last before Sue's part was to end; or goes on with the rest as well."""
    sue = family_lead(allocated.family, TODAY)
    lead(allocated.family, cast.cora, cast.mary, ahead=6)
    for values in ({"rest_to": cast.cora}, {"rest_to": None, "taker": cast.cora.memberships.get()}):
        ended = end(sue, cast, TODAY + 5 * DAY, **values)
        with time_machine.travel(NOW, tick=False):
            allocations.take_back_end(ended, by=cast.mary, at=NOW)
        assert led(allocated.family, [TODAY, TODAY + 5 * DAY, TODAY + 6 * DAY]) == ["Sue", "Sue", "Cora"]


def test_end_taken_back_takes_the_lead_from_who_had_it_by_that_end(cast, allocated):
    sue = family_lead(allocated.family, TODAY)
    ended = end(sue, cast, TODAY + 5 * DAY, rest_to=None, taker=cast.cora.memberships.get())
    assert led(allocated.family, [TODAY + 5 * DAY, TODAY + 6 * DAY]) == ["Sue", "Cora"]
    with time_machine.travel(NOW, tick=False):
        allocations.take_back_end(ended, by=cast.mary, at=NOW)
    assert led(allocated.family, [TODAY + 5 * DAY, TODAY + 6 * DAY]) == ["Sue", "Sue"]


@pytest.mark.parametrize("ahead", [1, 6])
def test_taker_leads_until_the_one_who_was_named_apart(cast, allocated, ahead):
    """Sue goes after today; Cora is named from `ahead` days on; who takes over leads on the days between."""
    sue = family_lead(allocated.family, TODAY)
    lead(allocated.family, cast.cora, cast.mary, ahead=ahead)
    nora = UserFactory(name="Nora Nye", team=cast.north, role=Role.SOCIAL_WORKER)
    ended = end(sue, cast, TODAY, rest_to=None, taker=nora.memberships.get())
    days = [TODAY + number * DAY for number in (0, 1, 5, 6, 90)]
    between = "Nora" if ahead == 6 else "Cora"
    assert led(allocated.family, days) == ["Sue", between, between, "Cora", "Cora"]
    with time_machine.travel(NOW, tick=False):
        allocations.take_back_end(ended, by=cast.mary, at=NOW)
    between = "Sue" if ahead == 6 else "Cora"
    assert led(allocated.family, days) == ["Sue", between, between, "Cora", "Cora"]


STEPS = st.tuples(
    st.sampled_from(["name", "name", "allocate", "end", "hand over", "take back"]),
    st.sampled_from(["sue", "cora"]), st.integers(1, 9), st.integers(-12, 12),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=7))
def test_days_that_have_passed_have_the_lead_that_they_had(cast, allocated, steps):
    """Whatever is done afterwards. A part whose end is recorded late is corrected for its own worker alone."""
    try:
        with transaction.atomic():
            _walk(cast, allocated.family, steps)
            raise Undone
    except Undone:
        pass


def _walk(cast, family, steps):
    now, seen = NOW, {}
    for step in steps:
        for number in range(step[2]):
            seen[now.date() + number * DAY] = led(family, [now.date() + number * DAY])
        now += step[2] * DAY
        corrected = _take(step, cast, family, now)
        for day, before in seen.items():
            if before == [corrected[0]] and day > corrected[1]:
                seen[day] = led(family, [day])
    for day, before in seen.items():
        assert led(family, [day]) == before, day


def _take(step, cast, family, now):
    """Whose lead was corrected, and after which day."""
    kind, who, _, ahead = step
    worker, other, day = getattr(cast, who), cast.cora if who == "sue" else cast.sue, now.date() + ahead * DAY
    part = family.allocation_set.filter(worker=worker).last()
    with suppress(Refusal), transaction.atomic():
        if kind == "name":
            lead(family, worker, cast.mary, now, abs(ahead))
        elif kind == "allocate":
            backdated(family, worker, cast, day, now)
        elif kind == "take back" and part:
            with time_machine.travel(now, tick=False):
                allocations.take_back_end(part, by=cast.mary, at=now)
        elif part:
            taker = {"rest_to": None, "taker": other.memberships.get()} if kind == "hand over" else {}
            end(part, cast, day, now, **taker)
            return worker.name.split()[0], day
    return "", now.date()
