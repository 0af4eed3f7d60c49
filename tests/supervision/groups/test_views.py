import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.notes import services as casenotes
from casework.trail.models import Viewing
from supervision.groups import services as groups
from tests.factories import NOW
from tests.supervision.conftest import HELD, LATER
from workbook.notes import services as notes

ROWS = {"actions-TOTAL_FORMS": "2", "actions-INITIAL_FORMS": "0"}
BLANK = {"owner": "", "owner_agency": "", "due_on": "", "child": "", "desired_outcome": "", "what": ""}
KEY = re.compile(r'name="form_key" value="([0-9a-f-]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')


def local(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def row(number, **values):
    return {f"actions-{number}-{name}": value for name, value in (BLANK | values).items()}


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def meeting(prepared, page):
    """What a browser sends from the page on which Mary records the meeting."""

    def fields(client, **values):
        opened = client.get(page("supervisions", prepared.supervision.pk, "record")).content.decode()
        return {
            **ROWS, **row(0), **row(1), "form_key": KEY.search(opened)[1], "version": VERSION.search(opened)[1],
            "held_at": local(HELD), "text-hypotheses-0": "Ann is afraid.", "text-impact-0": "She rang the police.",
            "overall_rag": "amber", "rationale": "Safer.", "dissent": "", "relationships_checked": "on",
            "extra_section": "", "extra_text": "", **values,
        }  # fmt: skip

    return fields


@pytest.mark.rule("A3.12", "A2.1")
def test_the_page_to_close_says_who_is_missing_what_and_what_is_not_written_up(cast, month, finalise, page, signed_in):
    finalise(cast.dora)
    notes.record(month.family, kind="home_visit", took_place_at=NOW - timedelta(hours=3), by=cast.sue, at=NOW)
    answer = text(signed_in(cast.sue).get(page("episodes", month.episode.pk, "close")))
    sue, rick = (month.episode.summaries.get(worker=worker).pk for worker in (cast.sue, cast.rick))
    assert f'href="{page("summaries", sue, "write")}"' in answer
    assert f'action="{page("summaries", rick, "ask")}"' in answer
    assert f'action="{page("summaries", sue, "ask")}"' not in answer
    assert "Close without Rick Reed, because …" in answer
    assert "Rick Reed has still to do this: Write" in answer
    assert "Close without Dora Dale" not in answer
    assert "Home visit</a>, Tue 3 Nov 2026, 07:00, Sue Sands" in answer


def test_closing_without_a_reason_keeps_the_reasons_that_were_typed(cast, month, page, signed_in):
    ids = {worker.name: month.episode.summaries.get(worker=worker).pk for worker in (cast.sue, cast.dora, cast.rick)}
    sent = {f"without-{ids['Sue Sands']}": "Away since Monday."}
    answer = signed_in(cast.mary).post(page("episodes", month.episode.pk, "close"), sent)
    assert answer.status_code == 200
    assert "Away since Monday." in text(answer)
    assert f'href="#id_without-{ids["Dora Dale"]}"' in text(answer)
    month.episode.refresh_from_db()
    assert month.episode.state == "open"


def test_a_reason_typed_while_another_closed_the_episode_is_kept(cast, prepared, page, signed_in):
    rick = prepared.episode.summaries.get(worker=cast.rick)
    address, typed = page("episodes", prepared.episode.pk, "close"), {f"without-{rick.pk}": "Away since Monday."}
    answer = text(signed_in(cast.mary).post(address, typed))
    assert "already. Open it again" in answer
    assert "Away since Monday." in answer
    rick.refresh_from_db()
    assert rick.left_out_because == "On sick leave."


def test_closing_leads_to_the_supervision(cast, month, finalise, page, signed_in):
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker)
    client, address = signed_in(cast.sue), page("episodes", month.episode.pk, "close")
    answer = client.post(address, follow=True)
    assert answer.redirect_chain[0][0] == page("supervisions", month.episode.supervision.pk)
    assert "closed for supervision. Business support has been told." in text(answer)
    assert client.get(address).status_code == 409
    assert "already. Open it again" in text(client.post(address))


def test_asking_for_a_summary_tells_its_worker(cast, month, page, signed_in):
    summary = month.episode.summaries.get(worker=cast.rick)
    client = signed_in(cast.sue)
    answer = client.post(page("summaries", summary.pk, "ask"), follow=True)
    assert "Rick Reed has been asked" in text(answer)
    assert cast.rick.notifications.exists()
    assert client.get(page("summaries", summary.pk, "ask")).status_code == 405


@pytest.mark.rule("A6.4", "A6.5", "C11")
def test_the_supervision_shows_each_finalised_summary_and_who_was_left_out(cast, prepared, page, signed_in):
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk)))
    assert answer.count("Ann left the home with the children.") == 2
    assert "Left out: Rick Reed." in answer
    assert "On sick leave." in answer
    assert "Record the supervision" in answer


@pytest.mark.rule("A3.14")
def test_what_was_recorded_since_stands_on_the_card(cast, prepared, page, signed_in):
    note = notes.record(
        prepared.family, kind="telephone_call", took_place_at=NOW, by=cast.dora, at=NOW + timedelta(hours=1)
    )
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk)))
    assert "Since finalised" in answer
    assert page("notes", note.pk) in answer


@pytest.mark.parametrize(
    ("who", "offered", "absent"),
    [
        ("mary", ["Record the supervision", "Move the date", "Reopen the episode"], ["Sign off<"]),
        ("sue", ["Reopen the episode", "A team manager or deputy records"], ["Record the supervision", "Move the"]),
        ("bob", ["Move the date", "Note place and attendance"], ["Record the supervision", "Reopen"]),
        ("audrey", ["A team manager or deputy records"], ["Record the supervision", "Move the", "Make the pack"]),
    ],
)
def test_buttons_come_from_right_and_state(cast, prepared, page, signed_in, who, offered, absent):
    answer = text(signed_in(getattr(cast, who)).get(page("supervisions", prepared.supervision.pk)))
    assert all(label in answer for label in offered)
    assert not any(label in answer for label in absent)


@pytest.mark.rule("A6.7", "A6.8", "A7.8", "A4.2")
def test_the_meeting_is_recorded_with_its_actions_in_one_go(cast, prepared, meeting, page, signed_in, at_the_time):
    at_the_time.move_to(LATER)
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
def test_the_summaries_can_be_read_beside_the_record(cast, prepared, page, signed_in):
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk, "record")))
    assert "<details" in answer
    assert "The risk is lower." in answer
    assert "On sick leave." in answer


def test_an_action_without_owner_or_date_is_refused_at_its_row_and_all_input_stays(
    cast, prepared, meeting, page, signed_in, at_the_time
):
    at_the_time.move_to(LATER)
    client = signed_in(cast.mary)
    sent = meeting(client, **row(1, what="Ring the school"), rationale="")
    answer = client.post(page("supervisions", prepared.supervision.pk, "record"), sent)
    assert answer.status_code == 200
    assert "Row 2: Choose who does it" in text(answer)
    assert "Row 2: Give the date by which it is to be done" in text(answer)
    assert "Ring the school" in text(answer)
    assert "Ann is afraid." in text(answer)
    prepared.supervision.refresh_from_db()
    assert prepared.supervision.state == "prepared"


def test_a_refusal_of_the_service_stands_at_its_row(cast, prepared, meeting, page, signed_in, at_the_time):
    at_the_time.move_to(LATER)
    client = signed_in(cast.mary)
    sent = meeting(client, **row(1, what="Ring", owner=f"user:{cast.sue.pk}", due_on="2026-11-01"))
    answer = text(client.post(page("supervisions", prepared.supervision.pk, "record"), sent))
    assert "Row 2: The date by which it is to be done lies before it was agreed." in answer
    assert not prepared.supervision.passages.exists()


def test_a_worker_or_child_of_another_family_cannot_be_chosen(
    cast, prepared, meeting, page, signed_in, at_the_time
):  # fmt: skip
    at_the_time.move_to(LATER)
    client = signed_in(cast.mary)
    sent = meeting(client, **row(0, what="x", owner=f"user:{cast.stan.pk}", due_on="2026-12-01", child="999999"))
    answer = text(client.post(page("supervisions", prepared.supervision.pk, "record"), sent))
    assert "Row 1: ‘Who does it’: choose from those offered." in answer
    assert "Row 1: ‘For which child’: choose from those offered." in answer


@pytest.mark.parametrize("wrong", [{"held_at": local(LATER + timedelta(days=1))}, {"rationale": ""}])
def test_a_meeting_in_the_future_or_a_rag_without_rationale_keeps_what_was_typed(
    cast, prepared, meeting, page, signed_in, at_the_time, wrong
):
    at_the_time.move_to(LATER)
    client = signed_in(cast.mary)
    answer = client.post(page("supervisions", prepared.supervision.pk, "record"), meeting(client, **wrong))
    assert "There is something to put right" in text(answer)
    assert "Ann is afraid." in text(answer)
    assert not prepared.supervision.passages.exists()


def test_a_page_left_open_is_told_what_stands_now_and_may_save_again(cast, held, meeting, page, signed_in):
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
def test_a_page_left_open_while_another_signed_off_says_so(cast, signed, meeting, page, signed_in, act):
    client, address = signed_in(cast.mary), page("supervisions", signed.supervision.pk, act)
    sent = {"version": "2", "form_key": str(uuid4()), "decision": "continue", "next_planned_for": local(LATER)} | {
        **ROWS, **row(0), **row(1), "held_at": local(HELD), "text-hypotheses-0": "My own thought.", "overall_rag": "",
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "signed off since you opened the page" in text(answer)
    assert "save again" not in text(answer)


def test_what_was_typed_and_not_saved_is_restored_with_its_actions(cast, prepared, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", prepared.supervision.pk, "record")
    key = KEY.search(client.get(address).content.decode())[1]
    kept = {"key": key, "family": prepared.family.pk, "user": cast.mary.pk, "url": address, "title": "Record",
            "fields": {"text-impact-0": "Half a thought", "actions-1-what": "Ring the school"}}  # fmt: skip
    assert client.post("/unsaved/", kept, content_type="application/json").status_code == 200
    answer = text(client.get(address))
    assert "Restored: what you typed" in answer
    assert "Half a thought" in answer
    assert "Ring the school" in answer


@pytest.mark.parametrize("who", ["sue", "bob", "audrey"])
def test_others_may_not_record_or_sign_off(cast, held, page, signed_in, who):
    client = signed_in(getattr(cast, who))
    for name in ("record", "actions", "sign-off"):
        assert client.get(page("supervisions", held.supervision.pk, name)).status_code == 403
        assert client.post(page("supervisions", held.supervision.pk, name)).status_code == 403


def test_more_actions_are_agreed_and_taken_back_before_the_sign_off(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "actions")
    more = row(0, what="Ring the school", owner=f"person:{held.ann.pk}", due_on=str(LATER.date()))
    assert client.post(address, {**ROWS, **more, **row(1)}).status_code == 302
    line = held.supervision.action_lines.get(action__what="Ring the school")
    back = page("supervisions", held.supervision.pk, "actions", line.action_id, "take-back")
    assert "Fill in ‘Why it is taken back’." in text(client.post(back, {"because": ""}))
    client.post(back, {"because": "Typed twice."})
    assert not held.family.agreedaction_set.not_withdrawn().filter(what="Ring the school").exists()


@pytest.mark.rule("C12", "A2.3")
def test_what_was_added_since_the_page_opened_is_read_before_the_workbook_closes(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "sign-off")
    opened = client.get(address).content.decode()
    to_come = LATER + timedelta(days=2)
    casenotes.plan(held.family, kind="home_visit", planned_for=to_come, by=cast.sue, at=LATER)
    sent = {
        "form_key": KEY.search(opened)[1], "version": VERSION.search(opened)[1], "seen": SEEN.search(opened)[1],
        "decision": "close", "closed_reason": "does_not_meet_criteria", "decision_because": "Goals reached.",
    }  # fmt: skip
    stale = client.post(address, sent)
    assert stale.status_code == 409
    assert "was added or finished since you opened the page" in text(stale)
    held.supervision.refresh_from_db()
    assert held.supervision.state == "held"
    again = stale.content.decode()
    sent |= {"version": VERSION.search(again)[1], "seen": SEEN.search(again)[1], "visits": "keep"}
    assert "the Workbook is closed" in text(client.post(address, sent, follow=True))


@pytest.mark.rule("A6.10", "A6.11", "C2")
def test_the_sign_off_page_says_what_will_happen_and_does_it(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "sign-off")
    opened = client.get(address)
    assert "filed on each child of the episode: Mia Ash, Ben Ash" in text(opened)
    assert 'value="2026-12-11T10:00"' in text(opened)
    sent = {
        "form_key": KEY.search(opened.content.decode())[1], "version": VERSION.search(opened.content.decode())[1],
        "decision": "continue", "next_planned_for": "2026-12-11T10:00", "decision_because": "",
        f"left-out-{held.ben.pk}": "",
        f"left-out-{held.mia.pk}": "She lives with her father now.",
    }  # fmt: skip
    answer = text(client.post(address, sent, follow=True))
    assert "the next Workbook episode is open" in answer
    assert "left out, because She lives with her father now." in answer
    assert client.get(address).status_code == 409
    stale = client.post(address, sent)
    assert stale.status_code == 409


def test_closing_the_workbook_without_a_reason_is_refused_at_the_field(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "sign-off")
    opened = client.get(address).content.decode()
    sent = {"form_key": KEY.search(opened)[1], "version": VERSION.search(opened)[1], "seen": SEEN.search(opened)[1],
            "decision": "close", "decision_because": ""}  # fmt: skip
    answer = text(client.post(address, sent))
    assert "Choose why the Workbook closes." in answer
    assert 'href="#id_closed_reason_0"' in answer
    sent |= {"closed_reason": "does_not_meet_criteria"}
    answer = text(client.post(address, sent))
    assert "Give the reason for closing the Workbook." in answer
    assert 'href="#id_decision_because"' in answer
    answer = text(client.post(address, sent | {"decision_because": "Goals reached."}, follow=True))
    assert "The supervision is signed off and the Workbook is closed." in answer
    assert "Closed because: Does not meet workbook criteria." in answer


def test_the_sign_off_page_lists_what_is_missing_instead_of_the_button(cast, prepared, page, signed_in):
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk, "sign-off")))
    assert "Record when the supervision was held." in answer
    assert "Sign off the supervision</button>" not in answer


def test_last_meetings_actions_come_back_to_be_reviewed(cast, signed, finalise, page, signed_in, at_the_time):
    following = signed.workbook.episodes.get(number=2)
    without = {summary.pk: "Nothing new." for summary in following.summaries.all()}
    supervision = groups.close_for_supervision(following, without=without, by=cast.sue, at=LATER)
    answer = text(signed_in(cast.mary).get(page("supervisions", supervision.pk)))
    action = signed.supervision.action_lines.get().action
    assert "Go to the GP" in answer
    assert page("actions", action.pk, "report") in answer


def test_business_support_moves_the_date_and_notes_who_came(cast, prepared, page, signed_in):
    client = signed_in(cast.bob)
    move = page("episodes", prepared.episode.pk, "move")
    assert "Fill in ‘Why it moves’." in text(client.post(move, {"planned_for": "2026-11-13T14:00", "because": ""}))
    answer = client.post(move, {"planned_for": "2026-11-13T14:00", "because": "The room is taken."}, follow=True)
    assert "planned for Fri 13 Nov 2026, 14:00" in text(answer)
    assert "Moved from Wed 11 Nov 2026, 10:00" in text(answer)
    address = page("supervisions", prepared.supervision.pk, "logistics")
    seen = re.search(r'name="seen"(?: value="([^"]*)")?', client.get(address).content.decode())[1] or ""
    sent = {"seen": seen, "place": "Room 4", "others_present": "PC Grey", f"came-{cast.rick.pk}": "apologies"}
    answer = text(client.post(address, sent, follow=True))
    assert "Room 4" in answer
    assert "Rick Reed: sent apologies" in answer
    stale = client.post(address, sent)
    assert stale.status_code == 409
    assert "Somebody changed these arrangements" in text(stale)


@pytest.mark.rule("A6.2", "C11")
def test_the_list_of_supervisions_goes_by_week_and_says_how_the_pack_stands(cast, prepared, signed_in):
    answer = text(signed_in(cast.bob).get("/supervisions/"))
    assert "Next week" in answer
    assert "Closed for supervision, 2 of 3 summaries finalised" in answer
    assert "waiting to be made" in answer
    assert "Ash" not in text(signed_in(cast.stan).get("/supervisions/"))


def test_what_was_held_and_not_signed_off_stands_first(cast, held, signed_in):
    assert "Held, not signed off" in text(signed_in(cast.mary).get("/supervisions/"))


def test_the_familys_list_shows_the_next_and_all_before(cast, signed, page, signed_in):
    answer = text(signed_in(cast.sue).get(page("supervisions")))
    assert "Workbook episode 2 is open" in answer
    assert "Continue: the next Workbook episode opens" in answer


def test_lists_ask_a_fixed_number_of_queries(cast, prepared, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.bob)
    client.get("/supervisions/")
    with django_assert_max_num_queries(16):
        client.get("/supervisions/")


def test_another_familys_supervision_is_not_reached_through_this_one(cast, prepared, signed_in):
    other = prepared.supervision.pk + 1000
    assert signed_in(cast.mary).get(f"/families/{prepared.family.pk}/supervisions/{other}/").status_code == 404


def test_a_stranger_finds_no_page_and_is_seen_trying(cast, held, page, signed_in):
    client, pk = signed_in(cast.stan), held.supervision.pk
    addresses = [
        page("supervisions"), page("supervisions", pk), page("supervisions", pk, "record"),
        page("supervisions", pk, "sign-off"), page("supervisions", pk, "logistics"),
        page("episodes", held.episode.pk, "close"), page("episodes", held.episode.pk, "move"),
    ]  # fmt: skip
    assert {client.get(address).status_code for address in addresses} == {404}
    assert Viewing.objects.filter(user=cast.stan, status=404).count() == len(addresses)
