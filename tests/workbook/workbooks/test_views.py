from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.families import services as families
from casework.refusal import Refusal
from casework.unsaved import services as unsaved
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests.cast import OUTCOME
from tests.checklist import all_met
from tests.factories import NOW, add_child
from workbook.summaries import services as summaries
from workbook.workbooks import checks, queries
from workbook.workbooks import services as workbooks
from workbook.workbooks.models import WorkbookDecision

pytestmark = pytest.mark.django_db
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def decide_address(ash):
    return reverse("workbook-decide", args=[ash.family.pk, ash.referral.pk])


def workbook_address(ash):
    return reverse("workbook", args=[ash.family.pk])


def typed(ash, **values):
    return {
        "decision": "open", "reason": "Two workers are needed.", "index_child": ash.ben.pk,
        "people": [ash.mia.pk, ash.ben.pk, ash.ann.pk], "supervision_planned_for": "2026-12-03T10:00",
        "programme_with": [ash.ann.pk],
        "answer-trio": ["domestic_abuse"], "answer-adult_worker": "yes", **values,
    }  # fmt: skip


def typed_not_to_open(**values):
    return {
        "decision": "not_open", "reason": "No adult worker is needed.", "answer-trio": ["domestic_abuse"],
        "answer-adult_worker": "no", **values,
    }  # fmt: skip


@pytest.mark.rule("C1", "A1.14")
def test_decision_page_opens_with_everybody_ticked_the_index_child_of_practice_and_a_month_ahead(
    cast, allocated, signed_in
):
    form = signed_in(cast.mary).get(decide_address(allocated)).context["form"]
    assert set(form.initial["people"]) == {allocated.mia.pk, allocated.ben.pk, allocated.ann.pk}
    assert form.initial["index_child"] == allocated.ben.pk
    assert timezone.localtime(form.initial["supervision_planned_for"]).isoformat() == "2026-12-03T10:00:00+00:00"


@pytest.mark.rule("C1")
def test_decision_page_counts_an_unborn_child_as_the_youngest(cast, allocated, signed_in):
    baby = add_child(allocated.family, cast.mary, name="Baby Ash", born=None, expected=NOW.date() + timedelta(days=70))
    form = signed_in(cast.mary).get(decide_address(allocated)).context["form"]
    assert form.initial["index_child"] == baby.pk


def test_decision_page_opens_a_workbook_which_is_then_read(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).post(decide_address(allocated), typed(allocated), follow=True))
    for words in ("supervision is planned for Thu 3 Dec 2026, 10:00", "Two workers are needed.", "Episode 1", "Rick"):
        assert words in page
    assert allocated.family.workbook_set.get().index_child == allocated.ben


@pytest.mark.rule("C3", "A1.6")
def test_decision_page_needs_only_a_reason_not_to_open_and_it_is_shown(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).post(decide_address(allocated), typed_not_to_open(), follow=True))
    assert "No adult worker is needed." in page
    assert "Decisions not to open a Workbook" in page
    assert not allocated.family.workbook_set.exists()


@pytest.mark.rule("A1.15")
def test_decision_page_refuses_a_second_workbook_with_the_sentence_that_names_the_first(cast, month, signed_in):
    client = signed_in(cast.mary)
    sentence = "already has an open Workbook: version 1, opened on Wed 14 Oct 2026 by Mary Moss"
    opened = client.get(decide_address(month))
    assert opened.status_code == 409
    assert sentence in text_of(opened)
    page = text_of(client.post(decide_address(month), typed(month)))
    assert sentence in page
    assert "Two workers are needed." in page
    assert month.family.workbook_set.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": ""}, "Fill in ‘The reason’."),
        ({"decision": ""}, "Choose ‘Your decision’."),
        ({"people": []}, "Choose who is part of the Workbook"),
        ({"index_child": ""}, "Choose the index child."),
        ({"programme_with": []}, "Choose who works through the Family Programme."),
        ({"supervision_planned_for": ""}, "Give the date and time of the first group supervision."),
        ({"supervision_planned_for": "2026-11-02T10:00"}, "must be planned for a time to come"),
        ({"supervision_planned_for": "2027-03-28T01:30"}, "The clocks changed in that hour."),
        ({"people": ["999999"]}, "choose from those offered"),
    ],
)
def test_decision_page_refuses_bad_input_with_a_sentence_and_keeps_the_rest(
    cast, allocated, signed_in, values, sentence
):
    page = text_of(signed_in(cast.mary).post(decide_address(allocated), typed(allocated, **values)))
    assert sentence in page
    assert values.get("reason", "Two workers are needed.") in page
    assert not WorkbookDecision.objects.exists()


@pytest.mark.rule("A1.14")
def test_decision_page_refuses_children_alone_at_the_boxes_that_stay_as_they_were(cast, allocated, signed_in):
    sent = typed(allocated, people=[allocated.mia.pk, allocated.ben.pk])
    response = signed_in(cast.mary).post(decide_address(allocated), sent)
    assert "at least one child and one adult. Choose both." in text_of(response)
    assert 'href="#id_people_0"' in text_of(response)
    assert response.context["form"]["people"].value() == [str(allocated.mia.pk), str(allocated.ben.pk)]


def test_decision_page_refuses_a_child_of_another_family_who_is_slipped_in(cast, allocated, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo = add_child(other, cast.mary, name="Bo Birch")
    sent = typed(allocated, people=[allocated.ben.pk, allocated.ann.pk, bo.pk])
    assert signed_in(cast.mary).post(decide_address(allocated), sent).status_code == 200
    assert not allocated.family.workbook_set.exists()
    elsewhere = reverse("workbook-decide", args=[other.pk, allocated.referral.pk])
    assert signed_in(cast.mary).get(elsewhere).status_code == 404


@pytest.mark.rule("C27", "C3")
def test_decision_page_tells_who_may_not_decide_whom_to_ask(cast, allocated, signed_in):
    assert signed_in(cast.sue).get(decide_address(allocated)).status_code == 403
    assert signed_in(cast.sue).post(decide_address(allocated), typed(allocated)).status_code == 403
    page = text_of(signed_in(cast.sue).get(workbook_address(allocated)))
    assert "ask the family's team manager" in page
    assert decide_address(allocated) not in page


def test_workbook_page_says_how_one_opens_where_there_is_none(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).get(workbook_address(allocated)))
    assert "No Workbook has been opened for this family." in page
    assert decide_address(allocated) in page
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    page = text_of(signed_in(cast.mary).get(reverse("workbook", args=[birch.pk])))
    assert "once a referral is recorded" in page


def test_decision_page_restores_what_was_typed_and_not_saved_until_it_is_saved(cast, allocated, signed_in):
    unsaved.keep(
        cast.mary, form_key=KEY, family_id=allocated.family.pk, title="Decide",
        url=decide_address(allocated), at=NOW,
        fields={"decision": "not_open", "reason": "Half a reason", "people": str(allocated.mia.pk)},
    )  # fmt: skip
    client = signed_in(cast.mary)
    opened = client.get(f"{decide_address(allocated)}?kept={KEY}")
    assert "This is what you typed" in text_of(opened)
    assert "Half a reason" in text_of(opened)
    sent = typed(allocated, went_on_from=opened.context["form"]["went_on_from"].value())
    client.post(decide_address(allocated), sent)
    assert not cast.mary.unsaved_texts.exists()


@pytest.mark.rule("A1.1", "A1.2")
def test_workbook_page_shows_each_workers_summary_with_state_and_rag(cast, month, summary_of, signed_in):
    summaries.write(summary_of(cast.dora), written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    summaries.finalise(summary_of(cast.dora), by=cast.dora, at=NOW)
    page = text_of(signed_in(cast.rick).get(workbook_address(month)))
    for words in ("Dora Dale", "Domestic abuse worker", "finalised", "Amber", "Nothing written yet"):
        assert words in page


def test_workbook_page_leads_an_allocated_worker_and_nobody_else_to_their_own_summary(
    cast, month, summary_of, signed_in
):
    own = reverse("summary-write", args=[month.family.pk, summary_of(cast.dora).pk])
    assert own in text_of(signed_in(cast.dora).get(workbook_address(month)))
    assert "My summary" not in text_of(signed_in(cast.cora).get(workbook_address(month)))


@pytest.mark.rule("A2.1")
def test_workbook_page_leads_who_leads_to_closing_for_supervision_and_others_to_a_line(cast, month, signed_in):
    close = reverse("episode-close", args=[month.family.pk, month.episode.pk])
    assert close in text_of(signed_in(cast.sue).get(workbook_address(month)))
    other = text_of(signed_in(cast.dora).get(workbook_address(month)))
    assert close not in other
    assert "closes the episode for supervision" in other
    without = {summary.pk: "On leave." for summary in month.episode.summaries.all()}
    episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    page = text_of(signed_in(cast.sue).get(workbook_address(month)))
    assert close not in page
    assert "Closed for supervision on Tue 3 Nov 2026, 10:00 by Sue Sands" in page


@pytest.mark.rule("A1.18")
def test_workbook_page_keeps_earlier_versions_to_be_read(cast, month, signed_in):
    workbooks.close(month.workbook, reason="work_completed", because="Worries are managed.", by=cast.mary, at=NOW)
    client = signed_in(cast.mary)
    closed = text_of(client.get(workbook_address(month)))
    assert "Worries are managed." in closed
    assert decide_address(month) in closed
    client.post(decide_address(month), typed(month))
    page = text_of(client.get(workbook_address(month)))
    assert "Earlier versions" in page
    assert reverse("episode", args=[month.family.pk, month.episode.pk]) in page
    assert "Domestic abuse and drink" in page


def test_episode_page_shows_what_each_worker_wrote(cast, month, summary_of, signed_in):
    summaries.write(summary_of(cast.dora), written=OUTCOME, rag="amber", rationale="It is new.", by=cast.dora, at=NOW)
    page = text_of(signed_in(cast.rick).get(reverse("episode", args=[month.family.pk, month.episode.pk])))
    for words in ("Ann left the home with the children.", "The risk is lower.", "It is new.", "Mia Ash"):
        assert words in page


@pytest.mark.rule("A3.12")
def test_episode_page_of_a_closed_one_says_who_was_left_out_and_why_and_leads_to_its_supervision(
    cast, month, signed_in
):
    without = {summary.pk: "On leave since Monday." for summary in month.episode.summaries.all()}
    supervision = episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    page = text_of(signed_in(cast.rick).get(reverse("episode", args=[month.family.pk, month.episode.pk])))
    assert "On leave since Monday." in page
    assert reverse("supervision", args=[month.family.pk, supervision.pk]) in page


def test_episode_page_is_reached_only_through_its_family(cast, month, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    assert signed_in(cast.mary).get(reverse("episode", args=[other.pk, month.episode.pk])).status_code == 404


def test_workbook_page_of_a_year_of_episodes_asks_the_database_no_oftener_than_of_one(cast, month, signed_in):
    client = signed_in(cast.mary)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(workbook_address(month))
        return len(queries)

    asked()
    one = asked()
    for _ in range(3):
        workbook = queries.open_workbook_of(month.family)
        workbooks.close(workbook, reason="work_completed", because="Worries are managed.", by=cast.mary, at=NOW)
        workbooks.open_workbook(
            month.referral, reason="Again.", answers=all_met(), index_child=month.ben, people=[month.ben, month.ann],
            supervision_planned_for=NOW + timedelta(days=28), by=cast.mary, at=timezone.now(),
        )  # fmt: skip
    assert asked() == one


def test_decision_page_shows_the_refusal_of_a_service_as_a_sentence_that_says_what_to_do(month):
    with pytest.raises(Refusal, match="go on in that one, or close it first"):
        raise Refusal(checks.why_no_second(month.workbook))
