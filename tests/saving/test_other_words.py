"""Where other words of a page that was saved go: to the page that changes the row, or beside what does not change."""

import pytest
from django.urls import reverse

from casework.calls import services as calls
from casework.calls.models import SafetyCall
from casework.calls.queries import fingerprint_of_call
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.answering import added_to
from tests.factories import NOW
from tests.saving.samples import moment, visit_row
from tests.saving.walking import Act

pytestmark = pytest.mark.rule("A10.7")


@pytest.fixture
def sent_again(to_save, cast):
    """Sends the form `name` with valid words and `more` of them, then with `other`; gives the page of the second."""

    def send(name, other, more=()):
        act = Act(name, to_save, cast)
        words = act.open().valid(act.given(act.sample.words) | dict(more))
        assert act.send(words).status_code == 302
        answer = act.send(words | {field: [value] for field, value in other.items()})
        assert answer.status_code == 409
        return act, answer.context

    return send


def press(act, page):
    sent = {"form_key": [str(page["again_key"])]}
    for name, value in page["again_fields"]:
        sent.setdefault(name, []).append(value)
    return act.send(sent, page["again"].url)


def test_other_words_of_a_finished_note_are_added_to_it(sent_again, to_save):
    act, page = sent_again("note-record-kind", {"text-purpose-0": "To see Ben alone."}, {"finished": "on"})
    assert page["again"].label == "Add the new words to the note"
    assert press(act, page).status_code == 302
    note = to_save.family.casenote_set.latest("pk")
    assert added_to(note).get().text == "To see Ben alone."
    assert note.passages.get(section="purpose").text == "To see Ben."


def test_of_rows_that_were_agreed_only_the_new_ones_are_agreed_too(sent_again, to_save):
    more = {"actions-1-what": "Ring Gran.", "actions-1-owner": "agency", "actions-1-owner_agency": "Us"}
    act, page = sent_again("supervision-actions", {**more, "actions-1-due_on": "2026-11-20"})
    assert press(act, page).status_code == 302
    agreed = to_save.family.agreedaction_set.values_list("what", flat=True)
    assert [list(agreed).count(what) for what in ("Ring the school.", "Ring Gran.")] == [1, 1]


def test_new_visit_for_the_same_purpose_as_one_that_was_agreed_is_added_too(sent_again, to_save, cast):
    """Its row is told by its day as well, since the same purpose comes again."""
    first, others = visit_row(cast), {}
    for place, day, purpose in ((1, 12, "To see Mia."), (2, 19, "To see Ben.")):
        row = first | {"visits-0-planned_for": moment(day), "visits-0-purpose": purpose}
        others |= {name.replace("-0-", f"-{place}-"): str(value) for name, value in row.items()}
    act, page = sent_again("planner-agree", others)
    assert press(act, page).status_code == 302
    planned = to_save.family.casenote_set.values_list("purpose", flat=True)
    assert [list(planned).count(purpose) for purpose in ("To see Mia.", "To see Ben.")] == [2, 1]


def test_other_words_of_a_call_are_put_right_in_the_one_record(sent_again):
    before = SafetyCall.objects.count()
    act, page = sent_again("call-add", {"concern": "Alone at night, and hungry."})
    assert page["again"].url.endswith("/put-right/")
    assert [(field.saved, field.sent) for field in page["differing"]] == [
        ("Alone at night.", "Alone at night, and hungry.")
    ]
    assert press(act, page).status_code == 302
    assert SafetyCall.objects.count() == before + 1
    assert SafetyCall.objects.first().concern == "Alone at night, and hungry."


def test_other_words_at_a_page_of_another_family_show_nothing_of_what_was_saved(to_save, cast):
    """Whoever has no right to the family any more would read it by a key that they have."""
    act = Act("note-plan", to_save, cast)
    words = act.open().valid(act.given(act.sample.words))
    assert act.send(words).status_code == 302
    elsewhere = reverse("note-plan", args=[to_save.elm.pk])
    answer = act.send(words | {"purpose": ["Other words."]}, elsewhere)
    assert answer.status_code == 409
    assert "See Ben." not in answer.content.decode()


@pytest.mark.parametrize(
    ("step", "other"),
    [
        ("call-put-through", {"to": "Mr Hill"}),
        ("call-pass-on", {"told_to": "Mr Hill"}),
        ("call-outcome", {"because": "No."}),
    ],
)
def test_other_words_of_what_is_said_once_of_a_call_have_no_button_that_would_be_refused(sent_again, step, other):
    _, page = sent_again(step, other)
    assert page["again"] is None


def test_plan_of_several_children_has_no_page_that_puts_all_right(sent_again, to_save):
    both = [to_save.mia.pk, to_save.ben.pk]
    _, page = sent_again("conference-add", {"planned_for": "2026-12-12"}, {"children": both})
    assert page["again"] is None


def test_other_words_of_a_contact_detail_that_is_changed_elsewhere_now_are_not_lost(sent_again, to_save, cast):
    """What the page of the change does not ask, here that it is protected, is not dropped by the button."""
    _, page = sent_again("contact-add", {"protect": "on", "because": "He looks for her."})
    assert page["again"] is None


def test_call_is_put_right_until_it_is_decided_on_and_as_it_was_seen(to_save, cast):
    call, said = to_save.new_call, {"child_name": "Leo", "child_address": "2 Elm Road", "concern": "Alone."}
    seen = fingerprint_of_call(call)
    with pytest.raises(Refusal, match="what the concern is"):
        calls.put_right(call, **said | {"concern": " "}, fingerprint=seen, by=cast.cora, at=NOW)
    with pytest.raises(Refusal, match="may not"):
        calls.put_right(call, **said, fingerprint=seen, by=cast.stan, at=NOW)
    assert calls.put_right(call, **said, fingerprint=seen, by=cast.cora, at=NOW).child_name == "Leo"
    with pytest.raises(Conflict):
        calls.put_right(call, **said, fingerprint=seen, by=cast.cora, at=NOW)
    with acting(cast.mary):
        change(call, outcome="INFO", decided_by=cast.mary, decided_at=NOW)
    call.refresh_from_db()
    with pytest.raises(Conflict, match="decided on already"):
        calls.put_right(call, **said, fingerprint=fingerprint_of_call(call), by=cast.cora, at=NOW)
