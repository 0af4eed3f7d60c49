from datetime import timedelta

import pytest
import time_machine

from casework.absences import services as absences
from casework.absences.queries import covers_for
from casework.access import Can, access_of, families_for
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
