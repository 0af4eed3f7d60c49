from datetime import timedelta
from uuid import uuid4

import pytest

from supervision.group_supervisions.holding import services as holding
from tests.saving.opened import Opened
from tests.supervision.conftest import HELD, LATER
from tests.supervision.group_supervisions.conftest import KEY, ROWS, VERSION, local, row, text


@pytest.mark.rule("A6.7", "A6.8", "A7.8", "A4.2")
def test_record_page_saves_the_meeting_with_its_actions(cast, prepared, meeting, page, signed_in, at_the_time):
    at_the_time.move_to(LATER)
    holding.hold(prepared.supervision, held_at=HELD, by=cast.mary, at=LATER)
    client = signed_in(cast.dev)
    due = str(LATER.date() + timedelta(days=7))
    sent = meeting(
        client,
        **row(0, what="Ring the school", owner=f"user:{cast.sue.pk}", due_on=due, child=str(prepared.mia.pk)),
        **row(1, what="Offer a place", owner="agency", owner_agency="Nursery", due_on=due),
        dissent="Rick would say Red: she has missed two sessions.",
    )
    answer = client.post(page("supervisions", prepared.supervision.pk, "record"), sent, follow=True)
    assert "The supervision is recorded." in text(answer)
    actions = [(line.action.what, line.action.owner) for line in prepared.supervision.action_lines.all()]
    assert actions == [("Ring the school", "Sue Sands"), ("Offer a place", "Nursery")]
    assert "Rick would say Red" in text(answer)


@pytest.mark.rule("A7.8")
def test_record_page_shows_the_summaries(cast, prepared, page, signed_in):
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk, "record")))
    assert "<details" in answer
    assert "The risk is lower." in answer
    assert "On sick leave." in answer


def test_record_page_refuses_an_action_at_its_row_and_keeps_all_input(
    cast, prepared, meeting, page, signed_in, at_the_time
):
    at_the_time.move_to(LATER)
    holding.hold(prepared.supervision, held_at=HELD, by=cast.mary, at=LATER)
    client = signed_in(cast.mary)
    sent = meeting(client, **row(1, what="Ring the school"), rationale="")
    answer = client.post(page("supervisions", prepared.supervision.pk, "record"), sent)
    assert answer.status_code == 200
    assert "Row 2: Choose who does it" in text(answer)
    assert "Row 2: Give the date by which it is to be done" in text(answer)
    assert "Ring the school" in text(answer)
    assert "Ann is afraid." in text(answer)
    assert not prepared.family.agreedaction_set.exists()


def test_record_page_puts_a_refusal_of_the_service_at_its_row(cast, prepared, meeting, page, signed_in, at_the_time):
    at_the_time.move_to(LATER)
    holding.hold(prepared.supervision, held_at=HELD, by=cast.mary, at=LATER)
    client = signed_in(cast.mary)
    sent = meeting(client, **row(1, what="Ring", owner=f"user:{cast.sue.pk}", due_on="2026-11-01"))
    answer = text(client.post(page("supervisions", prepared.supervision.pk, "record"), sent))
    assert "Row 2: The date by which it is to be done lies before it was agreed." in answer
    assert not prepared.supervision.passages.exists()


def test_record_page_offers_nobody_of_another_family(
    cast, prepared, meeting, page, signed_in, at_the_time
):  # fmt: skip
    at_the_time.move_to(LATER)
    holding.hold(prepared.supervision, held_at=HELD, by=cast.mary, at=LATER)
    client = signed_in(cast.mary)
    sent = meeting(client, **row(0, what="x", owner=f"user:{cast.stan.pk}", due_on="2026-12-01", child="999999"))
    answer = text(client.post(page("supervisions", prepared.supervision.pk, "record"), sent))
    assert "Row 1: ‘Who does it’: choose from those offered." in answer
    assert "Row 1: ‘For which child’: choose from those offered." in answer


@pytest.mark.parametrize("wrong", [{"rationale": ""}, {"overall_rag": "blue"}])
def test_record_page_keeps_what_was_typed_where_it_refuses(
    cast, prepared, meeting, page, signed_in, at_the_time, wrong
):
    at_the_time.move_to(LATER)
    client = signed_in(cast.mary)
    answer = client.post(page("supervisions", prepared.supervision.pk, "record"), meeting(client, **wrong))
    assert "There is a problem" in text(answer)
    assert "Ann is afraid." in text(answer)
    assert not prepared.supervision.passages.exists()


def test_record_page_shows_what_is_saved_after_a_conflict_and_may_save_again(cast, held, meeting, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "record")
    sent = meeting(client, **{"text-hypotheses-0": "My own thought."}) | {"version": "1"}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "My own thought." in text(answer)
    assert "Ann drinks when she is afraid." in text(answer)
    again = sent | {"version": VERSION.search(answer.content.decode())[1]}
    assert client.post(address, again).status_code == 302
    assert held.supervision.passages.get(section="hypotheses").text == "My own thought."


@pytest.mark.parametrize("act", ["record", "sign-off"])
def test_pages_left_open_say_that_another_signed_off(cast, signed, meeting, page, signed_in, act):
    client, address = signed_in(cast.mary), page("supervisions", signed.supervision.pk, act)
    sent = {"version": "2", "form_key": str(uuid4()), "decision": "continue", "next_planned_for": local(LATER)} | {
        **ROWS, **row(0), **row(1), "text-hypotheses-0": "My own thought.", "overall_rag": "",
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "signed off since you opened the page" in text(answer)
    assert "save again" not in text(answer)


def test_record_page_restores_unsaved_text_with_its_actions(cast, prepared, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", prepared.supervision.pk, "record")
    key = KEY.search(client.get(address).content.decode())[1]
    fields = {**ROWS, **row(0, what=""), "text-impact-0": "Half a thought", "actions-1-what": "Ring the school"}
    kept = {"key": key, "page": key, "subject": "", "went_on_from": "", "user": cast.mary.pk, "url": address,
            "title": "Record", "fields": fields}  # fmt: skip
    assert client.post("/unsaved/", kept, content_type="application/json").status_code == 200
    answer = text(client.get(f"{address}?kept={key}"))
    assert "This is what you typed" in answer
    assert "Half a thought" in answer
    assert "Ring the school" in answer


@pytest.mark.parametrize("who", ["sue", "bob", "audrey"])
def test_recording_pages_are_refused_to_others(cast, held, page, signed_in, who):
    client = signed_in(getattr(cast, who))
    for name in ("record", "actions", "sign-off"):
        assert client.get(page("supervisions", held.supervision.pk, name)).status_code == 403
        assert client.post(page("supervisions", held.supervision.pk, name)).status_code == 403


def test_actions_page_agrees_more_and_takes_back(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "actions")
    more = row(0, what="Ring the school", owner=f"person:{held.ann.pk}", due_on=str(LATER.date()))
    assert client.post(address, {**ROWS, **more, **row(1)}).status_code == 302
    line = held.supervision.action_lines.get(action__what="Ring the school")
    back = page("supervisions", held.supervision.pk, "actions", line.action_id, "take-back")
    assert "Fill in ‘Why it is taken back’." in text(client.post(back, {"because": ""}))
    client.post(back, {"because": "Typed twice."})
    assert not held.family.agreedaction_set.not_withdrawn().filter(what="Ring the school").exists()


@pytest.mark.rule("C27")
def test_recording_pages_ask_for_the_grade_that_the_practice_names(cast, held, page, signed_in, decided_by):
    decided_by("team_manager", "sign_off_supervision")
    for name in ("record", "actions", "sign-off"):
        address = page("supervisions", held.supervision.pk, name)
        assert signed_in(cast.dev).get(address).status_code == 403
        assert signed_in(cast.mary).get(address).status_code == 200


@pytest.mark.rule("A10.7")
def test_two_managers_under_different_headings_of_one_supervision_keep_both(cast, held, page, signed_in):
    address = page("supervisions", held.supervision.pk, "record")
    mary, dev = signed_in(cast.mary), signed_in(cast.dev)
    first, second = Opened(mary.get(address)), Opened(dev.get(address))
    one, two = [name for name in first.words() if name.startswith("text-")][:2]
    assert mary.post(address, first.words() | {one: ["Mary's thought."]}).status_code == 302
    assert dev.post(address, second.words() | {two: ["Dev's thought."], "rationale": ["Dev's."]}).status_code == 302
    page = Opened(mary.get(address))
    assert [page.value(name) for name in (one, two, "rationale")] == ["Mary's thought.", "Dev's thought.", "Dev's."]


@pytest.mark.rule("A10.7")
def test_two_managers_with_another_rating_meet_and_the_reason_goes_with_the_rating(cast, held, page, signed_in):
    address = page("supervisions", held.supervision.pk, "record")
    mary, dev = signed_in(cast.mary), signed_in(cast.dev)
    first, second = Opened(mary.get(address)), Opened(dev.get(address))
    mary.post(address, first.words() | {"overall_rag": ["red"], "rationale": ["He is back."]})
    answer = dev.post(address, second.words() | {"rationale": ["Much safer."]})
    [meeting] = answer.context["form"].meetings
    assert (answer.status_code, meeting.name) == (409, "overall_rag")
    assert "He is back." in meeting.theirs
    assert "Much safer." in meeting.mine
    held.supervision.refresh_from_db()
    assert (held.supervision.overall_rag, held.supervision.rationale) == ("red", "He is back.")
