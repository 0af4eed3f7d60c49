"""'My summary': reading, writing, finalising and taking it back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.families import services as families
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import queries
from casework.unsaved import services as unsaved
from tests.cast import OUTCOME
from tests.factories import NOW
from workbook.episodes import services as episodes
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"
TYPED = {
    "text-outcome-0": "She left.",
    "text-analysis-0": "The risk is lower.",
    "rag": "amber",
    "rationale": "It is new.",
}


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def dora(cast, signed_in):
    return signed_in(cast.dora)


@pytest.fixture
def summary(cast, summary_of):
    return summary_of(cast.dora)


def at(name, summary):
    return reverse(name, args=[summary.family_id, summary.pk])


def again(summary):
    return InterventionSummary.objects.get(pk=summary.pk)


def post(client, name, summary, **other):
    return client.post(at(name, summary), {"version": again(summary).version} | other)


def written(summary):
    return summaries.write(summary, written=OUTCOME, rag="amber", rationale="It is new.", by=summary.worker, at=NOW)


def finalised(summary):
    written(summary)
    return summaries.finalise(summary, by=summary.worker, at=NOW)


def note(month, by, hours, **other):
    details = {"kind": "email", "written": [NewText("detail", f"{hours} hours ago.")], "at": NOW} | other
    return notes.record(month.family, took_place_at=NOW - hours * HOUR, by=by, **details)


# --- Reading ---


@pytest.mark.rule("A7.16", "A3.4")
def test_summary_page_has_the_notes_of_the_period_in_strict_date_order_opening_in_place(month, cast, dora, summary):
    note(month, cast.dora, 3)
    note(month, cast.dora, 90)
    missed = casenotes.plan(month.family, kind="home_visit", planned_for=NOW - 20 * HOUR, by=cast.dora, at=NOW)
    notes.did_not_take_place(missed, because="Nobody was in.", by=cast.dora, at=NOW)
    html = dora.get(at("summary", summary)).content.decode()
    assert html.index("90 hours ago.") < html.index("Nobody was in.") < html.index("3 hours ago.")


def test_summary_page_has_no_withdrawn_note(month, cast, dora, summary):
    gone = note(month, cast.dora, 3)
    casenotes.withdraw(gone, because="Wrong family.", by=cast.dora, at=NOW)
    assert dora.get(at("summary", summary)).context["notes"] == []


@pytest.mark.parametrize("who", ["sue", "cora", "mary", "bob", "audrey"])
def test_summary_page_shows_others_what_is_saved_and_that_it_is_not_finalised(cast, signed_in, summary, who):
    written(summary)
    html = signed_in(getattr(cast, who)).get(at("summary", summary)).content.decode()
    assert OUTCOME[0].text in html
    assert "Not finalised: Dora Dale may still change it." in html
    assert at("summary-write", summary) not in html


def test_summary_pages_are_not_found_by_a_stranger(cast, signed_in, summary):
    for name in ("summary", "summary-write", "summary-finalise", "summary-withdraw"):
        assert signed_in(cast.stan).get(at(name, summary)).status_code == 404


def test_summary_of_somebody_else_is_neither_written_finalised_nor_taken_back(cast, signed_in, summary):
    written(summary)
    for user in (cast.sue, cast.mary, cast.bob):
        for name in ("summary-write", "summary-finalise", "summary-withdraw"):
            assert signed_in(user).get(at(name, summary)).status_code == 403
            assert post(signed_in(user), name, summary, **TYPED, because="x").status_code == 403
    assert again(summary).state == SummaryState.OPEN


def test_summary_of_another_family_is_not_found_through_ones_own(cast, dora, summary):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    for name in ("summary", "summary-write", "summary-finalise", "summary-withdraw"):
        assert dora.get(reverse(name, args=[other.pk, summary.pk])).status_code == 404


@pytest.mark.rule("A3.14", "C24")
def test_summary_page_shows_the_worker_where_they_write_now(month, cast, dora, summary):
    finalised(summary)
    assert "The next thing you record begins your next summary." in dora.get(at("summary", summary)).content.decode()
    following = note(month, cast.dora, 1).summary_lines.get().summary
    html = dora.get(at("summary", summary)).content.decode()
    assert f'"{at("summary", following)}"' in html
    assert "your summary for Workbook episode 2" in html


def test_summary_page_begins_nothing(month, dora, summary):
    finalised(summary)
    dora.get(at("summary", summary))
    assert month.workbook.episodes.count() == 1


# --- Writing ---


@pytest.mark.rule("A3.6", "A3.7", "A4.1")
def test_writing_page_saves_outcome_analysis_and_rating(month, dora, summary):
    page = post(dora, "summary-write", summary, **TYPED, **{"about-outcome-0": [month.ann.pk]})
    assert page.url == at("summary-write", summary)
    assert (again(summary).rag, again(summary).rationale) == ("amber", "It is new.")
    assert summary.passages.get(section="outcome").about == [month.ann.pk]


@pytest.mark.rule("A4.1")
def test_writing_page_has_each_rating_with_its_meaning(dora, summary):
    html = dora.get(at("summary-write", summary)).content.decode()
    assert "The plan is not making the child safe." in html
    assert "The worries that brought us here are well managed" in html


@pytest.mark.rule("C29")
def test_writing_page_refuses_both_a_rating_and_no_direct_work_and_keeps_all(dora, summary):
    page = post(dora, "summary-write", summary, **TYPED, no_direct_work="on", no_direct_work_because="On leave.")
    html = page.content.decode()
    assert "not both" in html
    assert "She left." in html
    assert "On leave." in html
    assert not summary.passages.exists()


def test_writing_page_left_open_shows_both_texts_and_can_then_be_saved_deliberately(dora, summary):
    old = summary.version
    written(summary)
    stale = post(dora, "summary-write", summary, **TYPED, version=old)
    assert stale.status_code == 409
    assert OUTCOME[0].text in stale.content.decode()
    stands = stale.content.decode().split("What stands saved now")[1].split("</details>")[0]
    assert "Amber" in stands
    assert "It is new." in stands
    assert "She left." in stale.content.decode()
    post(dora, "summary-write", summary, **TYPED, version=stale.context["form"]["version"].value())
    assert summary.passages.get(section="outcome").text == "She left."


def test_writing_page_keeps_what_was_typed_though_it_was_finalised_in_another_tab(dora, summary):
    finalised(summary)
    page = post(dora, "summary-write", summary, **TYPED)
    assert page.status_code == 409
    assert "She left." in page.content.decode()
    assert "Take it back first" in page.content.decode()
    assert dora.get(at("summary-write", summary)).url == at("summary", summary)


@pytest.mark.rule("C16")
def test_writing_page_restores_text_not_saved_until_it_is_saved(cast, dora, summary):
    unsaved.keep(
        cast.dora, form_key=KEY, family_id=summary.family_id, title="x", url=at("summary-write", summary), at=NOW,
        fields={"text-outcome-0": "Typed on the bus.", "rag": "red", "version": str(summary.version)},
    )  # fmt: skip
    page = dora.get(f"{at('summary-write', summary)}?kept={KEY}")
    form = page.context["form"]
    assert "Typed on the bus." in page.content.decode()
    assert form["rag"].value() == "red"
    post(dora, "summary-write", summary, **TYPED, went_on_from=form["went_on_from"].value())
    assert queries.unsaved_text(cast.dora, KEY) is None


@pytest.mark.rule("A4.1")
def test_writing_page_has_last_times_summary_for_comparison(month, cast, dora, summary):
    finalised(summary)
    with acting(cast.mary):
        change(WorkbookEpisode.objects.get(pk=month.episode.pk), state=EpisodeState.SUPERVISED)
        episodes.open_next(month.workbook, planned_for=NOW + 700 * HOUR, at=NOW)
    following = InterventionSummary.objects.get(worker=cast.dora, episode__number=2)
    page = dora.get(at("summary-write", following))
    assert page.context["previous"].rag == "amber"
    assert OUTCOME[1].text in page.content.decode()
    assert page.context["previous"].url == at("summary", summary)


# --- Finalising ---


@pytest.mark.rule("A3.13", "A4.3")
def test_finalising_page_lists_what_is_missing_and_has_no_button(month, cast, dora, summary):
    note(month, cast.dora, 3, kind="home_visit")
    page = dora.get(at("summary-finalise", summary))
    html = page.content.decode()
    assert [line["url"] for line in page.context["missing"]] == [
        f"{at('summary-write', summary)}#id_{field}" for field in ("text-outcome-0", "text-analysis-0", "rag")
    ]
    assert "Still to be written up" in html
    assert '<button type="submit" class="govuk-button"' not in html
    assert post(dora, "summary-finalise", summary).status_code == 200
    assert again(summary).state == SummaryState.OPEN


@pytest.mark.rule("A3.13", "C24")
def test_finalising_page_shows_what_the_group_will_read_and_finalises_it(dora, summary):
    written(summary)
    html = dora.get(at("summary-finalise", summary)).content.decode()
    for words in (OUTCOME[0].text, OUTCOME[1].text, "It is new.", "Amber", "begins your next summary"):
        assert words in html
    assert post(dora, "summary-finalise", summary).url == at("summary", summary)
    assert again(summary).state == SummaryState.FINALISED


def test_finalising_page_shows_what_changed_after_it_was_read_before_it_finalises(dora, summary):
    written(summary)
    page = post(dora, "summary-finalise", summary, version=summary.version)
    assert page.status_code == 409
    assert OUTCOME[0].text in page.content.decode()
    assert again(summary).state == SummaryState.OPEN
    post(dora, "summary-finalise", summary, version=page.context["form"]["version"].value())
    assert again(summary).state == SummaryState.FINALISED


def test_finalising_twice_is_refused_with_a_sentence(dora, summary):
    finalised(summary)
    page = post(dora, "summary-finalise", summary)
    assert "is now &#x27;finalised&#x27;" in page.content.decode()
    assert "See how it stands" in page.content.decode()


def test_finalising_in_a_second_tab_says_that_it_is_finalised_already_and_asks_nobody_to_save_again(dora, summary):
    old = finalised(summary).version - 1
    for page in (
        post(dora, "summary-finalise", summary, version=old),
        post(dora, "summary-write", summary, **TYPED, version=old),
    ):
        assert page.status_code == 409
        assert "This summary is finalised" in page.content.decode()
        assert "save again" not in page.content.decode()


@pytest.mark.rule("C24")
def test_finalising_page_of_the_next_summary_waits_for_the_supervision_and_says_so(month, cast, dora, summary):
    finalised(summary)
    ahead = note(month, cast.dora, 1).summary_lines.get().summary
    written(ahead)
    html = dora.get(at("summary-finalise", ahead)).content.decode()
    assert "You can finalise this summary after it." in html
    assert '<button type="submit" class="govuk-button"' not in html


# --- Taking back ---


@pytest.mark.rule("A3.13")
def test_taking_back_page_asks_for_a_reason_and_says_what_will_happen(dora, summary):
    finalised(summary)
    assert at("summary-withdraw", summary) in dora.get(at("summary", summary)).content.decode()
    assert "cannot be held while it is open" in dora.get(at("summary-withdraw", summary)).content.decode()
    assert "Answer" in post(dora, "summary-withdraw", summary, because="").content.decode()
    assert post(dora, "summary-withdraw", summary, because="A name.").url == at("summary-write", summary)
    assert again(summary).state == SummaryState.OPEN


@pytest.mark.rule("A3.13")
def test_taking_back_is_not_offered_once_the_supervision_is_held(month, cast, dora, summary):
    finalised(summary)
    with acting(cast.mary):
        change(WorkbookEpisode.objects.get(pk=month.episode.pk), state=EpisodeState.SUPERVISED)
    assert at("summary-withdraw", summary) not in dora.get(at("summary", summary)).content.decode()
    page = post(dora, "summary-withdraw", summary, because="Too late.")
    assert "The supervision has been held" in page.content.decode()
    assert "Too late." in page.content.decode()
    assert again(summary).state == SummaryState.FINALISED
