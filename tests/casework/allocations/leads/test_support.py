"""Who oversees the lead, or stays beside them, and leaves: it is noticed, and somebody else is named (A11.1)."""

from datetime import timedelta

import pytest
import time_machine

from casework.allocations import services as allocations
from casework.allocations.leads import services as leads
from casework.allocations.leads.checks import LeadTerms
from casework.allocations.leads.queries import overseer_missing, plan_without_its_lead
from casework.notifications.models import Notification
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from workbook.allocations.tasks import carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.1")]
TODAY, DAY = NOW.date(), timedelta(days=1)
TOMORROW = NOW + DAY


@pytest.fixture
def led(cast, allocated, help_team, family_help):
    """Fern leads the Ash family, overseen by Cora."""
    return named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.cora)


@pytest.fixture
def held(cast, allocated, help_team, family_help, plan):
    """Lena holds the case of a child protection plan, and Fern stays beside her."""
    allocations.allocate(allocated.family, help_team.fern, role=Role.FAMILY_HELP_LEAD, by=cast.mary, at=NOW)
    plan(allocated, "cp")
    return named(allocated.family, help_team.lena, cast.mary, co_worker=help_team.fern)


def named(family, worker, by, from_date=TODAY, **terms):
    role = worker.memberships.get().role
    return allocations.change_lead(
        family, worker, role=role, from_date=from_date, terms=LeadTerms(**terms), by=by, at=NOW
    )


def leaves(user, by):
    with acting(by):
        row = user.memberships.get(until_date=None)
        change(row, from_date=TODAY - 99 * DAY, until_date=TODAY)


def retires(user, by):
    with acting(by):
        change(user, is_active=False)


def to_do(family, timescale):
    return family.due_dates.running().filter(timescale=timescale)


def tomorrow_morning():
    """What the robot does on the next day, twice over."""
    with time_machine.travel(TOMORROW, tick=False):
        carry_out()
        return carry_out()


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("user__name", flat=True))


@pytest.mark.parametrize("goes", [leaves, retires])
def test_overseer_who_leaves_is_noticed_once_and_another_is_named(cast, led, goes):
    family = led.family
    goes(cast.cora, cast.mary)
    assert tomorrow_morning() == 0, "it is found once"
    due = to_do(family, "overseer_named").get()
    assert (due.owner, due.team, due.subject) == (None, cast.north, led)
    assert to_do(family, "lead_supervision").get().owner is None
    assert told("overseer_gone") == {"Mary Moss", "Dev Dunn", "Fern Field"}
    assert Notification.objects.filter(kind="overseer_gone").count() == 3
    with time_machine.travel(TOMORROW, tick=False):
        assert overseer_missing(family, TODAY + DAY) == "Cora Cole cannot oversee the work of Fern Field any more."
        leads.change_support(led, overseer=cast.mary, co_worker=None, by=cast.mary, at=TOMORROW)
        assert overseer_missing(family, TODAY + DAY) == ""
    assert not to_do(family, "overseer_named").exists()
    assert family.due_dates.get(timescale="overseer_named").met_at == TOMORROW
    assert to_do(family, "lead_supervision").get().owner == cast.mary


def test_overseer_who_is_not_on_the_list_of_a_restricted_family_is_noticed(cast, led):
    readers = [cast.sue, cast.dora, cast.rick, led.worker]
    restrictions.restrict(led.family, because="He works here.", readers=readers, by=cast.mary, at=NOW)
    tomorrow_morning()
    assert to_do(led.family, "overseer_named").exists()


def test_former_overseer_who_leaves_is_no_matter_any_more(cast, led):
    leads.change_support(led, overseer=cast.mary, co_worker=None, by=cast.mary, at=NOW)
    retires(cast.cora, cast.mary)
    assert tomorrow_morning() == 0
    assert not led.family.due_dates.filter(timescale="overseer_named").exists()


def test_overseer_who_is_gone_is_not_kept_on_the_page_of_oversight(cast, led):
    leaves(cast.cora, cast.mary)
    tomorrow_morning()
    with time_machine.travel(TOMORROW, tick=False), pytest.raises(Refusal, match="Cora Cole cannot oversee") as no:
        leads.change_support(led, overseer=cast.cora, co_worker=None, by=cast.mary, at=TOMORROW)
    assert no.value.field == "overseer"


def test_overseer_is_named_no_more_when_somebody_qualified_leads(cast, led):
    retires(cast.cora, cast.mary)
    tomorrow_morning()
    named(led.family, cast.sue, cast.mary, from_date=TODAY)
    due = led.family.due_dates.get(timescale="overseer_named")
    assert due.met_at is None
    assert due.cancelled_at


@pytest.mark.parametrize("goes", [leaves, retires])
def test_lead_who_does_not_work_here_any_more_is_noticed(cast, allocated, goes):
    goes(cast.sue, cast.mary)
    assert tomorrow_morning() == 0
    assert to_do(allocated.family, "lead_named").exists()
    assert plan_without_its_lead(allocated.family, TODAY + DAY).startswith(
        "Sue Sands does not work here as social worker any more. This family needs a lead who is"
    )
    named(allocated.family, cast.cora, cast.mary)
    assert not to_do(allocated.family, "lead_named").exists()


@pytest.mark.parametrize("goes", [leaves, retires])
def test_co_worker_who_leaves_is_noticed_and_another_is_named(cast, held, help_team, goes):
    family = held.family
    goes(help_team.fern, cast.mary)
    assert tomorrow_morning() == 0
    assert to_do(family, "co_worker_named").get().owner is None
    assert told("co_worker_gone") == {"Mary Moss", "Dev Dunn", "Lena Field"}
    allocations.allocate(family, help_team.faye, role=Role.FAMILY_HELP_LEAD, by=cast.mary, at=NOW)
    leads.change_support(held, overseer=None, co_worker=help_team.faye, by=cast.mary, at=NOW)
    assert family.due_dates.get(timescale="co_worker_named").met_at == NOW


def test_co_worker_whose_part_ends_is_noticed_and_a_manager_may_say_nobody(cast, held, help_team):
    family = held.family
    fern = family.allocation_set.get(worker=help_team.fern)
    allocations.end(
        fern, because="LEFTRL", last_day=TODAY, summary="Visits.", outcome="Better.", by=cast.mary, at=NOW,
        rest_to=cast.dora,
    )  # fmt: skip
    assert tomorrow_morning() == 0
    assert to_do(family, "co_worker_named").exists()
    with time_machine.travel(TOMORROW, tick=False):
        leads.change_support(held, overseer=None, co_worker=None, by=cast.mary, at=TOMORROW)
    assert not to_do(family, "co_worker_named").exists()
    assert tomorrow_morning() == 0
    assert not to_do(family, "co_worker_named").exists()


def test_co_worker_who_was_let_go_is_not_missed(cast, held):
    leads.change_support(held, overseer=None, co_worker=None, by=cast.mary, at=NOW)
    assert tomorrow_morning() == 0
    assert not held.family.due_dates.filter(timescale="co_worker_named").exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TODAY + DAY, "Nobody has agreed on a day to come"),
        (TODAY.replace(year=1950), "The work with this family began on"),
        (TODAY.replace(year=1901), "The work with this family began on|cannot be of the year 1901"),
    ],
)
def test_agreement_is_of_a_day_of_the_work_with_the_family(cast, allocated, help_team, family_help, day, sentence):
    with pytest.raises(Refusal, match=sentence) as refused:
        named(allocated.family, help_team.fern, cast.mary, agreed_on=day, overseer=cast.mary)
    assert refused.value.field == "agreed_on"
    received = allocated.referral.received_on
    with pytest.raises(Refusal, match="The work with this family began on"):
        named(allocated.family, help_team.fern, cast.mary, agreed_on=received - DAY, overseer=cast.mary)
    assert named(allocated.family, help_team.fern, cast.mary, agreed_on=received, overseer=cast.mary)


def test_overseer_of_a_team_elsewhere_is_not_offered(cast, led):
    elsewhere = UserFactory(name="Eve Else", team=cast.south, role=Role.SOCIAL_WORKER)
    with pytest.raises(Refusal, match="Eve Else cannot oversee"):
        leads.change_support(led, overseer=elsewhere, co_worker=None, by=cast.mary, at=NOW)
