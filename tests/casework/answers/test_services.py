"""Answering what is finished: it stands beside it, is looked into, and is settled once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.access import access_of
from casework.answers import services as answers
from casework.answers.models import Answer
from casework.answers.queries import may_read_text
from casework.duedates.models import DueDate
from casework.families import services as families
from casework.marks.presenters import marks_of
from casework.marks.registry import ANSWERABLES
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult
from tests.finished import finish_every_kind
from tests.former import leave
from tests.told import texts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def passage(story):
    """What Sue's summary said, which the group has signed."""
    return story.summary.passages.get(section="analysis")


def dispute(row, by, **values):
    given = {"kind": "correction", "text": "I was never arrested.", "named": "Daniel Oak", "received": "letter"}
    return answers.record(row, **(given | values), by=by, at=NOW)


def running(answer):
    return DueDate.objects.running().of(answer).first()


@pytest.mark.rule("A10.2")
def test_answer_leaves_the_finished_text_and_is_marked_with_whose_words_it_is(passage, cast):
    text = passage.text
    answer = dispute(passage, cast.dora, said_on=NOW.date() - DAY)
    passage.refresh_from_db()
    assert passage.text == text
    [mark] = marks_of(passage)
    assert mark.words == "Disputed by Daniel Oak, Mon 2 Nov 2026; being looked into"
    assert mark.looked_into
    assert answer.read_history_id == passage.history.first().history_id


def test_answer_without_anybody_is_the_recorders_own(passage, cast):
    answer = answers.record(passage, kind="addition", text=" More. ", by=cast.dora, at=NOW)
    assert (answer.colleague, answer.text, answer.state) == (cast.dora, "More.", "")
    assert running(answer) is None
    assert marks_of(passage)[0].text == "More."


@pytest.mark.rule("A10.2a")
def test_dispute_is_due_in_a_month_from_the_managers_who_are_told_with_the_lead(passage, cast, story):
    answer = dispute(passage, cast.dora)
    due = running(answer)
    assert (due.owner, due.due_at.date()) == (None, (NOW + timedelta(days=30)).date())
    for user in (cast.sue, cast.mary):
        assert any("a finished record is disputed" in text for text in texts(user)), user
    assert not any("disputed" in text for text in texts(cast.dora))
    assert not any("arrested" in text for text in texts(cast.mary))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "else"}, "Choose what it is"),
        ({"text": " "}, "Write what is said"),
        ({"received": ""}, "how these words reached you"),
        ({"said_on": NOW.date() + DAY}, "cannot be of a day to come"),
        ({"history_id": 0}, "is not known any more"),
    ],
)
def test_answer_says_what_is_wrong(passage, cast, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        dispute(passage, cast.sue, **values)


def test_answer_has_one_speaker_who_is_of_the_family(passage, cast, story):
    with pytest.raises(Refusal, match="one person"):
        dispute(passage, cast.sue, person=story.ann)
    other = families.add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)
    with pytest.raises(Refusal, match="somebody of this family"):
        dispute(passage, cast.sue, named="", person=add_adult(other, cast.sid, name="Olga Oak"))


def test_what_is_not_finished_is_not_answered(story, cast):
    for row in (story.planned, story.wrong):
        with pytest.raises(Refusal, match="not finished"):
            dispute(row, cast.sue)


def test_answer_is_recorded_by_whoever_records_now_and_not_by_a_former_worker(passage, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    leave(cast.dora, by=cast.mary)
    for by in (cast.dora, cast.stan, cast.bob, cast.audrey):
        with pytest.raises(Refusal, match="You may not record"):
            dispute(passage, by)
    assert dispute(passage, cast.cora).by == cast.cora


# --- What became of it ---


@pytest.mark.rule("A10.2a")
def test_corrected_fact_keeps_both_wordings_and_meets_the_clock(passage, cast):
    answer = dispute(passage, cast.dora)
    for given, sentence in (
        ({"outcome": "in_error"}, "Choose what became"),
        ({"because": " "}, "Say why"),
        ({"was": ""}, "words that are wrong"),
        ({"now": " "}, "words that are right"),
    ):
        values = {"outcome": "corrected", "was": "arrested", "now": "asked", "because": "The police say so."} | given
        with pytest.raises(Refusal, match=sentence):
            answers.settle(answer, **values, by=cast.mary, at=NOW)
    settled = answers.settle(
        answer, outcome="corrected", was="arrested", now="asked", because="The police say so.", by=cast.mary, at=NOW
    )
    assert (settled.was, settled.now, settled.settled_by) == ("arrested", "asked", cast.mary)
    assert running(answer) is None
    assert marks_of(passage)[0].words.endswith("; answered Tue 3 Nov 2026")
    assert any("answered what is disputed" in text for text in texts(cast.dora))


def test_answer_is_settled_once_and_the_second_window_is_told_by_whom(passage, cast):
    answer = dispute(passage, cast.dora)
    answers.settle(answer, outcome="not_corrected", because="The log says so.", by=cast.mary, at=NOW)
    with pytest.raises(Conflict, match="by Mary Moss on Tue 3 Nov 2026"):
        answers.settle(answer, outcome="attached", because="Else.", version=answer.version, by=cast.dev, at=NOW)


def test_settling_needs_the_grade_of_now(passage, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    answer = dispute(passage, cast.dora)
    leave(cast.mary, by=cast.serena)
    for by in (cast.sue, cast.dora, cast.mary, cast.sid):
        with pytest.raises(Refusal, match="grade"):
            answers.settle(answer, outcome="not_corrected", because="x", by=by, at=NOW)
    assert answers.settle(answer, outcome="not_corrected", because="x", by=cast.dev, at=NOW).settled_by == cast.dev


def test_addition_is_not_settled(passage, cast):
    answer = answers.record(passage, kind="addition", text="More.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal):
        answers.settle(answer, outcome="not_corrected", because="x", by=cast.mary, at=NOW)


# --- Who reads its text ---


def test_text_held_back_from_a_colleague_is_read_by_the_second_and_by_who_settles(passage, cast, story):
    answer = dispute(passage, cast.dora)
    answers.hold_back(answer, user=cast.rick, because="It is about him.", by=cast.dora, at=NOW)
    answers.hold_back(answer, user=cast.rick, because="It is about him.", by=cast.dora, at=NOW)
    assert answer.held_from.count() == 1
    read = {
        user: may_read_text(answer, user, access_of(user, story.family)) for user in (cast.rick, cast.sue, cast.mary)
    }
    assert read == {cast.rick: False, cast.sue: True, cast.mary: True}
    for user in (cast.mary, cast.dora):
        with pytest.raises(Refusal, match="reads it all the same"):
            answers.hold_back(answer, user=user, because="x", by=cast.sue, at=NOW)


def test_text_leaves_on_a_copy_only_by_a_decision_and_never_where_it_is_held_back(passage, cast, story):
    answer = answers.record(passage, kind="addition", text="More.", by=cast.dora, at=NOW)
    assert marks_of(passage)[0].on_copies == ""
    with pytest.raises(Refusal, match="grade"):
        answers.decide_copies(answer, leaves=True, because="They asked.", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Say why"):
        answers.decide_copies(answer, leaves=True, because=" ", by=cast.mary, at=NOW)
    answers.decide_copies(answer, leaves=True, because="They asked.", by=cast.mary, at=NOW)
    assert marks_of(passage)[0].on_copies == "More."
    answers.hold_back(answer, person=story.ann, because="He must not know.", by=cast.sue, at=NOW)
    assert (marks_of(passage)[0].on_copies, marks_of(passage)[0].text) == ("", "")
    with pytest.raises(Refusal, match="held back from Ann"):
        answers.decide_copies(answer, leaves=True, because="x", by=cast.mary, at=NOW)


# --- The database, and every kind ---


def test_database_refuses_an_answer_without_its_facts(passage, cast):
    answer = dispute(passage, cast.dora)
    for values in (
        {"named": ""},
        {"state": ""},
        {"state": "settled"},
        {"outcome": "corrected"},
        {"on_copies": True},
    ):
        with acting(cast.sue), pytest.raises(IntegrityError), transaction.atomic():
            change(Answer.objects.get(pk=answer.pk), **values)


def test_every_kind_of_passage_that_is_finished_can_be_answered_where_it_is_read(story, cast, signed_in):
    """Of each kind one row of the Ash family: its page has the way to add, and then the mark."""
    finish_every_kind(story, cast)
    client, found = signed_in(cast.sue), {}
    for slug, entry in ANSWERABLES.items():
        rows = entry.model._default_manager.filter(family=story.family).select_related(*entry.related)
        row = next((row for row in rows if getattr(row, "text", "x") and entry.read(row) and entry.finished(row)), None)
        if row is None:
            continue
        add = reverse("answer-add", args=[story.family.pk, slug, row.pk])
        assert add in client.get(entry.page(row)).content.decode(), slug
        answer = answers.record(
            row,
            kind="view",
            text="He says otherwise.",
            named="Daniel O’Brien-Šmid",
            received="letter",
            by=cast.sue,
            at=NOW,
        )
        page = client.get(entry.page(row)).content.decode()
        assert "Seen differently by Daniel O’Brien-Šmid, Tue 3 Nov 2026; being looked into" in page, slug
        assert "He says otherwise." not in page, slug
        read = client.get(reverse("answer", args=[story.family.pk, answer.pk])).content.decode()
        assert "He says otherwise." in read, slug
        found[slug] = answer
    assert set(ANSWERABLES) - set(found) <= {"module-passage"}
