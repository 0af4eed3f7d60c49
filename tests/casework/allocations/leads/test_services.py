"""Who may lead, with whose agreement, overseen by whom and beside whom (A11.1), under each practice."""

from datetime import timedelta

import pytest

from casework.access import Can, access_of, families_for
from casework.allocations import services as allocations
from casework.allocations.leads import services as leads
from casework.allocations.leads.checks import LeadTerms
from casework.allocations.leads.queries import co_worker_of
from casework.allocations.queries import family_lead
from casework.notifications.models import Notification
from casework.plans import services as facts
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from tests.practising import SHIPPED

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.1")]
TODAY, DAY = NOW.date(), timedelta(days=1)


def named(family, worker, by, from_date=TODAY, agency="", **terms):
    role = worker.memberships.get().role
    return allocations.change_lead(
        family, worker, role=role, from_date=from_date, agency=agency, terms=LeadTerms(**terms), by=by, at=NOW
    )


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("kind", ["cin", "cp", "eh", "cwcf", None])
def test_lead_of_each_plan_is_of_a_role_that_the_practice_lets_lead(
    cast, allocated, help_team, plan, practise, name, kind
):
    practise(name)
    if kind:
        plan(allocated, kind)
    terms = {"agreed_on": TODAY, "overseer": cast.mary}
    if name == "family_help" and kind in ("cin", "eh", None):
        assert (
            named(allocated.family, help_team.fern, cast.mary, **terms).worker == family_lead(allocated.family).worker
        )
    else:
        with pytest.raises(Refusal, match=r"needs? a lead who is a .*social worker.* Choose one to lead") as refused:
            named(allocated.family, help_team.fern, cast.mary, **terms)
        assert refused.value.field == "worker"
    assert named(allocated.family, cast.cora, cast.mary).worker == cast.cora, "a social worker may lead everywhere"


def test_lead_who_is_named_when_allocated_is_of_a_role_that_may(cast, ash, help_team, family_help, plan):
    plan(ash, "cp")
    with pytest.raises(
        Refusal, match=r"The child protection plan needs a lead who is a lead child protection prac"
    ) as no:
        allocations.allocate(
            ash.family, help_team.fern, role=Role.FAMILY_HELP_LEAD, lead=True, by=cast.mary, at=NOW,
            terms=LeadTerms(TODAY, cast.mary),
        )  # fmt: skip
    assert no.value.field == "lead"
    lena = allocations.allocate(
        ash.family, help_team.lena, role=Role.CHILD_PROTECTION_LEAD, lead=True, by=cast.mary, at=NOW
    )
    assert family_lead(ash.family) == lena


def test_what_runs_first_in_the_order_of_the_file_decides_for_all_siblings(
    cast, allocated, help_team, family_help, plan
):
    plan(allocated, "cin", allocated.mia)
    (protection,) = plan(allocated, "cp", allocated.ben)
    with pytest.raises(Refusal, match="The child protection plan needs"):
        named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.mary)
    facts.withdraw(protection, because="Of another child.", version=protection.version, by=cast.mary, at=NOW)
    assert named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.mary)


@pytest.mark.parametrize(
    ("terms", "field", "sentence"),
    [
        ({}, "agreed_on", "Ask Fern Field whether they agree to lead"),
        ({"agreed_on": TODAY + DAY}, "agreed_on", "Nobody has agreed on a day to come"),
        ({"agreed_on": TODAY}, "overseer", "without a social work qualification. Choose who oversees"),
        ({"agreed_on": TODAY, "overseer": "fern"}, "overseer", "Nobody oversees themselves"),
        ({"agreed_on": TODAY, "overseer": "faye"}, "overseer", "Faye Field cannot oversee"),
        ({"agreed_on": TODAY, "overseer": "stan"}, "overseer", "Stan Snow cannot oversee"),
        ({"agreed_on": TODAY, "overseer": "gone"}, "overseer", "Mary Gone cannot oversee"),
    ],
)
def test_lead_without_a_qualification_agrees_and_is_overseen(
    cast, allocated, help_team, family_help, terms, field, sentence
):
    """By one who is qualified: not by a colleague who is not, a stranger's team, or a former manager."""
    gone = UserFactory(name="Mary Gone", team=cast.north, role=Role.TEAM_MANAGER)
    with acting(cast.mary):
        change(gone.memberships.get(), until_date=TODAY - DAY)
    people = {**vars(cast), **vars(help_team), "gone": gone}
    given = {name: people.get(value, value) if isinstance(value, str) else value for name, value in terms.items()}
    with pytest.raises(Refusal, match=sentence) as refused:
        named(allocated.family, help_team.fern, cast.mary, **given)
    assert refused.value.field == field
    assert family_lead(allocated.family).worker == cast.sue


def test_agreement_and_overseer_stand_with_their_days_and_end_with_the_lead(cast, allocated, help_team, family_help):
    fern = named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY - DAY, overseer=cast.cora)
    assert (fern.agreed_on, fern.agreement_recorded_by) == (TODAY - DAY, cast.mary)
    assert (fern.overseer, fern.overseen_from, fern.overseen_until) == (cast.cora, TODAY, None)
    told = Notification.objects.filter(kind="lead_changes").values_list("user", flat=True)
    assert set(told) == {help_team.fern.pk, cast.sue.pk, cast.cora.pk}
    named(allocated.family, cast.sue, cast.mary, from_date=TODAY + 3 * DAY)
    fern.refresh_from_db()
    assert (fern.lead_until, fern.overseen_until) == (TODAY + 2 * DAY, TODAY + 2 * DAY)


def test_overseer_is_changed_and_the_former_stands_in_the_history(cast, allocated, help_team, family_help):
    fern = named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.cora)
    with pytest.raises(Refusal, match="You may not"):
        leads.change_support(fern, overseer=cast.mary, co_worker=None, by=cast.cora, at=NOW)
    with pytest.raises(Refusal, match="Choose who oversees"):
        leads.change_support(fern, overseer=None, co_worker=None, by=cast.mary, at=NOW)
    fern = leads.change_support(fern, overseer=cast.mary, co_worker=None, by=cast.mary, at=NOW)
    assert fern.overseer == cast.mary
    assert cast.cora.pk in fern.history.values_list("overseer", flat=True)
    assert allocated.family.due_dates.running().get(timescale="lead_supervision").owner == cast.mary


def test_support_of_a_former_lead_is_not_changed(cast, allocated, help_team, family_help):
    fern = named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.cora)
    named(allocated.family, cast.sue, cast.mary)
    with pytest.raises(Refusal, match="does not lead the work any more"):
        leads.change_support(fern, overseer=cast.mary, co_worker=None, by=cast.mary, at=NOW)


@pytest.fixture
def protected(cast, allocated, help_team, family_help, plan):
    """Fern led; then a child protection plan began, and Lena leads while Fern stays."""
    fern = named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.mary)
    with acting(cast.mary):
        change(allocated.family.allocation_set.get(worker=cast.sue), lead_until=TODAY - 10 * DAY)
        change(fern, from_date=TODAY - 9 * DAY, lead_from=TODAY - 9 * DAY, overseen_from=TODAY - 9 * DAY)
    plan(allocated, "cp")
    named(allocated.family, help_team.lena, cast.mary, co_worker=help_team.fern)
    return allocated.family


def test_family_help_lead_stays_beside_the_lead_for_protection_and_one_of_them_leads(cast, protected, help_team):
    assert family_lead(protected).worker == help_team.lena
    assert co_worker_of(protected, TODAY).worker == help_team.fern
    assert co_worker_of(protected, TODAY - DAY) is None
    assert family_lead(protected, TODAY - DAY).worker == help_team.fern
    assert [access_of(user, protected).can(Can.LEAD) for user in (help_team.lena, help_team.fern)] == [True, False]


def test_co_worker_gives_way_to_a_second_one(cast, protected, help_team):
    allocations.allocate(protected, help_team.faye, role=Role.FAMILY_HELP_LEAD, by=cast.mary, at=NOW)
    lena = family_lead(protected)
    leads.change_support(lena, overseer=None, co_worker=help_team.faye, by=cast.mary, at=NOW)
    assert co_worker_of(protected, TODAY).worker == help_team.faye
    leads.change_support(lena, overseer=None, co_worker=None, by=cast.mary, at=NOW)
    assert co_worker_of(protected, TODAY) is None


def test_co_worker_who_leads_again_is_the_co_worker_no_more(cast, protected, help_team):
    plan = protected.plan_set.get()
    facts.withdraw(plan, because="Of another child.", version=plan.version, by=cast.mary, at=NOW)
    named(protected, help_team.fern, cast.mary, from_date=TODAY + 2 * DAY, agreed_on=TODAY, overseer=cast.mary)
    assert co_worker_of(protected, TODAY + DAY).worker == help_team.fern
    assert co_worker_of(protected, TODAY + 2 * DAY) is None
    assert family_lead(protected, TODAY + 2 * DAY).worker == help_team.fern


def test_co_worker_whose_part_ends_gives_their_place_to_whoever_takes_over(cast, protected, help_team):
    fern = co_worker_of(protected, TODAY)
    allocations.end(
        fern, because="LEFTRL", last_day=TODAY, summary="Sessions.", outcome="Calmer.", by=cast.mary, at=NOW,
        taker=help_team.faye.memberships.get(),
    )  # fmt: skip
    assert co_worker_of(protected, TODAY + DAY).worker == help_team.faye


@pytest.mark.parametrize(
    ("worker", "co_worker", "sentence"),
    [
        ("cora", "fern", "Nobody stays beside a social worker"),
        ("lena", "dora", "Dora Dale does not work with this family as family help lead practitioner"),
        ("lena", "faye", "Faye Field does not work with this family"),
    ],
)
def test_co_worker_is_of_the_role_that_the_practice_names_and_works_with_the_family(
    cast, allocated, help_team, family_help, plan, worker, co_worker, sentence
):
    people = {**vars(cast), **vars(help_team)}
    with pytest.raises(Refusal, match=sentence) as refused:
        named(allocated.family, people[worker], cast.mary, co_worker=people[co_worker])
    assert refused.value.field == "co_worker"


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "family_help"])
def test_practices_with_social_workers_alone_have_no_co_worker(cast, allocated, help_team, practise, name):
    practise(name)
    with pytest.raises(Refusal, match="Nobody stays beside a social worker"):
        named(allocated.family, cast.cora, cast.mary, co_worker=cast.sue)


def test_successor_takes_over_the_lead_on_terms_of_their_own(cast, allocated, help_team, family_help):
    fern = named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.cora)
    details = {
        "because": "LEFTRL", "last_day": TODAY, "summary": "Sessions.", "outcome": "Calmer.", "by": cast.mary,
        "at": NOW, "taker": help_team.faye.memberships.get(),
    }  # fmt: skip
    with pytest.raises(Refusal, match="Ask Faye Field whether they agree") as refused:
        allocations.end(fern, **details)
    assert refused.value.field == "agreed_on"
    allocations.end(fern, **details, terms=LeadTerms(TODAY, cast.mary))
    faye = family_lead(allocated.family, TODAY + DAY)
    assert (faye.worker, faye.agreed_on, faye.overseer, faye.overseen_from) == (
        help_team.faye, TODAY, cast.mary, TODAY + DAY,
    )  # fmt: skip


def test_successor_of_a_role_that_may_not_lead_any_more_takes_over_the_part_alone(
    cast, allocated, help_team, family_help, plan
):
    fern = named(allocated.family, help_team.fern, cast.mary, agreed_on=TODAY, overseer=cast.cora)
    plan(allocated, "cp")
    allocations.end(
        fern, because="LEFTRL", last_day=TODAY, summary="Sessions.", outcome="Calmer.", by=cast.mary, at=NOW,
        taker=help_team.faye.memberships.get(),
    )  # fmt: skip
    assert family_lead(allocated.family, TODAY + DAY) is None
    assert allocated.family.allocation_set.on(TODAY + DAY).filter(worker=help_team.faye).exists()


@pytest.mark.parametrize(
    ("worker", "agency", "sentence"),
    [("ola", "", "Name the agency that Ola Field works for"), ("cora", "Acorns", "Leave the agency empty")],
)
def test_agency_is_named_of_whoever_is_of_one(cast, allocated, help_team, family_help, worker, agency, sentence):
    worker = {**vars(cast), **vars(help_team)}[worker]
    with pytest.raises(Refusal, match=sentence) as refused:
        allocations.allocate(
            allocated.family, worker, role=worker.memberships.get().role, agency=agency, by=cast.mary, at=NOW
        )
    assert refused.value.field == "agency"


def test_lead_of_another_agency_leads_a_child_in_need_and_nobody_without_a_plan(
    cast, allocated, help_team, family_help, plan
):
    terms = {"agreed_on": TODAY, "overseer": cast.mary, "agency": "Acorns"}
    with pytest.raises(Refusal, match="This family needs a lead who is"):
        named(allocated.family, help_team.ola, cast.mary, **terms)
    plan(allocated, "cin")
    assert named(allocated.family, help_team.ola, cast.mary, **terms).agency == "Acorns"


@pytest.mark.rule("A11.1")
def test_worker_of_another_agency_opens_the_families_to_which_they_are_allocated_and_no_other(
    cast, allocated, help_team, family_help, plan
):
    """The first is allocated, the second was, the third never: a team opens nothing to any of them."""
    plan(allocated, "cin")
    second, never = (UserFactory(name=name, team=cast.north, role=Role.OUTSIDE_LEAD) for name in ("Otto", "Olive"))
    details = {"role": Role.OUTSIDE_LEAD, "agency": "Acorns", "by": cast.mary, "at": NOW}
    former = allocations.allocate(allocated.family, second, **details)
    with acting(cast.mary):
        change(former, from_date=TODAY - 400 * DAY, until_date=TODAY - 300 * DAY, ended_because="LEFTRL")
    allocations.allocate(allocated.family, help_team.ola, **details)
    assert access_of(help_team.ola, allocated.family).rights == {Can.READ, Can.RECORD}
    assert families_for(help_team.ola).get() == allocated.family
    for stranger in (second, never):
        assert not access_of(stranger, allocated.family).rights
        assert not families_for(stranger).exists()
