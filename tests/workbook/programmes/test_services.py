"""The Family Programme: opened, written, drawn on, kept apart, ended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.absences import services as absences
from casework.deaths import services as deaths
from casework.families import services as families
from casework.notes.models import CaseNote
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.cast import OUTCOME, the_month
from tests.factories import NOW, add_adult, add_child
from workbook.episodes.states import EpisodeState
from workbook.members import services as members
from workbook.programmes import queries as programmes_queries
from workbook.programmes import services
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.drawing import queries as drawing_queries
from workbook.programmes.drawing import services as programmes_services
from workbook.programmes.models import FamilyProgramme, ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes
from workbook.programmes.modules.texts import presenters
from workbook.programmes.states import ModuleState, ProgrammeState
from workbook.summaries import services as summaries
from workbook.summaries.handovers import services as handovers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "Ann and Carl are separated and do not want to share."


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def module():
    """Gives a module of the practice file by its number."""
    return lambda number: next(each for each in queries.practice_modules() if each.number == number)


@pytest.fixture
def first(month):
    """The programme that opened with the Workbook."""
    return month.family.familyprogramme_set.get()


@pytest.fixture
def carl(month, cast):
    return add_adult(month.family, cast.mary, name="Carl Ash")


@pytest.fixture
def second(month, cast, first, carl):
    return apart(month, cast, carl)


def apart(month, cast, carl, **values):
    return services.open_programme(month.family, parents=[carl], apart_because=WHY, by=cast.sue, at=NOW, **values)


def set_parents(programme, **values):
    """As from a page that was opened just now."""
    seen = programmes_queries.parents_fingerprint(FamilyProgramme.objects.get(pk=programme.pk))
    return services.set_parents(programme, fingerprint=seen, **values)


def write(programme, module, text="They know why we come.", by=None, child=None, version=0, at=NOW, place=0):
    written = [NewText(module.sections[place].key, text)]
    return programmes.write(programme, module, written=written, version=version, by=by, at=at, child=child)


def text_of(programme, module, child=None):
    record = queries.record_for(programme, module, child)
    parts = presenters.texts_by_section(record, module, programme.family.people_ever())
    return [text.text for part in parts for text in part.texts]


def submit(programme, by, state=AssessmentState.SUBMITTED, number=1):
    with acting(by):
        return ProgrammeAssessment.objects.create(
            family=programme.family, programme=programme, number=number, occasion="yearly", state=state,
            submitted_by=by, submitted_at=NOW,
        )  # fmt: skip


def finalised(summary, by, at=NOW):
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=by, at=at)
    return summaries.finalise(summary, by=by, at=at)


# Opening


@pytest.mark.rule("A5.4", "A5.5")
def test_programme_opens_by_itself_with_the_workbook_for_its_adults(month, first):
    assert (first.workbook, first.number, first.state) == (month.workbook, 1, ProgrammeState.OPEN)
    assert programmes_queries.parents_of(first) == [month.ann]
    assert first.apart_because == ""


@pytest.mark.rule("A5.3")
def test_programme_of_a_family_without_a_workbook_is_its_parenting_assessment(allocated, cast, module):
    programme = services.open_programme(allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW)
    assert programme.workbook is None
    assert {str(child) for child in programmes_queries.children_of(programme)} == {"Mia Ash", "Ben Ash"}
    write(programme, module(1), by=cast.sue)
    assert text_of(programme, module(1)) == ["They know why we come."]


@pytest.mark.rule("A5.3", "A5.4")
def test_programme_that_is_open_goes_on_in_the_workbook_that_opens_later(allocated, cast):
    standing = services.open_programme(
        allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW - timedelta(days=25)
    )
    workbook = the_month({"cast": cast, "allocated": allocated}).workbook
    assert allocated.family.familyprogramme_set.get() == standing
    standing.refresh_from_db()
    assert standing.workbook == workbook


@pytest.mark.rule("A5.5", "A5.6")
def test_second_programme_needs_the_reason_why_it_is_kept_apart(month, cast, first, carl):
    with pytest.raises(Refusal, match="say why it is kept apart") as refusal:
        services.open_programme(month.family, parents=[carl], by=cast.sue, at=NOW)
    assert refusal.value.field == "apart_because"
    second = apart(month, cast, carl)
    assert (second.number, second.apart_because, second.workbook) == (2, WHY, month.workbook)


@pytest.mark.rule("A5.6")
def test_second_programme_takes_its_parents_out_of_the_other_where_somebody_stays(month, cast, first, carl):
    set_parents(first, parents=[month.ann, carl], by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Nobody would be left in Family Programme 1"):
        services.open_programme(month.family, parents=[month.ann, carl], apart_because=WHY, by=cast.sue, at=NOW)
    second = apart(month, cast, carl)
    assert programmes_queries.parents_of(FamilyProgramme.objects.get(pk=first.pk)) == [month.ann]
    assert programmes_queries.parents_of(second) == [carl]
    set_parents(second, parents=[carl], by=cast.sue, at=NOW)
    assert first.parents.get(person=carl).left_on == NOW.date()


def test_parents_are_not_changed_over_what_somebody_else_just_chose(month, cast, first, carl):
    seen = programmes_queries.parents_fingerprint(first)
    set_parents(first, parents=[month.ann, carl], by=cast.mary, at=NOW)
    with pytest.raises(Conflict, match="it is shared with Ann Ash, Carl Ash now"):
        services.set_parents(first, parents=[month.ann], fingerprint=seen, by=cast.sue, at=NOW)
    assert not first.parents.exclude(left_on=None).exists()


@pytest.mark.rule("A5.6")
def test_parents_are_not_the_dead_nor_who_left_the_family(month, cast, first, carl):
    rita = add_adult(month.family, cast.mary, name="Rita Ash")
    set_parents(first, parents=[month.ann, carl, rita], by=cast.sue, at=NOW)
    deaths.record_death(month.family, carl, died=NOW.date(), by=cast.sue, at=NOW)
    members.leave(month.family, rita, left_on=NOW.date() - DAY, because="Abroad.", by=cast.sue, at=NOW)
    assert programmes_queries.parents_of(FamilyProgramme.objects.get(pk=first.pk)) == [month.ann]
    with pytest.raises(Refusal, match="Nobody would be left in Family Programme 1"):
        apart(month, cast, month.ann)


def test_opening_submitted_twice_opens_one_programme(month, cast, carl):
    key = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"
    assert apart(month, cast, carl, form_key=key) == apart(month, cast, carl, form_key=key)
    assert month.family.familyprogramme_set.count() == 2


@pytest.mark.rule("C21")
@pytest.mark.parametrize("who", ["dora", "cora", "bob", "audrey", "stan"])
def test_opening_and_writing_are_the_leads_and_the_managers(month, cast, first, carl, module, who):
    other = getattr(cast, who)
    for act in (
        lambda: apart_by(month, carl, other),
        lambda: write(first, module(1), by=other),
        lambda: programmes.complete(first, module(1), version=0, by=other, at=NOW),
        lambda: set_parents(first, parents=[month.ann], by=other, at=NOW),
        lambda: services.end(first, because="Over.", by=other, at=NOW),
    ):
        with pytest.raises(Refusal, match=r"You may not|This decision needs"):
            act()


def apart_by(month, carl, by):
    return services.open_programme(month.family, parents=[carl], apart_because=WHY, by=by, at=NOW)


def test_parents_are_people_of_the_family(month, cast, first):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_adult(other, cast.mary, name="Eve Elm")
    with pytest.raises(Refusal, match="people of this family only"):
        set_parents(first, parents=[stranger], by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="at least one parent"):
        set_parents(first, parents=[], by=cast.sue, at=NOW)


# Writing


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
            family=programme.family, kind="management_oversight", author=cast.mary, took_place_at=NOW,
            recorded_at=NOW, state="took_place",
        )  # fmt: skip
        ProgrammeAssessment.objects.create(
            family=programme.family, programme=programme, number=1, occasion="yearly", state=AssessmentState.COMPLETED,
            submitted_by=cast.sue, submitted_at=NOW, read_on=NOW.date(), outcome="Go on.", oversight=note,
        )  # fmt: skip


def test_module_does_not_change_while_an_assessment_waits_for_the_manager(month, cast, first, module, summary_of):
    record = write(first, module(1), by=cast.sue)
    drawn = _draw(first, module(5), finalised(summary_of(cast.dora), cast.dora), cast)
    submit(first, cast.sue)
    for act in (
        lambda: write(first, module(1), "Later.", by=cast.sue, version=record.version),
        lambda: write(first, module(2), "Later.", by=cast.sue),
        lambda: programmes.complete(first, module(1), version=record.version, by=cast.sue, at=NOW),
        lambda: _draw(first, module(6), month.episode.summaries.get(worker=cast.dora), cast),
        lambda: programmes_services.remove_drawn(drawn, because="Wrong.", by=cast.sue, at=NOW),
        lambda: services.end(first, because="Over.", by=cast.mary, at=NOW),
    ):
        with pytest.raises(Refusal, match="waits for the manager"):
            act()


# Drawing


def _draw(programme, module, summary, cast, child=None):
    passage = summary.passages.get(section="analysis")
    record = programmes_services.draw(
        programme, module, section=module.sections[0].key, chosen=[passage.pk], by=cast.sue, at=NOW, child=child
    )
    return record.drawn.get(passage=passage, removed_because="")


@pytest.mark.rule("A5.7", "C21")
def test_drawn_passage_is_read_with_its_source_and_is_not_copied(month, cast, first, module, summary_of):
    summary = finalised(summary_of(cast.dora), cast.dora)
    _draw(first, module(5), summary, cast)
    record = queries.record_for(first, module(5))
    shown = presenters.texts_by_section(record, module(5), month.family.people_ever())[0].drawn[0]
    assert (shown.text, shown.worker, shown.episode) == ("The risk is lower.", "Dora Dale", 1)
    assert shown.role == summary.allocation.get_role_display()
    assert not record.passages.exists()


@pytest.mark.rule("C21")
def test_drawing_takes_only_finalised_text_of_the_family_and_once(month, cast, first, module, summary_of):
    summary = summary_of(cast.dora)
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="finalised summaries"):
        _draw(first, module(5), summary, cast)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    _draw(first, module(5), summary, cast)
    _draw(first, module(5), summary, cast)
    assert queries.record_for(first, module(5)).drawn.count() == 1
    with pytest.raises(Refusal, match="Choose the heading"):
        programmes_services.draw(first, module(5), section="m1_plan", chosen=[1], by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Choose passages"):
        programmes_services.draw(first, module(5), section="m5_health", chosen=[], by=cast.sue, at=NOW)


@pytest.mark.rule("C21")
def test_drawing_takes_what_was_handed_over_which_does_not_change_any_more(month, cast, first, module, summary_of):
    summary = summary_of(cast.rick)
    summaries.write(summary, written=OUTCOME, rag="", rationale="", by=cast.rick, at=NOW)
    absences.add(
        cast.rick, cover=cast.dora, from_date=NOW.date(), until_date=NOW.date() + DAY, because="Ill",
        by=cast.rick, at=NOW,
    )  # fmt: skip
    handovers.hand_over(summary, taker=cast.dora, because="Rick is ill.", by=cast.mary, at=NOW)
    _draw(first, module(5), summary, cast)
    shown = presenters.texts_by_section(queries.record_for(first, module(5)), module(5), month.family.people_ever())[
        0
    ].drawn[0]
    assert (shown.text, shown.worker) == ("The risk is lower.", "Rick Reed")


def test_drawn_passage_of_a_summary_taken_back_shows_its_source_and_not_its_text(
    month, cast, first, module, summary_of
):
    summary = finalised(summary_of(cast.dora), cast.dora)
    _draw(first, module(5), summary, cast)
    summaries.withdraw(summary, because="A slip.", by=cast.dora, at=NOW)
    record = queries.record_for(first, module(5))
    shown = presenters.texts_by_section(record, module(5), month.family.people_ever())[0].drawn[0]
    assert (shown.text, shown.worker) == ("", "Dora Dale")


@pytest.mark.rule("A5.2", "C21")
def test_drawn_passage_stays_in_a_completed_module_until_it_is_taken_up_again(cast, first, module, summary_of):
    record = write(first, module(5), by=cast.sue)
    drawn = _draw(first, module(5), finalised(summary_of(cast.dora), cast.dora), cast)
    record = programmes.complete(first, module(5), version=record.version, by=cast.sue, at=NOW)
    with pytest.raises(Conflict, match="Take it up again first"):
        programmes_services.remove_drawn(drawn, because="It is about Ben.", by=cast.sue, at=NOW)
    programmes.take_up(first, module(5), version=record.version, by=cast.sue, at=NOW)
    programmes_services.remove_drawn(drawn, because="It is about Ben.", by=cast.sue, at=NOW)


def test_drawn_passage_is_taken_out_with_a_reason_once(cast, first, module, summary_of):
    drawn = _draw(first, module(5), finalised(summary_of(cast.dora), cast.dora), cast)
    with pytest.raises(Refusal, match="Say why"):
        programmes_services.remove_drawn(drawn, because=" ", by=cast.sue, at=NOW)
    programmes_services.remove_drawn(drawn, because="It is about Ben.", by=cast.sue, at=NOW)
    assert not queries.record_for(first, module(5)).drawn.filter(removed_because="").exists()
    with pytest.raises(Conflict):
        programmes_services.remove_drawn(drawn, because="Again.", by=cast.sue, at=NOW)


# Two programmes


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


@pytest.mark.rule("A5.6")
def test_children_may_be_kept_apart_from_the_first_moment_of_the_second_programme(month, cast, first, carl, module):
    write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    second = apart(month, cast, carl, kept_apart=[month.mia, month.ben])
    assert text_of(second, module(4), month.mia) == []
    assert text_of(first, module(4), month.mia) == ["Mia told."]
    write(second, module(4), "Ben with his father.", by=cast.sue, child=month.ben)
    assert text_of(first, module(4), month.ben) == []


def test_keeping_apart_is_refused_with_one_programme(month, cast, first, module):
    record = write(first, module(4), by=cast.sue, child=month.mia)
    with pytest.raises(Refusal, match="no other programme"):
        programmes.keep_apart(
            first, module(4), month.mia, because="She asked.", version=record.version, by=cast.sue, at=NOW
        )


@pytest.mark.rule("A5.6")
def test_passage_drawn_into_a_record_kept_apart_is_not_drawn_into_the_other(
    month, cast, first, second, module, summary_of
):
    summary = finalised(summary_of(cast.dora), cast.dora)
    _draw(first, module(4), summary, cast, child=month.mia)
    record = queries.record_for(first, module(4), month.mia)
    programmes.keep_apart(
        first, module(4), month.mia, because="She asked.", version=record.version, by=cast.sue, at=NOW
    )
    assert not drawing_queries.drawable_passages(second).filter(section="analysis", owner=summary).exists()
    with pytest.raises(Refusal, match="Choose passages"):
        _draw(second, module(5), summary, cast)
    _draw(first, module(5), summary, cast)


def test_shared_record_does_not_change_while_one_of_two_programmes_waits_for_the_manager(
    month, cast, first, second, module
):
    record = write(first, module(4), by=cast.sue, child=month.mia)
    submit(second, cast.sue)
    with pytest.raises(Refusal, match="waits for the manager"):
        write(first, module(4), "Later.", by=cast.sue, child=month.mia, version=record.version)
    write(first, module(1), "Ann's own.", by=cast.sue)


@pytest.mark.rule("A5.6")
def test_programme_beside_one_that_is_kept_apart_and_alone_is_a_second_one_too(month, cast, first, second, module):
    write(second, module(4), "Mia told.", by=cast.sue, child=month.mia)
    services.end(first, because="Ann moved away.", by=cast.mary, at=NOW)
    again = {"parents": [month.ann], "by": cast.sue, "at": NOW + DAY}
    with pytest.raises(Refusal, match="say why it is kept apart"):
        services.open_programme(month.family, **again)
    third = services.open_programme(
        month.family, apart_because="They still do not share.", kept_apart=[month.mia], **again
    )
    assert text_of(third, module(4), month.mia) == []


# Ending


@pytest.mark.rule("A5.6", "A2.7")
def test_ended_programme_stays_as_it_is_and_what_is_shared_goes_on_in_the_other(
    month, cast, first, second, module, time_machine
):
    record = write(first, module(4), "Mia draws.", by=cast.sue, child=month.mia)
    with pytest.raises(Refusal, match="Say why"):
        services.end(first, because="", by=cast.mary, at=NOW)
    ended = services.end(first, because="Ann moved away.", by=cast.mary, at=NOW + DAY)
    assert (ended.state, ended.ended_because) == (ProgrammeState.ENDED, "Ann moved away.")
    with pytest.raises(Refusal, match="has ended"):
        write(first, module(1), by=cast.sue)
    time_machine.move_to(NOW + 2 * DAY, tick=False)
    write(second, module(4), "Mia sings.", by=cast.sue, child=month.mia, version=record.version, at=NOW + 2 * DAY)
    assert text_of(second, module(4), month.mia) == ["Mia sings."]
    assert text_of(ended, module(4), month.mia) == ["Mia draws."]
    write(second, module(4), "Ben laughs.", by=cast.sue, child=month.ben, at=NOW + 2 * DAY)
    assert text_of(ended, module(4), month.ben) == []
    with pytest.raises(Refusal, match="ended' already"):
        services.end(first, because="Again.", by=cast.mary, at=NOW + DAY)


@pytest.mark.rule("A5.5", "A1.18")
def test_programme_that_opens_after_another_has_ended_begins_blank(month, cast, first, module):
    write(first, module(4), "Mia draws.", by=cast.sue, child=month.mia)
    services.end(first, because="Closed.", by=cast.mary, at=NOW)
    following = services.open_programme(month.family, parents=[month.ann], by=cast.sue, at=NOW + DAY)
    assert (following.number, following.apart_because) == (2, "")
    assert text_of(following, module(4), month.mia) == []
    assert text_of(first, module(4), month.mia) == ["Mia draws."]
    with pytest.raises(Refusal, match="say why it is kept apart"):
        services.open_programme(month.family, parents=[month.ann], by=cast.sue, at=NOW + DAY)


# What changed


@pytest.mark.rule("A5.11", "A5.12")
def test_changes_are_shown_from_the_start_of_the_episode_that_runs(month, cast, first, module, time_machine):
    record = write(first, module(3), "They do not see it.", by=cast.sue)
    time_machine.move_to(NOW + 10 * DAY)
    with acting(cast.mary):
        change(month.episode, begun_at=NOW + 10 * DAY)
    since = presenters.changes_since(first)
    assert since.what.startswith("Workbook episode 1 began on")
    assert _texts(first, module(3), since)[0].change == "same"
    time_machine.move_to(NOW + 11 * DAY)
    write(first, module(3), "They see it.", by=cast.sue, version=record.version, at=NOW + 11 * DAY)
    write(first, module(2), "Ann grew up in care.", by=cast.sue, at=NOW + 11 * DAY)
    told = _texts(first, module(3), since)[0]
    assert told.change == "changed"
    assert "<del>" in told.difference
    assert "do not" in told.difference
    assert _texts(first, module(2), since)[0].change == "new"


def _texts(programme, module, since):
    record = queries.record_for(programme, module)
    return presenters.texts_by_section(record, module, programme.family.people_ever(), since)[0].texts


@pytest.mark.rule("A5.3")
def test_changes_are_not_shown_before_the_first_assessment_without_a_workbook(allocated, cast, module):
    programme = services.open_programme(allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW)
    write(programme, module(1), by=cast.sue)
    assert presenters.changes_since(programme) is None
    record = queries.record_for(programme, module(1))
    assert presenters.texts_by_section(record, module(1), [], None)[0].texts[0].change == ""


def test_changes_are_shown_until_the_supervision_of_the_episode_is_held(month, cast, first):
    with acting(cast.mary):
        change(month.episode, state=EpisodeState.CLOSED)
    assert presenters.changes_since(first).at == month.episode.begun_at
