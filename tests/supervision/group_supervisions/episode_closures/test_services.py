import pytest

from casework.refusal import Refusal
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.models import GroupSupervision
from tests import supervising
from tests.factories import NOW
from tests.supervision.conftest import HELD_MEETING, LATER
from tests.told import shown_to, times_told
from workbook.allocations import services as allocations


@pytest.mark.rule("A2.1", "A6.4", "C11", "C12")
def test_closing_makes_the_supervision_and_the_pack_and_notifies_business_support(cast, prepared):
    [told] = shown_to(cast.bob)
    assert prepared.supervision.state == "prepared"
    assert "closed for supervision" in told.text
    assert told.url == f"/families/{prepared.family.pk}/supervisions/{prepared.supervision.pk}/"
    assert told.notification.mail.sent_at is None
    assert [pack.state for pack in prepared.supervision.packs.all()] == ["wanted"]
    assert not cast.serena.notifications.exists()


@pytest.mark.rule("A3.12")
def test_closing_without_a_workers_summary_needs_the_reason(cast, month, finalise):
    finalise(cast.sue)
    with pytest.raises(Refusal, match=r"Dora Dale has not finalised a summary") as refused:
        episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    assert refused.value.field == f"without-{month.episode.summaries.get(worker=cast.dora).pk}"
    month.episode.refresh_from_db()
    assert month.episode.state == "open"
    assert not GroupSupervision.objects.exists()


def test_closing_is_for_the_lead_or_a_manager(cast, month, finalise):
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker)
    for somebody in (cast.dora, cast.cora, cast.bob, cast.audrey):
        with pytest.raises(Refusal):
            episode_closures.close_for_supervision(month.episode, by=somebody, at=NOW)
    assert episode_closures.close_for_supervision(month.episode, by=cast.dev, at=NOW)


def test_closing_twice_is_refused(cast, prepared):
    with pytest.raises(Refusal, match="is now 'closed for supervision' already"):
        episode_closures.close_for_supervision(prepared.episode, by=cast.sue, at=NOW)


@pytest.mark.rule("C12")
def test_reopening_keeps_the_supervision_marks_the_pack_and_lets_the_left_out_write(cast, prepared):
    episode_closures.reopen(prepared.episode, because="Rick is back.", by=cast.sue, at=NOW)
    prepared.episode.refresh_from_db()
    assert prepared.episode.state == "reopened"
    assert prepared.episode.summaries.get(worker=cast.rick).state == "open"
    without = {prepared.episode.summaries.get(worker=cast.rick).pk: "Still nothing."}
    again = episode_closures.close_for_supervision(prepared.episode, without=without, by=cast.sue, at=NOW)
    assert again == prepared.supervision


def test_reopening_needs_a_reason_and_ends_with_the_meeting(cast, prepared, at_the_time):
    with pytest.raises(Refusal, match="Say why"):
        episode_closures.reopen(prepared.episode, because=" ", by=cast.sue, at=NOW)
    supervising.record_meeting(prepared.supervision, **HELD_MEETING, by=cast.mary, at=LATER)
    with pytest.raises(Refusal):
        episode_closures.reopen(prepared.episode, because="Too late.", by=cast.sue, at=LATER)


def test_asking_notifies_the_worker_once_until_it_is_read(cast, month):
    summary = month.episode.summaries.get(worker=cast.rick)
    for _ in range(2):
        episode_closures.ask_for_summary(summary, by=cast.sue, at=NOW)
    assert times_told(cast.rick, "Sue Sands asks you") == 1
    with pytest.raises(Refusal):
        episode_closures.ask_for_summary(summary, by=cast.dora, at=NOW)


def test_asking_for_a_finalised_summary_is_refused(cast, month, finalise):
    with pytest.raises(Refusal, match="nothing to ask for"):
        episode_closures.ask_for_summary(finalise(cast.dora), by=cast.sue, at=NOW)


@pytest.mark.rule("A11.1")
def test_closing_reopening_and_asking_pass_from_a_former_lead_to_the_next(cast, month, finalise):
    for worker in (cast.sue, cast.dora):
        finalise(worker)
    allocations.change_lead(month.family, cast.cora, role="social_worker", from_date=NOW.date(), by=cast.mary, at=NOW)
    rick = month.episode.summaries.get(worker=cast.rick)
    without = {summary.pk: "Ill." for summary in month.episode.summaries.filter(state="open")}
    closing = {"without": without, "at": NOW}
    for refused in (
        lambda: episode_closures.close_for_supervision(month.episode, **closing, by=cast.sue),
        lambda: episode_closures.ask_for_summary(rick, by=cast.sue, at=NOW),
        lambda: episode_closures.reopen(month.episode, because="x", by=cast.sue, at=NOW),
    ):
        with pytest.raises(Refusal, match="You may not"):
            refused()
    episode_closures.ask_for_summary(rick, by=cast.cora, at=NOW)
    episode_closures.close_for_supervision(month.episode, **closing, by=cast.cora)
    month.episode.refresh_from_db()
    assert episode_closures.reopen(month.episode, because="Rick is back.", by=cast.cora, at=NOW).state == "reopened"
