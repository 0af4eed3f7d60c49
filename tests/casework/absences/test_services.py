from datetime import timedelta

import pytest
import time_machine

from casework.absences import services as absences
from casework.absences.queries import absences_to_come, covers_for
from casework.access import Can, access_of, families_for
from casework.families.headlines.services import carry_over
from casework.passages.models import NewText
from casework.plans.services import begin_plans
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from tests.practising import SHIPPED
from workbook.notes import services as notes

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def away(cast):
    """Says that Sue is away, by default from tomorrow for ten days, and that Cora covers."""

    def add(user=None, **values):
        details = {
            "cover": cast.cora, "from_date": TODAY + DAY, "until_date": TODAY + 10 * DAY, "by": cast.sue, "at": NOW,
            **values,
        }  # fmt: skip
        return absences.add(user or cast.sue, **details)

    return add


@pytest.fixture
def stranger(cast):
    """Cora belongs to Team South and, since today, to no team that works with the Ash family but by covering."""
    with acting(cast.mary):
        for row in (cast.sue, cast.cora):
            row.memberships.create(team=cast.south, role="social_worker", from_date=TODAY - DAY)
        change(cast.cora.memberships.get(team=cast.north), until_date=TODAY - DAY)
    return cast.cora


@pytest.mark.rule("A11.1")
def test_cover_has_the_absent_workers_rights_on_these_days_alone(allocated, away, stranger):
    away()
    family = allocated.family
    for day in (TODAY, TODAY + 11 * DAY):
        assert not families_for(stranger, today=day).exists()
        assert not access_of(stranger, family, today=day).rights
    for day in (TODAY + DAY, TODAY + 10 * DAY):
        assert families_for(stranger, Can.LEAD, today=day).exists()
        access = access_of(stranger, family, today=day)
        assert access.leads
        assert access.rights == {Can.READ, Can.RECORD, Can.LEAD}


def test_cover_for_one_who_does_not_lead_does_not_lead(cast, allocated, away):
    away(cast.dora, by=cast.dora, cover=cast.cora)
    assert not access_of(cast.cora, allocated.family, today=TODAY + DAY).leads
    assert not families_for(cast.cora, Can.LEAD, today=TODAY + DAY).exists()


def test_absent_worker_keeps_their_own_rights(cast, allocated, away):
    away()
    assert access_of(cast.sue, allocated.family, today=TODAY + DAY).leads


def test_cover_that_was_cancelled_gives_nothing(cast, allocated, away, stranger):
    absences.cancel(away(), by=cast.sue, at=NOW)
    assert not access_of(stranger, allocated.family, today=TODAY + DAY).rights
    assert not families_for(stranger, today=TODAY + DAY).exists()


def test_cover_of_who_comes_back_early_ended_yesterday(cast, allocated, away, stranger):
    absence = away()
    later = NOW + 3 * DAY
    absences.cancel(absence, by=cast.mary, at=later)
    absence.refresh_from_db()
    assert (absence.cancelled, absence.until_date) == (False, TODAY + 2 * DAY)
    assert access_of(stranger, allocated.family, today=TODAY + 2 * DAY).leads
    assert not access_of(stranger, allocated.family, today=TODAY + 3 * DAY).rights
    with pytest.raises(Conflict, match="over or cancelled already"):
        absences.cancel(absence, by=cast.mary, at=later)


def test_cover_gives_nothing_of_an_allocation_that_ended(cast, allocated, away, stranger):
    away()
    part = allocated.family.allocation_set.get(worker=cast.sue)
    with acting(cast.mary):
        change(part, until_date=TODAY, lead_until=TODAY, ended_because="LEFTRL")
    assert not access_of(stranger, allocated.family, today=TODAY + DAY).rights


@pytest.mark.rule("C9")
def test_cover_is_the_author_of_what_they_record(cast, month, away, summary_of):
    away(from_date=TODAY)
    note = notes.record(
        month.family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", "Ann called.")],
        by=cast.cora, at=NOW,
    )  # fmt: skip
    assert note.author == cast.cora
    assert not note.summary_lines.exists()
    assert not summary_of(cast.sue).lines.exists()


def test_absence_is_recorded_by_the_teams_own_manager(cast, away):
    assert away(by=cast.mary).user == cast.sue
    for by in (cast.sid, cast.dora, cast.bob):
        with pytest.raises(Refusal, match="your own absence"):
            away(by=by)
        with pytest.raises(Refusal, match="your own absence"):
            absences.cancel(cast.sue.absences.get(), by=by, at=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"until_date": TODAY}, "until_date"),
        ({"from_date": TODAY - 9 * DAY, "until_date": TODAY - DAY}, "until_date"),
        ({"from_date": TODAY - DAY}, "from_date"),
    ],
)
def test_absence_refuses_days_that_cannot_be(away, values, field):
    with pytest.raises(Refusal) as refused:
        away(**values)
    assert refused.value.field == field


def test_cover_is_a_practitioner_of_the_same_team(cast, away):
    for cover in (cast.stan, cast.bob, cast.mary, cast.sue):
        with pytest.raises(Refusal, match="Choose a colleague of the same team"):
            away(cover=cover)
    assert set(covers_for(cast.sue, TODAY)) == {cast.cora, cast.dora, cast.rick}


def test_cover_is_refused_twice_and_while_away(cast, away):
    away()
    with pytest.raises(Refusal, match="Cora Cole covers for Sue Sands from Wed 4 Nov"):
        away(cover=cast.dora)
    with pytest.raises(Refusal, match="Sue Sands is away"):
        away(cast.dora, by=cast.dora, cover=cast.sue)
    with pytest.raises(Refusal, match="Cora Cole covers for Sue Sands"):
        away(cast.cora, by=cast.cora, cover=cast.dora)
    away(from_date=TODAY + 11 * DAY, until_date=TODAY + 12 * DAY, cover=cast.dora)


def test_cover_finds_a_restricted_family_only_on_its_list(cast, allocated, away):
    away(from_date=TODAY)
    workers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="He works here.", readers=workers, by=cast.mary, at=NOW)
    assert not access_of(cast.cora, allocated.family).rights
    restrictions.add_reader(allocated.family, cast.cora, by=cast.mary, at=NOW)
    assert access_of(cast.cora, allocated.family).leads


def test_former_manager_tells_no_absence_and_a_second_one_does(cast, away):
    with acting(cast.serena):
        change(cast.mary.memberships.get(), until_date=TODAY - DAY)
    with pytest.raises(Refusal, match="your own absence"):
        away(by=cast.mary)
    assert away(by=cast.dev).user == cast.sue


def test_former_practitioner_is_not_covered_for_and_a_second_one_is(cast, away):
    with acting(cast.mary):
        change(cast.sue.memberships.get(), until_date=TODAY - DAY)
    for by in (cast.sue, cast.mary):
        with pytest.raises(Refusal, match="your own absence"):
            away(by=by)
    assert away(cast.dora, by=cast.mary).user == cast.dora


def test_former_colleague_does_not_cover_and_a_second_one_does(cast, away):
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=TODAY - DAY)
    with pytest.raises(Refusal, match="Choose a colleague of the same team"):
        away()
    assert away(cover=cast.rick).cover == cast.rick


def test_former_cover_has_no_rights_while_a_second_one_has(cast, allocated, away, stranger):
    second = UserFactory(name="Cleo Clay", team=cast.north, role=Role.SOCIAL_WORKER)
    away(until_date=TODAY + 2 * DAY)
    away(from_date=TODAY + 3 * DAY, until_date=TODAY + 9 * DAY, cover=second)
    assert not access_of(stranger, allocated.family, today=TODAY + 3 * DAY).rights
    assert not families_for(stranger, today=TODAY + 3 * DAY).exists()
    assert access_of(second, allocated.family, today=TODAY + 3 * DAY).leads
    assert not access_of(second, allocated.family, today=TODAY + 2 * DAY).leads


@pytest.mark.rule("A11.1")
@pytest.mark.parametrize("practice", SHIPPED)
def test_cover_of_a_lead_may_lead_what_runs(cast, allocated, away, practise, practice):
    """Whoever led until now is covered by anybody of the team; no family is named to whoever records the absence."""
    practise(practice)
    with pytest.raises(
        Refusal, match=r"Dora Dale may not lead a family that Sue Sands leads\. .* Choose somebody"
    ) as no:
        away(cover=cast.dora)
    assert no.value.field == "cover"
    assert "Ash" not in no.value.sentence
    lead = allocated.family.allocation_set.get(worker=cast.sue)
    with acting(cast.mary):
        change(lead, lead_until=TODAY)
    assert away(cover=cast.dora).cover == cast.dora


@pytest.mark.rule("A11.1")
def test_cover_may_lead_the_plan_that_runs_and_not_only_any(cast, allocated, away, practise):
    practise("family_help")
    fern, lena = (
        UserFactory(name=name, team=cast.north, role=role)
        for name, role in (("Fern Field", Role.FAMILY_HELP_LEAD), ("Lena Lake", Role.CHILD_PROTECTION_LEAD))
    )
    begin_plans(allocated.family, [allocated.mia], kind="cp", category="NEG", from_date=TODAY, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="The child protection plan needs a lead who is"):
        away(cover=fern)
    assert away(cover=lena).cover == lena


MOST = 28


@pytest.mark.rule("C31")
def test_cover_lasts_no_longer_at_once_than_the_practice_says(cast, away, practised):
    for by in (cast.sue, cast.mary):
        with pytest.raises(Refusal, match=f"covers for {MOST} days at most at once. Let it end on") as refused:
            away(until_date=TODAY + DAY * (MOST + 1), by=by)
        assert refused.value.field == "until_date"
    assert away(until_date=TODAY + DAY * MOST).until_date == TODAY + DAY * MOST
    practised(cover_days=5)
    with pytest.raises(Refusal, match="covers for 5 days at most"):
        away(cast.dora, from_date=TODAY, until_date=TODAY + 5 * DAY, by=cast.dora)
    away(cast.dora, from_date=TODAY, until_date=TODAY + 4 * DAY, by=cast.dora)


@pytest.fixture
def for_four_weeks(away):
    """Sue is away for as long as she may say herself, from today."""
    return away(from_date=TODAY, until_date=TODAY + DAY * (MOST - 1))


@pytest.mark.rule("C31")
@pytest.mark.parametrize("back_for", [0, 6])
def test_cover_goes_on_only_as_a_manager_says_again_when_the_days_before_have_begun(
    cast, away, for_four_weeks, back_for
):
    """Neither another cover nor some days at work between make another absence of it."""
    begins = for_four_weeks.until_date + (back_for + 1) * DAY
    days = {"from_date": begins, "until_date": begins + 3 * DAY, "cover": cast.rick}
    with pytest.raises(Refusal, match="Ask your manager to say it again") as refused:
        away(**days)
    assert refused.value.field == "until_date"
    assert away(by=cast.mary, **days).cover == cast.rick


@pytest.mark.rule("C31")
def test_cover_is_not_said_twice_ahead_by_a_manager(cast, away):
    first = away(until_date=TODAY + MOST * DAY)
    days = {"from_date": first.until_date + DAY, "until_date": first.until_date + 9 * DAY, "by": cast.mary}
    with pytest.raises(Refusal, match=r"Cora Cole covers for Sue Sands .*, which is still to come") as refused:
        away(**days)
    assert refused.value.field == "from_date"
    with time_machine.travel(NOW + DAY, tick=False):
        assert away(**days, at=NOW + DAY).user == cast.sue


@pytest.mark.rule("C31")
def test_cover_before_one_that_is_to_come_is_counted_with_it(cast, away):
    away(from_date=TODAY + 20 * DAY, until_date=TODAY + 30 * DAY)
    with pytest.raises(Refusal, match="Ask your manager"):
        away(from_date=TODAY, until_date=TODAY + 18 * DAY)
    with pytest.raises(Refusal, match="still to come"):
        away(from_date=TODAY, until_date=TODAY + 18 * DAY, by=cast.mary)


@pytest.mark.rule("C31")
def test_cover_after_a_week_back_is_another_absence(away, for_four_weeks):
    begins = for_four_weeks.until_date + 8 * DAY
    assert away(from_date=begins, until_date=begins + DAY * (MOST - 1)).from_date == begins


@pytest.mark.rule("C31")
def test_cover_that_was_cancelled_counts_only_as_far_as_it_went(cast, away, for_four_weeks):
    later = NOW + 20 * DAY
    with time_machine.travel(later, tick=False):
        absences.cancel(for_four_weeks, by=cast.sue, at=later)
        with pytest.raises(Refusal, match="Ask your manager"):
            away(from_date=later.date(), until_date=later.date() + 8 * DAY, at=later)
        assert away(from_date=later.date(), until_date=later.date() + 7 * DAY, at=later)


def told_of_cover(user):
    return list(user.notifications.filter(kind__startswith="cover_").order_by("pk").values_list("kind", flat=True))


@pytest.mark.rule("C31")
def test_cover_is_told_to_the_managers_of_the_families_and_to_nobody_else(cast, allocated, away):
    """Also to a manager of another team whose family it is; the one who says it knows."""
    absence = away(by=cast.mary)
    assert told_of_cover(cast.dev) == ["cover_named"]
    for other in (cast.mary, cast.sid, cast.serena, cast.bob, cast.cora, cast.sue, cast.stan):
        assert not told_of_cover(other)
    absences.cancel(absence, by=cast.sue, at=NOW)
    assert told_of_cover(cast.dev) == ["cover_named", "cover_cancelled"]
    assert told_of_cover(cast.mary) == ["cover_cancelled"]


@pytest.mark.rule("C31")
def test_cover_of_a_family_of_another_team_is_told_to_its_manager_who_sees_it_in_the_list(cast, allocated, away):
    with acting(cast.mary):
        change(allocated.family.familyteam_set.get(), until_date=TODAY - DAY)
        allocated.family.familyteam_set.create(team=cast.south, from_date=TODAY)
        carry_over([allocated.family.pk], at=NOW)
    former, absence = cast.mary, away()
    assert told_of_cover(cast.sid) == ["cover_named"]
    assert not told_of_cover(former)
    assert absence in absences_to_come(cast.sid, TODAY)
    assert absence not in absences_to_come(cast.stan, TODAY)


@pytest.mark.rule("C31")
def test_cover_is_not_told_for_families_that_the_manager_may_not_know_of_nor_for_none(cast, allocated, away):
    restrictions.restrict(
        allocated.family, because="He works here.", readers=[cast.sue, cast.dora, cast.rick], by=cast.mary, at=NOW
    )
    away()
    assert told_of_cover(cast.mary) == ["cover_named"]
    assert not told_of_cover(cast.dev)
    nobodys = UserFactory(name="Cleo Clay", team=cast.north, role=Role.SOCIAL_WORKER)
    away(nobodys, cover=cast.rick, by=nobodys)
    assert told_of_cover(cast.mary) == ["cover_named"]


@pytest.mark.rule("C31")
def test_cover_told_to_a_former_manager_no_more_and_to_a_second_one(cast, allocated, away):
    with acting(cast.serena):
        change(cast.mary.memberships.get(), until_date=TODAY - DAY)
    away()
    assert not told_of_cover(cast.mary)
    assert told_of_cover(cast.dev) == ["cover_named"]
