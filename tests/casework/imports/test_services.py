import pytest
from django.db import connection

from casework.families.models import Family
from casework.imports import queries, services
from casework.imports.ledger.models import Imported, ImportRun
from casework.imports.report import Unreadable
from casework.imports.runs import services as runs
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import User
from tests.casework.imports.returns import assessment, child, episode
from tests.factories import NOW, TeamFactory


def test_child_who_cannot_stand_is_set_aside_by_number_and_the_others_come_in(bring_in):
    report = bring_in(
        child("AB1", episode()),
        child("AB2", episode(source="99", need="N99")),
        child("AB3", episode("2025-06-02", closed="2025-01-01", because="RC7"), ethnicity="XXXX"),
    )
    assert report.kept
    assert (report.refused, report.aside, report.figures["set aside"]) == (4, ["AB2", "AB3"], 2)
    assert {(problem.child, problem.field) for problem in report.problems if problem.refused} == {
        ("AB2", "ReferralSource"), ("AB2", "PrimaryNeedCode"), ("AB3", "CINclosureDate"), ("AB3", "Ethnicity"),
    }  # fmt: skip
    assert Person.objects.get().la_child_id == "AB1"
    assert report.figures["children"] == 1
    assert {entry.key.split(":")[1] for entry in Imported.objects.all()} == {"AB1"}
    mended = bring_in(child("AB1", episode()), child("AB2", episode()), child("AB3", episode()))
    assert (mended.figures["children, new"], mended.aside) == (2, [])


def test_number_that_stands_twice_sets_both_children_aside(bring_in):
    report = bring_in(child("AB1", episode()), child("AB1", episode(), born="2018-01-02"), child("AB2", episode()))
    assert report.aside == ["AB1", "AB1"]
    assert Person.objects.get().la_child_id == "AB2"


def test_child_whom_the_database_refuses_leaves_no_figure(bring_in):
    bring_in(child("AB1", episode("2025-06-02")))
    report = bring_in(child("AB1", episode("2026-01-05", assessment("2026-01-06"))), child("AB2", episode()))
    assert (report.figures["children"], report.figures["referrals, new"], report.figures["assessments"]) == (1, 1, 0)
    assert report.aside == ["AB1"]


def test_run_that_is_cut_off_is_gone_on_with(bring_in, monkeypatch):
    """Each child is whole or not there; the run has no end, and the next one doubles nothing."""
    write_all = services.ChildWriter.write_all

    def cut_off(self, given):
        if given[0].number == "AB2":
            raise KeyboardInterrupt
        write_all(self, given)

    monkeypatch.setattr(services, "STEP", 1)
    children = [child(f"AB{number}", episode()) for number in (1, 2, 3)]
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(services.ChildWriter, "write_all", cut_off)
        bring_in(*children)
    assert Person.objects.get().la_child_id == "AB1"
    assert not hasattr(ImportRun.objects.get(), "end")
    report = bring_in(*children)
    assert (report.figures["children"], report.figures["children, new"]) == (3, 2)


def test_import_goes_on_with_a_warning_and_keeps_the_wrong_number(bring_in):
    report = bring_in(child("AB1", episode(), upn="A801200005001"))
    assert (report.kept, report.refused, report.warnings) == (True, 0, 1)
    assert Person.objects.get().upn == "A801200005001"


def test_import_warns_of_referrals_after_death(bring_in):
    report = bring_in(child("AB1", episode("2025-06-02"), died="2024-01-01"))
    assert report.kept
    assert report.kinds["A referral after the child’s death (8555Q)", False] == 1


def test_dry_run_says_everything_and_keeps_nothing(bring_in):
    report = bring_in(child("AB1", episode()), dry_run=True)
    assert (report.kept, report.figures["children, new"], report.figures["referrals, open"]) == (False, 1, 1)
    assert not Family.objects.exists()
    assert not Imported.objects.exists()
    assert not User.objects.filter(email__startswith="import@").exists()
    assert not ImportRun.objects.exists()
    assert bring_in(child("AB1", episode())).figures["children, new"] == 1


def test_progress_is_reported_while_reading_and_writing(bring_in, monkeypatch):
    monkeypatch.setattr(services, "STEP", 2)
    heard = []
    bring_in(*(child(f"AB{number}", episode()) for number in range(5)), progress=heard.append)
    assert heard == [
        "2 children read", "4 children read", "5 children read, 0 warnings, 0 set aside", "2 children written",
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
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [runs.ONE_AT_A_TIME])
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
