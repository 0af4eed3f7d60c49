"""Undoing a run: what it made goes, what it changed goes back, and what people wrote stays."""

from datetime import date, timedelta

import pytest

from casework.allocations.models import Allocation
from casework.duedates.models import DueDate
from casework.families.models import Family, FamilyMember, Headline
from casework.imports.ledger.models import ImportedValue, ImportRun, ImportUndone
from casework.imports.runs.services import undo
from casework.imports.services import bring_in_families
from casework.people.models import Person
from casework.plans.models import Assessment, Plan
from casework.referrals.models import Involvement
from casework.refusal import Refusal
from casework.relationships.models import Relationship
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from casework.users.services import robot
from tests.casework.imports.returns import assessment, child, episode, need_plan
from tests.factories import NOW, UserFactory

LATER = NOW + timedelta(days=1)
CLOSED = {"closed": "2025-09-01", "because": "RC7"}

FAMILIES = """family,family_name,team,person,la_child_id,name,role,relationships,worker,worker_role,worker_leads
F1,Ash,North,1,AB1,Mia Ash,child,,sue@council.example,Social worker,yes
F1,,,2,,Ann Ash,parent,mother of 1,,,
"""


@pytest.fixture
def undo_last(db):
    def do(because="The wrong file."):
        return undo(ImportRun.objects.order_by("-pk").first(), because=because, by=robot("import"), at=LATER)

    return do


def test_run_owns_its_entries_and_ends_with_its_figures(bring_in, north):
    report = bring_in(child("AB1", episode("2025-06-02", assessment("2025-06-03"))))
    run = ImportRun.objects.get()
    assert (run.pk, run.kind, run.file_name, run.team, len(run.sha256)) == (
        report.run, "census", "return.xml", north, 64,
    )  # fmt: skip
    assert run.end.figures["children"] == 1
    assert {entry.key.split(":")[2] for entry in run.imported.all()} == {
        "child", "home", "asked", "referral", "assessment",
    }  # fmt: skip


def test_undone_run_leaves_nothing_open_or_due_and_frees_the_numbers(bring_in, undo_last):
    given = [child(f"AB{number}", episode("2025-06-02", need_plan("2025-07-01"))) for number in (1, 2)]
    bring_in(*given)
    figures, stay = undo_last()
    assert (figures["stay"], stay) == (0, [])
    assert not Person.objects.exclude(la_child_id=None).exists()
    assert not Involvement.objects.exists()
    assert not Plan.objects.not_withdrawn().exists()
    assert not FamilyMember.objects.exists()
    assert not DueDate.objects.running().exists()
    assert not Headline.objects.filter(open=True).exists()
    assert not Headline.objects.filter(names__icontains="ab1").exists()
    report = bring_in(*given)
    assert (report.figures["children, new"], report.aside) == (2, [])
    assert Person.objects.filter(la_child_id="AB1").count() == 1


def test_undoing_puts_back_only_what_is_still_as_the_run_left_it(bring_in, undo_last):
    bring_in(child("AB1", episode("2025-06-02", assessment("2025-06-03"))))
    bring_in(child("AB1", episode("2025-06-02", assessment("2025-06-03", "2025-07-03", ["1B"]), **CLOSED), sex="M"))
    person = Person.objects.get()
    with acting(UserFactory()):
        change(person, sex="U")
    figures, _ = undo_last()
    involvement = Involvement.objects.get()
    assert (involvement.closed_on, involvement.closed_because) == (None, "")
    assert (Assessment.objects.get().ended_on, Assessment.objects.get().factors) == (None, [])
    assert DueDate.objects.running().get().timescale == "case_summary"
    person.refresh_from_db()
    assert person.sex == "U"
    assert (figures["values left"], figures["values put back"]) == (1, 3)
    assert Headline.objects.get().open


def test_undoing_a_move_moves_it_back(bring_in, undo_last):
    bring_in(child("AB1", episode("2025-06-02")))
    bring_in(child("AB1", episode("2025-06-03")))
    undo_last()
    assert Involvement.objects.get().opened_on == date(2025, 6, 2)
    assert bring_in(child("AB1", episode("2025-06-02"))).changes == []


def test_family_in_which_people_have_written_since_stays(bring_in, undo_last):
    bring_in(child("AB1", episode()), child("AB2", episode()))
    worked = Person.objects.get(la_child_id="AB1").memberships.get().family
    with acting(UserFactory()):
        change(worked, name="Ash")
    figures, stay = undo_last()
    assert stay == [worked]
    assert Person.objects.get(la_child_id="AB1").involvements.filter(closed_on=None).exists()
    assert not Person.objects.filter(la_child_id="AB2").exists()
    assert figures["stay"] > 0


def test_runs_are_undone_the_last_first_once_and_with_a_reason(bring_in, undo_last):
    bring_in(child("AB1", episode()))
    bring_in(child("AB2", episode()))
    first, second = ImportRun.objects.order_by("pk")
    by = robot("import")
    with pytest.raises(Refusal, match=f"Run {second.pk} came after it"):
        undo(first, because="Wrong.", by=by, at=LATER)
    with pytest.raises(Refusal, match="Say why"):
        undo(second, because=" ", by=by, at=LATER)
    undo(second, because="Wrong.", by=by, at=LATER)
    with pytest.raises(Refusal, match="undone already"):
        undo(second, because="Wrong.", by=by, at=LATER)
    undo(first, because="Wrong.", by=by, at=LATER)
    assert ImportUndone.objects.count() == 2
    assert not Family.objects.exclude(name="Taken back with an import").exists()


def test_run_that_changes_nothing_notes_no_value(bring_in):
    bring_in(child("AB1", episode()))
    bring_in(child("AB1", episode()))
    assert not ImportedValue.objects.exists()


def test_undone_run_of_a_file_of_families_leaves_their_census_as_it_was(bring_in, undo_last, tmp_path, north):
    bring_in(child("AB1", episode()))
    UserFactory(email="sue@council.example", team=north, role=Role.SOCIAL_WORKER)
    path = tmp_path / "families.csv"
    path.write_text(FAMILIES, encoding="utf-8")
    bring_in_families(path, at=NOW)
    assert Allocation.objects.get().lead_from
    figures, stay = undo_last()
    person = Person.objects.get(la_child_id="AB1")
    assert (person.name, person.memberships.get().family.name) == ("Child AB1", "Child AB1")
    assert (figures["stay"], stay) == (0, [])
    assert not Relationship.objects.filter(until_date=None).exists()
    assert Allocation.objects.get().until_date < LATER.date()
    assert FamilyMember.objects.count() == 1
    assert Headline.objects.get().open
    assert bring_in_families(path, at=LATER).figures["people, new"] == 1
