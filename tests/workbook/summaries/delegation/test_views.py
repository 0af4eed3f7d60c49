"""Asking a colleague for a part, writing it, and how the whole is read. Dora asks Rick."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.passages.models import NewText
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from workbook.episodes.states import EpisodeState
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = NOW + 5 * DAY
RATED = {"rag": "amber", "rationale": "New and partial."}
DORAS = [NewText("outcome", "Ann left with Dora's help."), NewText("analysis", "The risk is lower.")]
RICKS = [NewText("outcome", "Ann drinks less."), NewText("analysis", "She hides it.")]


@pytest.fixture
def task(cast, whole):
    return asked(whole, cast)


def asked(whole, cast):
    return delegation.delegate(
        whole, cast.rick, what_is_needed="What Ann says of drink.", due_at=DUE, by=cast.dora, at=NOW
    )


def at(name, row):
    return reverse(name, args=[row.family_id, row.pk])


def text_of(answer):
    return answer.content.decode()


def again(row):
    return type(row).objects.get(pk=row.pk)


def typed(part, /, **values):
    return {
        "part": part.pk, "what_is_needed": "What Ann says of drink.",
        "due_at": "2026-11-06T12:00", **values,
    }  # fmt: skip


def finish_all(month, cast):
    """Rick finalises his part, then Dora the whole; Sue her own."""
    for worker, written in ((cast.rick, RICKS), (cast.dora, DORAS), (cast.sue, OUTCOME)):
        summary = month.episode.summaries.get(worker=worker)
        summaries.write(summary, written=written, by=worker, at=NOW, **RATED)
        summaries.finalise(again(summary), by=worker, at=NOW)


# --- Asking ---


@pytest.mark.rule("A3.16", "A3.17")
def test_delegating_page_offers_colleagues_with_an_open_summary_and_a_time_before_the_supervision(
    cast, whole, part, signed_in
):
    page = text_of(signed_in(cast.dora).get(at("summary-delegate", whole)))
    for wanted in ("Rick Reed, recovery worker", "Sue Sands, social worker", "Before the group supervision"):
        assert wanted in page
    assert 'value="2026-11-06T10:00"' in page  # three working days before Wed 11 Nov
    for absent in ("Cora Cole, social worker", "Dora Dale, "):
        assert f">{absent}" not in page


@pytest.mark.rule("A3.16")
def test_delegating_page_of_a_closed_episode_leads_back(cast, month, whole, signed_in):
    with acting(cast.mary):
        change(month.episode, state=EpisodeState.CLOSED)
    answer = signed_in(cast.dora).get(at("summary-delegate", whole))
    assert (answer.status_code, answer.headers.get("Location")) == (302, at("summary", whole))


@pytest.mark.rule("A3.16", "A3.17")
def test_delegating_page_asks_and_each_reads_it_on_their_own_summary(cast, whole, part, signed_in):
    dora = signed_in(cast.dora)
    page = text_of(dora.post(at("summary-delegate", whole), typed(part), follow=True))
    assert "Rick Reed is asked for a part, by Fri 6 Nov 2026, 12:00." in page
    assert at("task-withdraw", DelegatedTask.objects.get()) in page
    ricks = text_of(signed_in(cast.rick).get(at("summary", part)))
    for wanted in ("My part of Dora Dale’s summary", "What Ann says of drink.", "Write my part"):
        assert wanted in ricks
    assert at("summary-delegate", part) not in ricks


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_at": "2026-11-11T12:00"}, "The part must be due before it."),
        ({"what_is_needed": ""}, "Say what is needed."),
        ({"part": ""}, "Choose whom you ask."),
    ],
)
def test_delegating_page_says_what_is_missing_and_keeps_what_was_typed(cast, whole, part, signed_in, values, sentence):
    page = text_of(signed_in(cast.dora).post(at("summary-delegate", whole), typed(part, **values)))
    assert sentence in page
    assert ("What Ann says of drink." in page) == ("what_is_needed" not in values)
    assert not DelegatedTask.objects.exists()


def test_delegating_page_submitted_twice_asks_once(cast, whole, part, signed_in):
    sent, dora = typed(part, form_key=uuid4()), signed_in(cast.dora)
    first, second = (dora.post(at("summary-delegate", whole), sent) for _ in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert first.status_code == 302
    assert DelegatedTask.objects.count() == 1


def test_delegating_page_opens_for_the_summarys_worker(cast, whole, part, signed_in):
    for user in (cast.sue, cast.mary, cast.rick):
        assert signed_in(user).get(at("summary-delegate", whole)).status_code == 403
    for user in (cast.bob, cast.audrey):
        assert signed_in(user).get(at("summary-delegate", whole)).status_code == 403
    assert signed_in(cast.stan).get(at("summary-delegate", whole)).status_code == 404


@pytest.mark.rule("A3.16")
def test_delegating_page_offers_last_months_task_again_prefilled(cast, month, task, signed_in):
    finish_all(month, cast)
    note = notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=cast.dora, at=NOW)
    notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=cast.rick, at=NOW)
    following = note.summary_lines.get().summary
    dora, there = signed_in(cast.dora), at("summary-delegate", following)
    assert f"{there}?again={task.pk}" in text_of(dora.get(there))
    page = text_of(dora.get(f"{there}?again={task.pk}"))
    assert "What Ann says of drink.</textarea>" in page
    assert "selected>Rick Reed, recovery worker" in page


# --- Writing and finalising ---


@pytest.mark.rule("A3.18")
def test_part_is_written_without_a_rating(cast, part, task, signed_in):
    rick, there = signed_in(cast.rick), at("summary-write", part)
    page = text_of(rick.get(there))
    assert "What Ann says of drink." in page
    assert 'name="rag"' not in page
    sent = {"version": again(part).version, "text-outcome-0": "Ann drinks less."}
    assert rick.post(there, sent | {"text-analysis-0": "She hides it.", "rag": "red"}).status_code == 302
    assert again(part).passages.get(section="outcome").text == "Ann drinks less."
    assert again(part).rag == ""


@pytest.mark.rule("A3.18")
def test_part_is_finalised_by_the_delegate_and_the_whole_by_who_delegated(cast, whole, part, task, signed_in):
    rick, dora = signed_in(cast.rick), signed_in(cast.dora)
    summaries.write(whole, written=OUTCOME, by=cast.dora, at=NOW, **RATED)
    page = text_of(dora.get(at("summary-finalise", whole)))
    assert "Rick Reed has not finalised the part that was asked for." in page
    assert at("task-withdraw", task) in page
    refused = dora.post(at("summary-finalise", whole), {"version": again(whole).version})
    assert "Rick Reed has not finalised the part" in text_of(refused)

    summaries.write(again(part), written=RICKS, by=cast.rick, at=NOW)
    page = text_of(rick.get(at("summary-finalise", part)))
    assert "Finalise my part" in page
    assert "The group reads it in Dora Dale’s, under your name." in page
    rick.post(at("summary-finalise", part), {"version": again(part).version})
    assert again(task).state == TaskState.DONE
    page = text_of(dora.get(at("summary-finalise", whole)))
    for wanted in ("Finalise the whole summary", "Ann drinks less.", "Ann left the home"):
        assert wanted in page
    dora.post(at("summary-finalise", whole), {"version": again(whole).version})
    assert again(whole).state == SummaryState.FINALISED
    assert at("summary-withdraw", part) not in text_of(rick.get(at("summary", part)))


# --- Withdrawing ---


def test_withdrawing_page_says_what_will_happen_and_withdraws(cast, whole, part, task, signed_in):
    dora, there = signed_in(cast.dora), at("task-withdraw", task)
    assert "has a summary of their own for this period again" in text_of(dora.get(there))
    refused = dora.post(there, {"version": task.version, "because": ""})
    assert refused.status_code == 200
    stale = dora.post(there, {"version": task.version + 5, "because": "Not needed."})
    assert stale.status_code == 409
    assert "Not needed." in text_of(stale)
    done = dora.post(there, {"version": task.version, "because": "Not needed."}, follow=True)
    assert "Rick Reed has a summary of their own again." in text_of(done)
    assert dora.get(there).status_code == 302
    assert signed_in(cast.rick).get(there).status_code == 403


# --- How it is read ---


@pytest.mark.rule("A3.16")
def test_card_is_one_everywhere_with_each_authors_name_over_their_text(cast, month, task, signed_in):
    finish_all(month, cast)
    supervision = episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    mary = signed_in(cast.mary)
    for address in (at("supervision", supervision), at("episode", month.episode)):
        page = text_of(mary.get(address))
        assert page.index("Dora Dale</h3>") < page.index("Ann left with Dora") < page.index("Rick Reed</h4>")
        assert page.index("Rick Reed</h4>") < page.index("Ann drinks less.")
        assert "Rick Reed</h3>" not in page
    finalised = text_of(mary.get(at("summary", task.summary)))
    order = ("Dora Dale, ", "Ann left with Dora", "part of this summary", "Ann drinks less.")
    places = [finalised.index(each, finalised.index("It reads as it stood then")) for each in order]
    assert places == sorted(places)


@pytest.mark.rule("A3.16")
def test_workbook_and_overview_have_one_row_with_the_delegates_name(cast, month, task, signed_in):
    mary = signed_in(cast.mary)
    for name in ("workbook", "family"):
        page = text_of(mary.get(reverse(name, args=[month.family.pk])))
        assert f'with <a class="govuk-link" href="{at("summary", task.part)}">Rick Reed</a>, open' in page


@pytest.mark.rule("A3.12", "A3.16")
def test_closing_table_waits_for_the_part_and_asks_one_reason_for_the_whole(cast, month, whole, part, task, signed_in):
    page = text_of(signed_in(cast.sue).get(reverse("episode-close", args=[month.family.pk, month.episode.pk])))
    assert "Wait for Rick Reed, who was asked for a part." in page
    assert f"without-{whole.pk}" in page
    assert f"without-{part.pk}" not in page
    assert "Remind Rick Reed" in page


def test_supervisions_list_counts_the_whole_once(cast, month, task, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("supervisions")))
    assert "0 of 2 summaries finalised" in page


@pytest.mark.rule("A3.18")
def test_api_says_of_what_it_is_a_part_and_gives_it_no_rating(cast, month, whole, part, signed_in):
    summaries.write(part, written=RICKS, by=cast.rick, at=NOW, **RATED)
    asked(whole, cast)
    found = signed_in(cast.mary).get(f"/api/families/{month.family.pk}/summaries/").json()["results"]
    told = {each["worker"]: (each["part_of"], each["rag"]) for each in found}
    assert told["Rick Reed"] == (whole.pk, "")
    assert InterventionSummary.objects.get(pk=part.pk).rag == "amber"
