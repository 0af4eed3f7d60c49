"""Two workers of one agency write one summary (A3.16, A3.17, A3.18). Dora asks Rick for a part of hers."""

from datetime import timedelta

import pytest

from casework.absences import services as absences
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from tests.told import texts
from workbook.episodes import services as episodes
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.queries import part_candidates, task_of_part
from workbook.summaries.delegation.states import TASK_STATES, TaskState
from workbook.summaries.handovers import services as handovers
from workbook.summaries.parts.presenters import parts_of
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = NOW + 5 * DAY
RATED = {"rag": "amber", "rationale": "New and partial."}


@pytest.fixture
def ask(cast, whole):
    def asked(worker=None, **values):
        details = {"what_is_needed": "What Ann says of drink.", "due_at": DUE, "by": cast.dora, "at": NOW, **values}
        return delegation.delegate(whole, worker or cast.rick, **details)

    return asked


def again(row):
    return type(row).objects.get(pk=row.pk)


def write(summary, **values):
    return summaries.write(summary, written=OUTCOME, by=summary.worker, at=NOW, **values)


def finish(summary):
    return summaries.finalise(again(summary), by=summary.worker, at=NOW)


def clock(family, timescale, owner):
    return family.due_dates.running().filter(timescale=timescale, owner=owner).first()


def told(user):
    return texts(user)


def why_locked(family):
    return "".join(hold.because for hold in holds_against(family, Held.RELATIONSHIPS))


def leave(cast, whole):
    """Dora is away, and the lead leaves her summary out."""
    until = NOW.date() + 9 * DAY
    absences.add(cast.dora, cover=cast.cora, from_date=NOW.date(), until_date=until, by=cast.dora, at=NOW)
    return handovers.leave_out(again(whole), because="She is on long leave.", by=cast.sue, at=NOW)


def close(month, by, **without):
    """Close the episode without those who have not finalised."""
    open_now = month.episode.summaries.wholes().filter(state=SummaryState.OPEN)
    return episode_closures.close_for_supervision(
        month.episode, by=by, at=NOW, without={each.pk: "Time is short." for each in open_now} | without
    )


# --- Asking ---


@pytest.mark.rule("A3.16", "A3.17")
def test_task_says_what_is_needed_and_by_when_and_makes_a_part_of_the_colleagues_summary(cast, month, ask, whole, part):
    task = ask()
    assert (task.what_is_needed, task.due_at, task.state) == ("What Ann says of drink.", DUE, TaskState.ASKED)
    assert again(part).part_of == whole
    assert list(month.episode.summaries.wholes().filter(worker__in=[cast.dora, cast.rick])) == [whole]
    assert clock(month.family, "delegated_task", cast.rick).due_at == DUE
    assert told(cast.rick)[-1].startswith("Ash: Dora Dale asks you for a part of their summary")


@pytest.mark.rule("A3.17", "C5")
def test_part_is_due_when_it_was_asked_for_and_has_no_other_clock(cast, month, ask):
    ask()
    running = month.family.due_dates.running().filter(owner=cast.rick)
    assert set(running.values_list("timescale", flat=True)) == {"delegated_task"}


@pytest.mark.rule("A3.17")
@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"what_is_needed": " "}, "what_is_needed", "Say what is needed"),
        ({"due_at": NOW - DAY}, "due_at", "a time to come"),
        ({"due_at": NOW + 8 * DAY}, "due_at", "must be due before it"),
        ({"due_at": NOW + 30 * DAY}, "due_at", "must be due before it"),
    ],
)
def test_delegating_needs_what_and_when_before_the_supervision(ask, part, values, field, sentence):
    with pytest.raises(Refusal, match=sentence) as refused:
        ask(**values)
    assert refused.value.field == field
    assert again(part).part_of is None
    assert not DelegatedTask.objects.exists()


def test_delegating_is_done_by_who_finalises_the_whole(cast, ask):
    for user in (cast.sue, cast.mary, cast.cora):
        with pytest.raises(Refusal, match="Only Dora Dale asks"):
            ask(by=user)
    with pytest.raises(Refusal, match="You may not record"):
        ask(by=cast.stan)


@pytest.mark.rule("A3.16", "A3.19")
def test_delegating_asks_an_allocated_worker_with_an_open_summary_of_their_own(cast, ask, part):
    with pytest.raises(Refusal, match="Cora Cole cannot take a part"):
        ask(cast.cora)
    with pytest.raises(Refusal, match="Dora Dale cannot take a part"):
        ask(cast.dora)
    write(part, **RATED)
    finish(part)
    with pytest.raises(Refusal, match="Rick Reed cannot take a part"):
        ask()


@pytest.mark.rule("A3.16")
def test_part_has_no_parts_and_nobody_is_asked_twice(cast, ask, part, summary_of):
    ask()
    with pytest.raises(Refusal, match="Rick Reed cannot take a part"):
        ask()
    with pytest.raises(Refusal, match="part of Dora Dale's summary already"):
        delegation.delegate(part, cast.sue, what_is_needed="?", due_at=DUE, by=cast.rick, at=NOW)
    with pytest.raises(Refusal, match="Dora Dale cannot take a part"):
        delegation.delegate(summary_of(cast.sue), cast.dora, what_is_needed="?", due_at=DUE, by=cast.sue, at=NOW)


def test_delegating_a_part_of_a_finalised_summary_is_refused(cast, ask, whole):
    write(whole, **RATED)
    finish(whole)
    with pytest.raises(Conflict, match="no part of it can be asked"):
        ask()


# --- Writing and finalising ---


@pytest.mark.rule("A3.18")
def test_part_is_finalised_by_the_delegate_without_a_rating_which_ends_the_task(cast, month, ask, part, whole):
    task = ask()
    with pytest.raises(Refusal, match="Write the outcome"):
        finish(part)
    write(again(part))
    finish(part)
    assert (again(part).state, again(part).rag) == (SummaryState.FINALISED, "")
    assert (again(task).state, again(task).done_at) == (TaskState.DONE, NOW)
    assert not clock(month.family, "delegated_task", cast.rick)
    assert month.family.due_dates.get(timescale="delegated_task").met_at == NOW
    assert told(cast.dora)[-1] == "Ash: Rick Reed has finalised a part of your summary"


@pytest.mark.rule("A3.18")
def test_part_takes_no_rating(ask, part):
    ask()
    write(again(part), **RATED)
    assert again(part).rag == ""


@pytest.mark.rule("A3.18")
def test_whole_is_not_finalised_while_a_part_is_asked_for(ask, part, whole):
    ask()
    write(again(whole), **RATED)
    with pytest.raises(Refusal, match="Rick Reed has not finalised the part"):
        finish(whole)
    assert again(whole).state == SummaryState.OPEN
    write(again(part))
    finish(part)
    assert finish(whole).state == SummaryState.FINALISED


@pytest.mark.rule("A3.18", "A3.13")
def test_part_is_taken_back_only_while_the_whole_is_open(cast, month, ask, part, whole):
    task = ask()
    write(again(part))
    finish(part)
    summaries.withdraw(again(part), because="A slip.", by=cast.rick, at=NOW)
    assert again(task).state == TaskState.ASKED
    assert clock(month.family, "delegated_task", cast.rick).due_at == DUE
    finish(part)
    write(again(whole), **RATED)
    finish(whole)
    with pytest.raises(Refusal, match="Dora Dale has finalised the whole"):
        summaries.withdraw(again(part), because="A slip.", by=cast.rick, at=NOW)


@pytest.mark.rule("A3.12", "A3.16")
@pytest.mark.parametrize("how", ["left", "closed"])
def test_part_of_a_whole_that_is_left_out_can_be_taken_back_as_a_summary(cast, month, ask, part, whole, how):
    task = ask()
    write(again(part))
    finish(part)
    if how == "left":
        leave(cast, whole)
    else:
        close(month, cast.sue)
    assert "your part of Dora Dale's summary is not read" in told(cast.rick)[-1]
    taken = summaries.withdraw(again(part), because="To give it alone.", by=cast.rick, at=NOW)
    assert (taken.state, taken.part_of, again(task).state) == (SummaryState.OPEN, None, TaskState.WITHDRAWN)
    assert not clock(month.family, "delegated_task", cast.rick)
    write(again(part), **RATED)
    assert finish(part).rag == "amber"


@pytest.mark.rule("A3.16", "A3.14")
def test_note_of_the_delegate_is_a_line_of_their_part_and_then_of_their_next_summary(cast, month, ask, part):
    ask()
    first = notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=cast.rick, at=NOW)
    assert first.summary_lines.get().summary == part
    write(again(part))
    finish(part)
    second = notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=cast.rick, at=NOW)
    following = second.summary_lines.get().summary
    assert (following.episode.number, following.part_of) == (2, None)


# --- Withdrawing ---


@pytest.mark.rule("A3.16")
def test_withdrawn_task_gives_the_delegate_a_summary_of_their_own_again(cast, month, ask, part):
    task = ask()
    delegation.withdraw(task, because="I saw her myself.", by=cast.dora, at=NOW)
    assert (again(task).state, again(task).withdrawn_because) == (TaskState.WITHDRAWN, "I saw her myself.")
    assert again(part).part_of is None
    running = month.family.due_dates.running().filter(owner=cast.rick).values_list("timescale", flat=True)
    assert set(running) == {"summary_update", "summary_before_supervision"}
    assert "I saw her myself." in told(cast.rick)[-1]
    ask()
    assert again(part).part_of is not None


@pytest.mark.parametrize(
    ("who", "may"), [("dora", True), ("sue", True), ("mary", True), ("rick", False), ("cora", False)]
)
def test_task_is_withdrawn_by_who_asked_or_the_lead_or_a_manager(cast, ask, who, may):
    task, by = ask(), getattr(cast, who)
    if may:
        assert delegation.withdraw(task, because="Not needed.", by=by, at=NOW).state == TaskState.WITHDRAWN
    else:
        with pytest.raises(Refusal, match="Only Dora Dale, the lead"):
            delegation.withdraw(task, because="Not needed.", by=by, at=NOW)


def test_task_is_withdrawn_with_a_reason_once_from_a_page_of_its_version(cast, ask, part):
    task = ask()
    with pytest.raises(Refusal) as refused:
        delegation.withdraw(task, because=" ", by=cast.dora, at=NOW)
    assert refused.value.field == "because"
    with pytest.raises(Conflict, match="was changed since"):
        delegation.withdraw(task, because="Not needed.", by=cast.dora, at=NOW, version=task.version + 1)
    write(again(part))
    finish(part)
    with pytest.raises(Conflict, match="finalised the part already"):
        delegation.withdraw(task, because="Not needed.", by=cast.dora, at=NOW)
    summaries.withdraw(again(part), because="A slip.", by=cast.rick, at=NOW)
    delegation.withdraw(task, because="Not needed.", by=cast.dora, at=NOW)
    with pytest.raises(Conflict, match="withdrawn already"):
        delegation.withdraw(task, because="Again.", by=cast.dora, at=NOW)


@pytest.mark.rule("A3.16")
def test_delegating_a_part_of_a_summary_taken_back_in_a_closed_episode_is_refused_and_says_why(cast, month, ask, whole):
    write(whole, **RATED)
    finish(whole)
    close(month, cast.sue)
    summaries.withdraw(again(whole), because="A slip.", by=cast.dora, at=NOW)
    with pytest.raises(Conflict, match="The episode is closed for supervision, so no part"):
        ask()


@pytest.mark.rule("A3.17")
def test_delegating_does_not_ask_who_is_absent_today(cast, month, ask, whole):
    until = NOW.date() + 2 * DAY
    absences.add(cast.rick, cover=cast.cora, from_date=NOW.date(), until_date=until, by=cast.rick, at=NOW)
    assert cast.rick.pk not in part_candidates(whole, NOW.date()).values_list("worker", flat=True)
    with pytest.raises(Refusal, match="Rick Reed cannot take a part of this summary") as refused:
        ask()
    assert refused.value.field == "part"


@pytest.mark.rule("A3.16")
def test_part_that_was_to_be_handed_over_and_was_left_out_shows_the_reason_for_leaving_it(cast, ask, part, whole):
    ask()
    with acting(cast.mary):
        change(again(part), handed_over_because="He leaves.")
    with acting(cast.mary):
        summaries.leave_out(again(part), because="Nothing was saved.", at=NOW)
    assert told(cast.dora)[-1] == "Ash: Rick Reed's part of your summary is left out: Nothing was saved."
    (shown,) = parts_of(again(whole), {})
    assert (shown.status, shown.because) == ("Left out", "Nothing was saved.")


@pytest.mark.rule("C23")
def test_relationships_are_locked_while_a_summary_that_was_a_part_is_open(cast, month, ask, part, whole):
    ask()
    assert why_locked(month.family).startswith("2 summaries are open.")
    write(month.episode.summaries.get(worker=cast.sue), **RATED)
    finish(month.episode.summaries.get(worker=cast.sue))
    assert why_locked(month.family).startswith("A summary is open.")
    leave(cast, whole)
    assert again(part).part_of is None
    assert why_locked(month.family).startswith("A summary is open.")


# --- What happens around it ---


@pytest.mark.rule("A3.17", "C11")
def test_task_moves_with_a_supervision_that_comes_before_it_and_not_with_a_later_one(cast, month, ask):
    task = ask()
    arrangements.move(month.episode, planned_for=NOW + 12 * DAY, because="Ill.", by=cast.bob, at=NOW)
    assert again(task).due_at == DUE
    sooner = NOW + 4 * DAY
    arrangements.move(month.episode, planned_for=sooner, because="Urgent.", by=cast.bob, at=NOW)
    assert NOW < again(task).due_at < sooner
    assert clock(month.family, "delegated_task", cast.rick).due_at == again(task).due_at
    assert any("since the supervision moved" in text for text in told(cast.rick))


@pytest.mark.rule("A3.12", "A3.16")
def test_part_of_a_whole_that_the_closing_leaves_out_is_left_out_for_the_same_reason(cast, month, ask, part, whole):
    task = ask()
    with pytest.raises(Refusal) as refused:
        episode_closures.close_for_supervision(
            month.episode, by=cast.sue, at=NOW,
            without={each.pk: "No time." for each in month.episode.summaries.exclude(worker=cast.dora)},
        )  # fmt: skip
    assert refused.value.field == f"without-{whole.pk}"
    close(month, cast.sue)
    assert again(part).state == again(whole).state == SummaryState.LEFT_OUT
    assert again(part).left_out_because == "Time is short."
    assert again(task).state == TaskState.WITHDRAWN
    assert not clock(month.family, "delegated_task", cast.rick)


@pytest.mark.rule("A3.16")
def test_delegate_has_their_own_summary_again_when_the_episode_reopens(cast, month, ask, part):
    ask()
    close(month, cast.sue)
    episode_closures.reopen(month.episode, because="Too early.", by=cast.sue, at=NOW)
    assert (again(part).state, again(part).part_of) == (SummaryState.OPEN, None)
    ask()


@pytest.mark.rule("A2.2", "A3.16")
def test_task_ends_with_the_workbook(cast, month, ask, part):
    task = ask()
    with acting(cast.mary):
        episodes.end_all(month.workbook, because="Moved away.", at=NOW)
    assert again(task).state == TaskState.WITHDRAWN
    assert again(part).state == SummaryState.ENDED


def test_task_states_are_moved_by_those_whom_the_table_names():
    assert TASK_STATES.may(TaskState.ASKED, TaskState.DONE, Mover.OWNER)
    assert not TASK_STATES.may(TaskState.DONE, TaskState.WITHDRAWN)
    assert not TASK_STATES.may(TaskState.WITHDRAWN, TaskState.ASKED)


# --- Who held it before, and who holds it now ---


def test_task_is_withdrawn_by_the_lead_and_not_by_the_former_one(cast, month, ask, change_of_lead):
    task = ask()
    with pytest.raises(Refusal, match="Only Dora Dale, the lead"):
        delegation.withdraw(task, because="Not needed.", by=cast.sue, at=NOW)
    assert delegation.withdraw(task, because="Not needed.", by=cast.cora, at=NOW).state == TaskState.WITHDRAWN


def test_task_is_withdrawn_by_who_took_the_whole_over(cast, month, ask, whole, summary_of, change_of_lead):
    task = ask()
    until = NOW.date() + 9 * DAY
    absences.add(cast.dora, cover=cast.cora, from_date=NOW.date(), until_date=until, by=cast.dora, at=NOW)
    handovers.hand_over(again(whole), taker=cast.sue, because="She is away.", by=cast.cora, at=NOW)
    assert again(task).summary == summary_of(cast.sue)
    assert delegation.withdraw(task, because="Not needed.", by=cast.sue, at=NOW).state == TaskState.WITHDRAWN


def test_worker_whose_task_was_withdrawn_finalises_a_summary_of_their_own_and_no_task(cast, ask, part):
    task = ask()
    delegation.withdraw(task, because="Not needed.", by=cast.dora, at=NOW)
    before = told(cast.dora)
    write(again(part), **RATED)
    finish(part)
    assert again(task).state == TaskState.WITHDRAWN
    assert told(cast.dora) == before


def test_part_asked_for_again_after_a_withdrawal_has_the_second_task_alone(cast, ask, part):
    delegation.withdraw(ask(), because="Not needed.", by=cast.dora, at=NOW)
    assert task_of_part(again(part)) is None
    second = ask(what_is_needed="What Ann says of work.")
    assert task_of_part(again(part)) == second
