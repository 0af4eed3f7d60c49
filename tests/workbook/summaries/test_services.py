"""Writing, finalising and taking back a worker's summary."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.notes import services as notes
from workbook.summaries import checks
from workbook.summaries import services as summaries
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SUMMARY_STATES, SummaryState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RATED = {"rag": "amber", "rationale": "New and partial."}


@pytest.fixture
def summary(month, cast, summary_of):
    return summary_of(cast.dora)


@pytest.fixture
def finalised(summary, cast):
    write(summary)
    return summaries.finalise(summary, by=cast.dora, at=NOW)


def write(summary, written=OUTCOME, at=NOW, by=None, **other):
    return summaries.write(summary, written=written, by=by or summary.worker, at=at, **(RATED | other))


def again(summary):
    return InterventionSummary.objects.get(pk=summary.pk)


def clock(summary):
    return summary.family.due_dates.running().of(summary).filter(timescale="summary_update").first()


def missing(summary):
    return [field for _, field in checks.missing_in(again(summary))]


# --- Writing ---


@pytest.mark.rule("A3.6", "A3.7", "A4.1")
def test_summary_has_outcome_analysis_and_its_own_rating(summary):
    written = write(summary)
    assert {p.section: p.text for p in written.passages.all()} == {w.section: w.text for w in OUTCOME}
    assert (again(summary).rag, again(summary).rationale) == ("amber", "New and partial.")


@pytest.mark.rule("A3.8", "C5")
def test_writing_outcome_or_analysis_starts_the_three_weeks_again(summary):
    opened = summary.opened_at
    assert (clock(summary).started_at, clock(summary).due_at.date()) == (opened, (opened + 21 * DAY).date())
    before = clock(summary)
    write(summary)
    before.refresh_from_db()
    assert before.met_at == NOW
    assert clock(summary).started_at == NOW


@pytest.mark.rule("A3.8")
def test_three_weeks_are_met_neither_by_a_note_nor_by_a_rating_alone(month, summary, cast):
    before = clock(summary)
    notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=cast.dora, at=NOW)
    write(summary, written=[])
    assert clock(summary) == before
    assert again(summary).updated_at is None


def test_writing_is_its_workers_alone(summary, cast):
    for user in (cast.sue, cast.mary, cast.cora):
        with pytest.raises(Refusal, match="Only Dora Dale writes"):
            write(summary, by=user)
    with pytest.raises(Refusal, match="You may not record"):
        write(summary, by=cast.stan)


def test_writing_from_an_older_page_does_not_overwrite_a_newer_text(summary):
    write(summary, version=summary.version)
    with pytest.raises(Conflict, match="compare and save again"):
        write(summary, written=[NewText("outcome", "Older.")], version=summary.version)
    assert summary.passages.get(section="outcome").text == OUTCOME[0].text


def test_writing_what_is_saved_already_changes_nothing(summary):
    write(summary)
    version = again(summary).version
    write(summary)
    assert again(summary).version == version


@pytest.mark.rule("C29")
def test_rating_and_no_direct_work_exclude_each_other(summary):
    with pytest.raises(Refusal, match="not both"):
        write(summary, no_direct_work=True, no_direct_work_because="On leave.")


# --- Finalising ---


@pytest.mark.rule("A3.13")
def test_finalised_text_does_not_change_and_meets_the_clock(finalised, cast):
    assert (finalised.state, finalised.finalised_at) == (SummaryState.FINALISED, NOW)
    assert clock(finalised) is None
    with pytest.raises(Conflict, match="This summary is finalised"):
        write(finalised, written=[NewText("outcome", "Later.")])
    assert finalised.passages.get(section="outcome").text == OUTCOME[0].text


@pytest.mark.rule("A3.6", "A4.3", "C14")
def test_missing_is_listed_each_with_its_field(summary):
    assert missing(summary) == ["text-outcome-0", "text-analysis-0", "rag"]
    write(summary, rag="", rationale="")
    assert missing(summary) == ["rag"]
    write(summary, rag="red", rationale=" ")
    assert missing(summary) == ["rationale"]
    write(summary)
    assert missing(summary) == []


@pytest.mark.rule("A4.3", "C14")
@pytest.mark.parametrize("lacking", [{"rag": ""}, {"rationale": ""}, {"written": OUTCOME[:1]}])
def test_finalising_is_refused_without_all_of_it(summary, cast, lacking):
    write(summary, **lacking)
    with pytest.raises(Refusal):
        summaries.finalise(summary, by=cast.dora, at=NOW)
    assert again(summary).state == SummaryState.OPEN


@pytest.mark.rule("C29")
def test_no_direct_work_with_its_reason_replaces_a_rating(summary, cast):
    write(summary, rag="", rationale="", no_direct_work=True)
    assert missing(summary) == ["no_direct_work_because"]
    write(summary, rag="", rationale="", no_direct_work=True, no_direct_work_because="On leave.")
    assert summaries.finalise(summary, by=cast.dora, at=NOW).rag == ""


def test_finalising_is_its_workers_and_once(summary, cast):
    write(summary)
    with pytest.raises(Refusal, match="Only the one whose record it is"):
        summaries.finalise(summary, by=cast.sue, at=NOW)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="is now 'finalised'"):
        summaries.finalise(summary, by=cast.dora, at=NOW)


def test_finalising_is_refused_for_a_version_that_was_not_read(summary, cast):
    write(summary)
    with pytest.raises(Conflict):
        summaries.finalise(summary, by=cast.dora, at=NOW, version=summary.version)


@pytest.mark.rule("A3.14", "C24")
def test_finalising_the_next_summary_waits_for_the_supervision_of_the_one_before(month, finalised, cast):
    note = notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=cast.dora, at=NOW)
    ahead = note.summary_lines.get().summary
    write(ahead)
    with pytest.raises(Refusal, match="still awaits its supervision"):
        summaries.finalise(ahead, by=cast.dora, at=NOW)


# --- Taking back ---


@pytest.mark.rule("A3.13")
def test_taking_back_needs_a_reason_and_starts_the_clock_again(finalised, cast):
    with pytest.raises(Refusal, match="Say why"):
        summaries.withdraw(finalised, because=" ", by=cast.dora, at=NOW)
    summary = summaries.withdraw(finalised, because="A name is wrong.", by=cast.dora, at=NOW + DAY)
    assert (summary.state, summary.finalised_at, summary.withdrawn_because) == (
        SummaryState.OPEN,
        None,
        "A name is wrong.",
    )
    assert clock(summary).started_at == NOW + DAY


def test_taking_back_is_its_workers_and_of_what_is_finalised(summary, cast):
    with pytest.raises(Refusal):
        summaries.withdraw(summary, because="x", by=cast.dora, at=NOW)
    write(summary)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="Only the one whose record it is"):
        summaries.withdraw(summary, because="x", by=cast.mary, at=NOW)


@pytest.mark.rule("A3.13")
def test_taking_back_is_refused_once_the_supervision_is_held(finalised, cast, month):
    with acting(cast.mary):
        change(WorkbookEpisode.objects.get(pk=month.episode.pk), state=EpisodeState.SUPERVISED)
    with pytest.raises(Refusal, match="The supervision has been held"):
        summaries.withdraw(finalised, because="x", by=cast.dora, at=NOW)


# --- The database itself, and the table of states ---


@pytest.mark.rule("A4.3", "C14", "C29")
@pytest.mark.parametrize(
    "values",
    [
        {"rag": "amber", "rationale": ""},
        {"rag": "", "rationale": "x"},
        {"no_direct_work": True},
        {"no_direct_work": True, "no_direct_work_because": "x", "rag": "green"},
    ],
)
def test_database_refuses_a_finalised_summary_without_its_rating_and_why(summary, cast, values):
    with acting(cast.dora), pytest.raises(IntegrityError), transaction.atomic():
        change(summary, state=SummaryState.FINALISED, finalised_at=NOW, **values)


def test_summary_states_have_a_row_each():
    assert set(SUMMARY_STATES.moves) == set(SummaryState)
    assert not SUMMARY_STATES.may(SummaryState.ENDED, SummaryState.OPEN)
