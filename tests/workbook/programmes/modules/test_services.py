"""Writing a module, completing it, taking it up again, keeping a child's record apart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.families import services as families
from casework.notes.models import CaseNote
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from tests.factories import NOW, add_child
from tests.workbook.programmes.conftest import draw, finalised, submit, text_of, write
from workbook.programmes import services
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.drawing import services as programmes_services
from workbook.programmes.models import ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes
from workbook.programmes.states import ModuleState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.rule("C20")
def test_direct_work_is_written_for_each_child_and_is_about_that_child(month, cast, first, module):
    mia = write(first, module(4), "Mia draws.", by=cast.sue, child=month.mia)
    ben = write(first, module(4), "Ben builds.", by=cast.mary, child=month.ben)
    assert mia != ben
    assert mia.passages.get().about == [month.mia.pk]
    with pytest.raises(Refusal, match="Choose the child"):
        write(first, module(4), by=cast.sue)
    with pytest.raises(Refusal, match="Choose the child"):
        write(first, module(1), by=cast.sue, child=month.mia)


def test_direct_work_is_not_of_a_child_of_another_family_or_not_yet_born(month, cast, first, module):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="not part of this programme"):
        write(first, module(4), by=cast.sue, child=add_child(other, cast.mary, name="Eli Elm"))


def test_writing_from_an_older_version_is_a_conflict_and_changes_nothing(month, cast, first, module):
    record = write(first, module(1), by=cast.sue)
    for version in (0, record.version - 1):
        with pytest.raises(Conflict, match="changed since you opened"):
            write(first, module(1), "Another text.", by=cast.mary, version=version)
    assert text_of(first, module(1)) == ["They know why we come."]
    write(first, module(1), "Another text.", by=cast.mary, version=record.version)
    assert text_of(first, module(1)) == ["Another text."]


def test_writing_the_same_text_twice_is_one_change(cast, first, module):
    record = write(first, module(1), by=cast.sue)
    assert write(first, module(1), by=cast.sue, version=record.version).version == record.version
    assert record.passages.get().history.count() == 1


def test_writing_nothing_begins_nothing(cast, first, module):
    with pytest.raises(Refusal, match="Write something"):
        write(first, module(1), " ", by=cast.sue)
    assert not first.records.exists()


def test_writing_is_about_people_of_the_family_only(month, cast, first, module):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_child(other, cast.mary, name="Eli Elm")
    written = [replace(NewText(module(1).sections[0].key, "Of Eli."), about=(stranger.pk,))]
    with pytest.raises(Refusal, match="people of this family"):
        programmes.write(first, module(1), written=written, version=0, by=cast.sue, at=NOW)


@pytest.mark.rule("A5.2", "A5.12")
def test_completed_module_carries_forward_and_may_be_taken_up_again(cast, first, module):
    with pytest.raises(Refusal, match="Nothing is written yet"):
        programmes.complete(first, module(3), version=0, by=cast.sue, at=NOW)
    record = write(first, module(3), by=cast.sue)
    record = programmes.complete(first, module(3), version=record.version, by=cast.sue, at=NOW)
    assert (record.state, record.completed_by) == (ModuleState.COMPLETED, cast.sue)
    with pytest.raises(Refusal, match="is completed"):
        write(first, module(3), "More.", by=cast.sue, version=record.version)
    with pytest.raises(Refusal, match="completed' already"):
        programmes.complete(first, module(3), version=record.version, by=cast.sue, at=NOW)
    record = programmes.take_up(first, module(3), version=record.version, by=cast.sue, at=NOW)
    write(first, module(3), "They see it now.", by=cast.sue, version=record.version)
    assert text_of(first, module(3)) == ["They see it now."]


def test_completing_a_version_that_was_not_read_is_refused(cast, first, module):
    record = write(first, module(1), by=cast.sue)
    with pytest.raises(Conflict):
        programmes.complete(first, module(1), version=record.version - 1, by=cast.mary, at=NOW)
    with pytest.raises(Conflict):
        programmes.take_up(first, module(1), version=record.version - 1, by=cast.mary, at=NOW)


@pytest.mark.rule("A5.5")
def test_modules_one_to_six_carry_on_and_seven_and_eight_belong_to_one_assessment(cast, first, module):
    for number in (6, 7, 8):
        write(first, module(number), f"Text of {number}.", by=cast.sue)
    assert [queries.round_of(first, module(number)) for number in (6, 7, 8)] == [0, 1, 1]
    _complete_assessment(first, cast)
    assert [queries.round_of(first, module(number)) for number in (6, 7, 8)] == [0, 2, 2]
    assert text_of(first, module(6)) == ["Text of 6."]
    assert text_of(first, module(7)) == text_of(first, module(8)) == []
    assert {record.module for record in queries.records_of(first)} == {"m6"}
    assert {record.module for record in queries.records_ever(first)} == {"m6", "m7", "m8"}
    write(first, module(7), "The second analysis.", by=cast.sue)
    assert text_of(first, module(7)) == ["The second analysis."]


def _complete_assessment(programme, cast):
    with acting(cast.mary):
        note = CaseNote.objects.create(
            family=programme.family, kind="assessment_oversight", author=cast.mary, took_place_at=NOW,
            recorded_at=NOW, state="took_place",
        )  # fmt: skip
        ProgrammeAssessment.objects.create(
            family=programme.family, programme=programme, number=1, occasion="yearly", state=AssessmentState.COMPLETED,
            submitted_by=cast.sue, submitted_at=NOW, read_on=NOW.date(), outcome="Go on.", oversight=note,
        )  # fmt: skip


def test_module_does_not_change_while_an_assessment_waits_for_the_manager(month, cast, first, module, summary_of):
    record = write(first, module(1), by=cast.sue)
    drawn = draw(first, module(5), finalised(summary_of(cast.dora), cast.dora), cast)
    submit(first, cast.sue)
    for act in (
        lambda: write(first, module(1), "Later.", by=cast.sue, version=record.version),
        lambda: write(first, module(2), "Later.", by=cast.sue),
        lambda: programmes.complete(first, module(1), version=record.version, by=cast.sue, at=NOW),
        lambda: draw(first, module(6), month.episode.summaries.get(worker=cast.dora), cast),
        lambda: programmes_services.remove_drawn(drawn, because="Wrong.", by=cast.sue, at=NOW),
        lambda: services.end(first, because="Over.", by=cast.mary, at=NOW),
    ):
        with pytest.raises(Refusal, match="waits for the manager"):
            act()


@pytest.mark.rule("A5.6")
def test_direct_work_is_read_and_written_in_both_programmes_and_the_rest_in_one(month, cast, first, second, module):
    write(first, module(2), "Ann's history.", by=cast.sue)
    record = write(first, module(4), "Mia draws.", by=cast.sue, child=month.mia)
    assert text_of(second, module(2)) == []
    assert text_of(second, module(4), month.mia) == ["Mia draws."]
    write(second, module(4), "Mia draws us.", by=cast.sue, child=month.mia, version=record.version)
    assert text_of(first, module(4), month.mia) == ["Mia draws us."]
    assert ModuleRecord.objects.filter(module="m4").count() == 1


@pytest.mark.rule("A5.6")
def test_record_kept_apart_is_read_in_its_own_programme_alone(month, cast, first, second, module):
    record = write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    record = programmes.keep_apart(
        first, module(4), month.mia, because="She asked us not to tell him.", version=record.version, by=cast.sue,
        at=NOW,
    )  # fmt: skip
    assert text_of(first, module(4), month.mia) == ["Mia told."]
    assert text_of(second, module(4), month.mia) == []
    own = write(second, module(4), "Mia with her father.", by=cast.sue, child=month.mia)
    # The reason was said of what the first holds: it may itself be what must not be read here.
    assert own.kept_apart_because == programmes.KEPT_BY_THE_OTHER
    assert text_of(first, module(4), month.mia) == ["Mia told."]
    assert text_of(second, module(4), month.mia) == ["Mia with her father."]
    with pytest.raises(Refusal, match="record of its own"):
        programmes.share(first, module(4), month.mia, version=record.version, by=cast.sue, at=NOW)


@pytest.mark.rule("A5.6")
def test_record_that_is_shared_may_be_kept_in_either_programme_and_shared_again(month, cast, first, second, module):
    record = write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    for because, version, error in (("", record.version, Refusal), ("She asked.", 0, Conflict)):
        with pytest.raises(error):
            programmes.keep_apart(second, module(4), month.mia, because=because, version=version, by=cast.sue, at=NOW)
    record = programmes.keep_apart(
        second, module(4), month.mia, because="She asked.", version=record.version, by=cast.sue, at=NOW
    )
    assert text_of(first, module(4), month.mia) == []
    assert text_of(second, module(4), month.mia) == ["Mia told."]
    with pytest.raises(Conflict):
        programmes.share(second, module(4), month.mia, version=0, by=cast.sue, at=NOW)
    programmes.share(second, module(4), month.mia, version=record.version, by=cast.sue, at=NOW)
    assert text_of(first, module(4), month.mia) == ["Mia told."]


def test_keeping_apart_is_refused_with_one_programme(month, cast, first, module):
    record = write(first, module(4), by=cast.sue, child=month.mia)
    with pytest.raises(Refusal, match="no other programme"):
        programmes.keep_apart(
            first, module(4), month.mia, because="She asked.", version=record.version, by=cast.sue, at=NOW
        )


def test_shared_record_does_not_change_while_one_of_two_programmes_waits_for_the_manager(
    month, cast, first, second, module
):
    record = write(first, module(4), by=cast.sue, child=month.mia)
    submit(second, cast.sue)
    with pytest.raises(Refusal, match="waits for the manager"):
        write(first, module(4), "Later.", by=cast.sue, child=month.mia, version=record.version)
    write(first, module(1), "Ann's own.", by=cast.sue)


def test_writing_is_the_leads_and_not_the_former_ones(month, cast, first, module, change_of_lead):
    with pytest.raises(Refusal, match="You may not"):
        write(first, module(1), by=cast.sue)
    assert write(first, module(1), by=cast.cora)
