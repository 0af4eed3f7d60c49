"""Every kind of record that can be in error: its line, its page, its old addresses, and who reads what it said."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.actions import services as actions
from casework.answers import services as answers
from casework.duedates.models import DueDate
from casework.families import services as families
from casework.frozen.models import Frozen
from casework.frozen.tasks import sweep
from casework.in_error import queries
from casework.in_error.models import InError
from casework.in_error.registry import KINDS
from casework.notes import services as notes
from casework.plans import services as facts
from casework.plans.models import PlanKind
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from casework.subjects import columns_of
from casework.unsaved import services as unsaved
from tests.factories import NOW, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.1")]
WORDS = "It was of the Okafor family, whose Nnamdi I saw."
SENT = {"reason": "wrong_family", "because": WORDS}
SECRET = "Elderberry wine"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def note(story, cast):
    story.visit.refresh_from_db()
    return story.visit, {f"action-{story.action.pk}": "goes", "words_stay": "hide"}


def action(story, cast):
    return story.action, {}


def assessment(story, cast):
    of = {"kind": "section_47", "started_on": NOW.date(), "led_by": SECRET}
    return facts.begin_assessments(story.family, [story.ben], by=cast.sue, at=NOW, **of)[0], {"version": 1}


def plan(story, cast):
    of = {"kind": PlanKind.CHILD_IN_NEED, "from_date": NOW.date(), "led_by": SECRET}
    return facts.begin_plans(story.family, [story.ben], by=cast.sue, at=NOW, **of)[0], {"version": 1}


def conference(story, cast):
    of = {"kind": "initial", "planned_for": NOW.date() + timedelta(days=3), "led_by": SECRET}
    return facts.add_conferences(story.family, [story.ben], by=cast.sue, at=NOW, **of)[0], {"version": 1}


def legal(story, cast):
    of = {"kind": "pre_proceedings", "from_date": NOW.date(), "led_by": SECRET}
    return facts.begin_legal(story.family, [story.ben], by=cast.sue, at=NOW, **of)[0], {"version": 1}


def involvement(story, cast):
    bo = add_child(story.family, cast.mary, name="Bo Ash")
    referral = referrals.record_referral(
        story.family, received_on=NOW.date(), source="6", reason="Worries.", needs={bo: "N1"}, by=cast.mary, at=NOW
    )
    return referral.involvements.get(), {}


def relationship(story, cast):
    return relationships.relate(
        story.family, story.ann, kind="other", other=story.ben, by=cast.mary, at=NOW, override_because="It is so."
    ), {"how": "wrong", "override_because": "It is not so."}


ROWS = {
    "casework.CaseNote": note,
    "casework.AgreedAction": action,
    "casework.Assessment": assessment,
    "casework.Plan": plan,
    "casework.Conference": conference,
    "casework.LegalEpisode": legal,
    "casework.Involvement": involvement,
    "casework.Relationship": relationship,
}


def test_every_kind_is_walked():
    assert ROWS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_record_in_error_says_so_at_each_address_and_opens_its_words_to_who_inspects(kind, story, cast, signed_in):
    row, more = ROWS[kind](story, cast)
    mary, sue = signed_in(cast.mary), signed_in(cast.sue)
    act = reverse(KINDS[kind].act, args=[story.family.pk, row.pk])
    page = mary.post(act, {**SENT, **more})
    found = InError.objects.get(**columns_of(row))
    assert page.status_code == 302, page.content.decode()[-3000:]
    assert (found.reason, found.by, found.because) == ("wrong_family", cast.mary, WORDS)
    # The second click, the second window, the old link.
    for client in (mary, sue):
        for answer in (client.get(act), client.post(act, {**SENT, **more})):
            said = answer.content.decode()
            assert (answer.status_code, "recorded in error" in said) in {(410, True), (403, False)}, (kind, client)
    line = "recorded in error. Mary Moss said so"
    own = reverse("in-error", args=[story.family.pk, found.pk])
    for client, inspects in ((mary, True), (sue, False)):
        read = client.get(own).content.decode()
        assert line in read
        assert "it belongs to another family" in read
        assert ("Okafor" in read) == inspects
        listed = client.get(reverse("in-error-list", args=[story.family.pk])).content.decode()
        assert line in listed
        assert "Okafor" not in listed


def test_words_are_found_by_the_rows_that_bear_them(story, cast):
    row, _ = note(story, cast)
    notes.withdraw(row, because="x", by=cast.sue, at=NOW)
    said = queries.words_in_error(story.family.pk)
    bearers = {key.subject_type for key, each in said.items() if each == queries.in_error(row)}
    assert bearers == {"casework.CaseNote", "casework.NotePassage", "casework.Seen", "casework.Significance"}


def test_record_in_error_of_another_family_is_missing(story, cast, signed_in):
    row, more = note(story, cast)
    signed_in(cast.sue).post(reverse("note-withdraw", args=[story.family.pk, row.pk]), {**SENT, **more})
    oak = families.add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    assert signed_in(cast.mary).get(reverse("note", args=[oak.pk, row.pk])).status_code == 404
    assert signed_in(cast.stan).get(reverse("note", args=[story.family.pk, row.pk])).status_code == 404


def test_page_asks_what_becomes_of_words_in_a_finished_record(story, cast, signed_in):
    row, more = note(story, cast)
    sue = signed_in(cast.sue)
    act = reverse("note-withdraw", args=[story.family.pk, row.pk])
    assert "Its words stand in a finished record" in sue.get(act).content.decode()
    without = {name: value for name, value in more.items() if name != "words_stay"}
    assert sue.post(act, {**SENT, **without}).status_code != 302
    assert queries.in_error(row) is None


@pytest.mark.parametrize("stays", [False, True])
@pytest.mark.rule("A10.2")
def test_finished_record_holds_back_what_was_recorded_in_error(story, cast, signed_in, stays):
    row, more = note(story, cast)
    said = {**SENT, **more, "words_stay": "leave" if stays else "hide"}
    origin = f"casework.NotePassage:{row.passages.get(section='voice').pk}"
    address = reverse("frozen", args=[story.family.pk, Frozen.objects.filter(origins__contains=[origin])[0].pk])
    cora, mary = signed_in(cast.cora), signed_in(cast.mary)
    assert "Mia said she sleeps now." in cora.get(address).content.decode()
    signed_in(cast.sue).post(reverse("note-withdraw", args=[story.family.pk, row.pk]), said)
    mine, inspected = cora.get(address).content.decode(), mary.get(address).content.decode()
    assert ("Mia said she sleeps now." in mine) == stays
    assert "Mia said she sleeps now." in inspected
    for page in (mine, inspected):
        assert "Recorded in error, as Sue Sands said" in page
        assert "Okafor" not in page


@pytest.mark.rule("A10.2")
def test_action_under_way_does_not_go_silently(story, cast, signed_in):
    row, more = note(story, cast)
    actions.report(story.action, outcome="met", result="Registered.", done_on=NOW.date(), by=cast.sue)
    act = reverse("note-withdraw", args=[story.family.pk, row.pk])
    sue = signed_in(cast.sue)
    assert "It was done on" in sue.get(act).content.decode()
    name = f"action-{story.action.pk}"
    without = {key: value for key, value in more.items() if key != name}
    assert sue.post(act, {**SENT, **without}).status_code != 302
    sue.post(act, {**SENT, **more, name: "stays"})
    story.action.refresh_from_db()
    assert (story.action.withdrawn_because, story.action.note) == ("", None)
    assert queries.in_error(row).took_with_it.count() == 0


def test_dispute_about_a_note_in_error_is_answered_by_that_and_its_page_says_so(story, cast, signed_in):
    row, _ = note(story, cast)
    dispute = answers.record(row, kind="correction", text="I was not there.", by=cast.dora, at=NOW)
    assert DueDate.objects.of(dispute).running().exists()
    notes.withdraw(row, because="x", reason="wrong_family", by=cast.sue, at=NOW)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.outcome, dispute.settled_by) == ("settled", "in_error", cast.sue)
    assert not DueDate.objects.of(dispute).running().exists()
    for name in ("answer", "answer-settle", "answer-hold-back"):
        page = signed_in(cast.mary).get(reverse(name, args=[story.family.pk, dispute.pk]))
        assert (page.status_code, "recorded in error" in page.content.decode()) == (410, True)


def test_pdf_of_a_finished_record_made_before_is_given_out_no_more(story, cast, signed_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    row, _ = note(story, cast)
    origin = f"casework.NotePassage:{row.passages.get(section='voice').pk}"
    frozen = Frozen.objects.filter(origins__contains=[origin])[0]
    sue = signed_in(cast.sue)
    sue.post(reverse("frozen-print-make", args=[story.family.pk, frozen.pk]))
    sweep()
    address = reverse("frozen-print", args=[story.family.pk, frozen.pk])
    assert sue.get(address).headers["Content-Type"] == "application/pdf"
    notes.withdraw(row, because="x", by=cast.sue, at=NOW + timedelta(minutes=1))
    answer = sue.get(address, follow=True)
    assert "was recorded in error since it was made" in answer.content.decode()
    assert "Mia said she sleeps now." not in answer.content.decode()


def test_second_click_answers_as_the_first(story, cast, signed_in):
    row, more = note(story, cast)
    act = reverse("note-withdraw", args=[story.family.pk, row.pk])
    sent = {**SENT, **more, "form_key": uuid4()}
    mary = signed_in(cast.mary)
    first, second = mary.post(act, sent), mary.post(act, sent)
    assert first.url == second.url == reverse("in-error", args=[story.family.pk, queries.in_error(row).pk])


@pytest.mark.rule("C16")
def test_unsaved_text_of_a_note_in_error_is_shown_to_its_writer_alone(story, cast, signed_in):
    row, _ = note(story, cast)
    address = reverse("note-correct", args=[story.family.pk, row.pk])
    fields = {"because": "It ended at noon."}
    unsaved.keep(
        cast.sue, form_key=uuid4(), family_id=story.family.pk, title="Correct", url=address, fields=fields, at=NOW
    )
    notes.withdraw(row, because="x", by=cast.sue, at=NOW)
    assert "It ended at noon." in signed_in(cast.sue).get(address).content.decode()
    assert "It ended at noon." not in signed_in(cast.mary).get(address).content.decode()
