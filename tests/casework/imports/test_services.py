import pytest
from django.db import connection

from casework.families.models import Family
from casework.imports import queries, services
from casework.imports.ledger.models import Imported
from casework.imports.report import Unreadable
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import User
from tests.casework.imports.returns import child, episode
from tests.factories import NOW, TeamFactory


def test_import_stops_at_refused_rows_and_says_all_at_once(bring_in):
    report = bring_in(
        child("AB1", episode()),
        child("AB2", episode(source="99", need="N99")),
        child("AB3", episode("2025-06-02", closed="2025-01-01", because="RC7"), ethnicity="XXXX"),
    )
    assert not report.kept
    assert report.refused == 4
    assert {(problem.child, problem.field) for problem in report.problems if problem.refused} == {
        ("AB2", "ReferralSource"), ("AB2", "PrimaryNeedCode"), ("AB3", "CINclosureDate"), ("AB3", "Ethnicity"),
    }  # fmt: skip
    assert not Family.objects.exists()
    assert not Imported.objects.exists()


def test_import_goes_on_with_a_warning_and_keeps_the_wrong_number(bring_in):
    report = bring_in(child("AB1", episode(), upn="A801200005001"))
    assert (report.kept, report.refused, report.warnings) == (True, 0, 1)
    assert Person.objects.get().upn == "A801200005001"


def test_import_warns_of_referrals_after_death(bring_in):
    report = bring_in(child("AB1", episode("2025-06-02"), died="2024-01-01"))
    assert report.kept
    assert report.kinds["A referral after the child’s death", False] == 1


def test_dry_run_says_everything_and_keeps_nothing(bring_in):
    report = bring_in(child("AB1", episode()), dry_run=True)
    assert (report.kept, report.figures["children, new"], report.figures["referrals, open"]) == (False, 1, 1)
    assert not Family.objects.exists()
    assert not Imported.objects.exists()
    assert not User.objects.filter(email__startswith="import@").exists()
    assert bring_in(child("AB1", episode())).figures["children, new"] == 1


def test_progress_is_reported_while_reading_and_writing(bring_in, monkeypatch):
    monkeypatch.setattr(services, "STEP", 2)
    heard = []
    bring_in(*(child(f"AB{number}", episode()) for number in range(5)), progress=heard.append)
    assert heard == [
        "2 children read", "4 children read", "5 children read, 0 warnings, 0 refused", "2 children written",
        "4 children written",
    ]  # fmt: skip


def test_import_of_an_unreadable_file_changes_nothing(tmp_path, north):
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<Message><Children><Child>")
    with pytest.raises(Unreadable):
        services.bring_in_census(broken, team=north, at=NOW)
    assert not Family.objects.exists()


def test_import_is_refused_while_another_runs(bring_in):
    """The other one is another session of the same database."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [services.ONE_AT_A_TIME])
        with pytest.raises(Refusal, match="Another import is running"):
            bring_in(child("AB1", episode()))
        other.rollback()
        assert bring_in(child("AB1", episode())).kept
    finally:
        other.close()


def test_team_is_found_by_its_name_in_any_case_or_refused_with_those_there_are(db):
    north = TeamFactory(name="North")
    TeamFactory(name="South")
    assert queries.team_named(" north ") == north
    with pytest.raises(Refusal, match=r"no team ‘West’. The teams are: North, South\."):
        queries.team_named("West")
