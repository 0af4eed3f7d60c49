"""A new Red, the news of a finalised summary, and the last day of a worker's part."""

from datetime import timedelta

import pytest

from casework.frozen.models import Frozen
from casework.notifications.models import Notification
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from tests.saving.opened import Opened
from workbook.notes import services as notes
from workbook.summaries import checks
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation

DAY = timedelta(days=1)


@pytest.fixture
def summary(month, cast):
    return month.episode.summaries.get(worker=cast.dora)


def write(summary, rag, at=NOW):
    summary.refresh_from_db()
    return summaries.write(summary, written=OUTCOME, rag=rag, rationale="He is back.", by=summary.worker, at=at)


def end(summary, by):
    said = {"ended_because": "MANAGE", "summary_of_involvement": "x", "outcome": "x"}
    with acting(by):
        change(summary.allocation, until_date=NOW.date(), **said)


def told(kind):
    return {each.user for each in Notification.objects.filter(kind=kind)}


@pytest.mark.rule("A4.1")
@pytest.mark.parametrize(
    ("rag", "before", "new"),
    [
        ("red", "", True),
        ("red", "green", True),
        ("red", "amber", True),
        ("red", "red", False),
        ("amber", "green", False),
    ],
)
def test_red_is_new_where_the_last_rating_was_another(rag, before, new):
    assert checks.is_new_red(rag, before) == new


@pytest.mark.rule("A4.1")
def test_new_red_asks_for_a_strategy_discussion_or_why_not_before_it_is_finalised(summary, cast):
    write(summary, "red")
    for answer, field in (
        ({}, "strategy_discussion"),
        ({"strategy_discussion": "perhaps"}, "strategy_discussion"),
        ({"strategy_discussion": "not"}, "no_strategy_because"),
    ):
        with pytest.raises(Refusal) as refused:
            summaries.finalise(summary, by=cast.dora, at=NOW, **answer)
        assert refused.value.field == field
    finalised = summaries.finalise(
        summary, strategy_discussion="not", no_strategy_because="Held yesterday.", by=cast.dora, at=NOW
    )
    assert (finalised.strategy_discussion, finalised.no_strategy_because) == ("not", "Held yesterday.")
    contents = str(Frozen.objects.get(kind="summary").contents)
    assert "Held yesterday." in contents
    assert "New Red: strategy discussion today" in contents


@pytest.mark.rule("A3.11", "A4.1")
def test_new_red_tells_the_managers_at_once_and_once(summary, cast):
    write(summary, "red")
    summaries.finalise(summary, strategy_discussion="today", by=cast.dora, at=NOW)
    assert told("summary_new_red") == {cast.mary, cast.dev}
    assert told("summary_finalised") == set()


def test_news_of_a_new_red_and_of_a_finalised_summary_are_read_by_the_managers(summary, month, cast, signed_in):
    write(summary, "red")
    summaries.finalise(summary, strategy_discussion="not", no_strategy_because="Held yesterday.", by=cast.dora, at=NOW)
    sues = month.episode.summaries.get(worker=cast.sue)
    write(sues, "amber")
    summaries.finalise(sues, by=cast.sue, at=NOW)
    page = " ".join(signed_in(cast.mary).get("/notifications/").content.decode().split())
    assert "Dora Dale rates Red, and did not before. Strategy discussion today: No. Held yesterday." in page
    assert "Sue Sands finalised the summary for the supervision on" in page


@pytest.mark.rule("A3.11", "A3.13")
def test_finalising_tells_the_managers_and_asks_nothing_of_another_rating(summary, cast):
    write(summary, "amber")
    finalised = summaries.finalise(summary, strategy_discussion="today", by=cast.dora, at=NOW)
    assert finalised.strategy_discussion == ""
    assert told("summary_finalised") == {cast.mary, cast.dev}
    assert told("summary_new_red") == set()


def test_red_that_is_taken_back_forgets_the_answer_and_asks_anew(summary, cast):
    write(summary, "red")
    summaries.finalise(summary, strategy_discussion="today", by=cast.dora, at=NOW)
    summaries.withdraw(summary, because="A mistake.", by=cast.dora, at=NOW)
    summary.refresh_from_db()
    assert summary.strategy_discussion == ""
    with pytest.raises(Refusal, match="new Red"):
        summaries.finalise(summary, by=cast.dora, at=NOW)


@pytest.mark.rule("A4.1")
def test_finalising_page_asks_of_a_new_red_and_of_no_other(summary, month, cast, signed_in):
    client, address = signed_in(cast.dora), f"/families/{month.family.pk}/summaries/{summary.pk}/finalise/"
    write(summary, "amber")
    assert "This is a new Red" not in client.get(address).content.decode()
    write(summary, "red")
    opened = client.get(address)
    assert "This is a new Red. Is there a strategy discussion today?" in opened.content.decode()
    answer = client.post(address, Opened(opened).words())
    assert 'href="#id_strategy_discussion_0"' in answer.content.decode()
    sent = Opened(opened).words() | {"strategy_discussion": ["not"], "no_strategy_because": ["Held yesterday."]}
    page = " ".join(client.post(address, sent, follow=True).content.decode().split())
    assert "Held yesterday." in page


@pytest.mark.rule("A2.6", "A3.19")
@pytest.mark.parametrize("deed", ["write", "finalise", "withdraw", "delegate"])
def test_after_the_last_day_of_their_part_nobody_writes_in_their_summary(month, summary, cast, deed):
    """Dora is of the team still, and may record; the sweep of the night has not run."""
    write(summary, "amber")
    if deed == "withdraw":
        summaries.finalise(summary, by=cast.dora, at=NOW)
    with acting(cast.mary):
        change(
            summary.allocation, until_date=NOW.date(), ended_because="MANAGE", summary_of_involvement="x", outcome="x"
        )
    summary.refresh_from_db()
    deeds = {
        "write": lambda at: summaries.write(summary, written=OUTCOME, by=cast.dora, at=at),
        "finalise": lambda at: summaries.finalise(summary, by=cast.dora, at=at),
        "withdraw": lambda at: summaries.withdraw(summary, because="x", by=cast.dora, at=at),
        "delegate": lambda at: delegation.delegate(
            summary, cast.rick, what_is_needed="x", due_at=NOW + 3 * DAY, by=cast.dora, at=at
        ),
    }
    with pytest.raises(Refusal, match="Your part with the family ended"):
        deeds[deed](NOW + DAY)
    deeds[deed](NOW)


@pytest.mark.rule("A2.6", "A3.19", "A7.17")
def test_after_the_last_day_a_note_stands_on_the_file_and_in_no_summary(month, summary, cast):
    with acting(cast.mary):
        change(
            summary.allocation, until_date=NOW.date(), ended_because="MANAGE", summary_of_involvement="x", outcome="x"
        )
    later = NOW + DAY
    note = notes.record(month.family, kind="telephone_call", took_place_at=later, written=SAID, by=cast.dora, at=later)
    assert not note.summary_lines.exists()
