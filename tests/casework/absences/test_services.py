from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from casework.absences import services as absences
from casework.absences.queries import covers_for
from casework.access import Can, access_of, families_for
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
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
def test_the_cover_has_the_rights_of_the_absent_worker_on_these_days_and_on_no_other(allocated, away, stranger):
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


def test_who_covers_for_one_who_does_not_lead_does_not_lead(cast, allocated, away):
    away(cast.dora, by=cast.dora, cover=cast.cora)
    assert not access_of(cast.cora, allocated.family, today=TODAY + DAY).leads
    assert not families_for(cast.cora, Can.LEAD, today=TODAY + DAY).exists()


def test_the_absent_worker_keeps_their_own_rights(cast, allocated, away):
    away()
    assert access_of(cast.sue, allocated.family, today=TODAY + DAY).leads


def test_a_cancelled_cover_gives_nothing(cast, allocated, away, stranger):
    absences.cancel(away(), by=cast.sue, at=NOW)
    assert not access_of(stranger, allocated.family, today=TODAY + DAY).rights
    assert not families_for(stranger, today=TODAY + DAY).exists()


def test_who_comes_back_early_is_covered_for_until_yesterday_and_no_longer(cast, allocated, away, stranger):
    absence = away()
    later = NOW + 3 * DAY
    absences.cancel(absence, by=cast.mary, at=later)
    absence.refresh_from_db()
    assert (absence.cancelled, absence.until_date) == (False, TODAY + 2 * DAY)
    assert access_of(stranger, allocated.family, today=TODAY + 2 * DAY).leads
    assert not access_of(stranger, allocated.family, today=TODAY + 3 * DAY).rights
    with pytest.raises(Conflict, match="over or cancelled already"):
        absences.cancel(absence, by=cast.mary, at=later)


def test_a_part_that_ended_is_not_covered(cast, allocated, away, stranger):
    away()
    part = allocated.family.allocation_set.get(worker=cast.sue)
    with acting(cast.mary):
        change(part, until_date=TODAY, lead_until=TODAY, ended_because="LEFTRL")
    assert not access_of(stranger, allocated.family, today=TODAY + DAY).rights


@pytest.mark.rule("C9")
def test_what_the_cover_records_is_theirs_and_stands_on_the_file_not_in_the_absent_workers_summary(
    cast, month, away, summary_of
):
    away(from_date=TODAY)
    note = notes.record(
        month.family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", "Ann called.")],
        by=cast.cora, at=NOW,
    )  # fmt: skip
    assert note.author == cast.cora
    assert not note.summary_lines.exists()
    assert not summary_of(cast.sue).lines.exists()


def test_a_manager_tells_the_absence_of_their_own_team_only(cast, away):
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
def test_days_that_cannot_be_are_refused(away, values, field):
    with pytest.raises(Refusal) as refused:
        away(**values)
    assert refused.value.field == field


def test_the_cover_is_a_practitioner_of_the_same_team(cast, away):
    for cover in (cast.stan, cast.bob, cast.mary, cast.sue):
        with pytest.raises(Refusal, match="Choose a colleague of the same team"):
            away(cover=cover)
    assert set(covers_for(cast.sue, TODAY)) == {cast.cora, cast.dora, cast.rick}


def test_nobody_is_covered_for_twice_or_covers_while_away_themselves(cast, away):
    away()
    with pytest.raises(Refusal, match="Cora Cole covers for Sue Sands from Wed 4 Nov"):
        away(cover=cast.dora)
    with pytest.raises(Refusal, match="Sue Sands is away"):
        away(cast.dora, by=cast.dora, cover=cast.sue)
    with pytest.raises(Refusal, match="Cora Cole covers for Sue Sands"):
        away(cast.cora, by=cast.cora, cover=cast.dora)
    away(from_date=TODAY + 11 * DAY, until_date=TODAY + 12 * DAY, cover=cast.dora)


def test_an_absence_sent_twice_is_one(cast, away):
    key = uuid4()
    assert away(form_key=key) == away(form_key=key)


def test_the_cover_finds_a_restricted_family_only_on_its_list(cast, allocated, away):
    away(from_date=TODAY)
    workers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="He works here.", readers=workers, by=cast.mary, at=NOW)
    assert not access_of(cast.cora, allocated.family).rights
    restrictions.add_reader(allocated.family, cast.cora, by=cast.mary, at=NOW)
    assert access_of(cast.cora, allocated.family).leads
