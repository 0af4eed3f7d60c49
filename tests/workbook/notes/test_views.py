"""Recording, and saying on a telephone what became of a visit."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.notes import services as casenotes
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.passages.models import NewText
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, SAID, add_child
from workbook.notes import services as notes

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sue(cast, signed_in):
    return signed_in(cast.sue)


@pytest.fixture
def planned(month, cast):
    return casenotes.plan(month.family, kind="home_visit", planned_for=NOW - HOUR, by=cast.sue, at=NOW)


def at(name, note):
    return reverse(name, args=[note.family_id, note.pk])


def again(note):
    return CaseNote.objects.get(pk=note.pk)


def tap(client, note, **other):
    return client.post(at("note-took-place", note), {"version": note.version} | other)


def record(client, month, kind="telephone_call", **other):
    fields = {"took_place_at": "2026-11-03T09:30", "text-detail-0": "She rang."}
    return client.post(reverse("note-record-kind", args=[month.family.pk, kind]), fields | other)


# --- It took place ---


def test_took_place_page_has_nothing_chosen_and_a_row_for_each_living_child(sue, month, cast, planned):
    add_child(month.family, cast.mary, name="Baby Ash", born=None, expected=(NOW + 1000 * HOUR).date())
    tom = add_child(month.family, cast.mary, name="Tom Ash")
    with acting(cast.mary):
        change(tom, died=(NOW - 1000 * HOUR).date())
    page = sue.get(at("note-took-place", planned))
    assert [row["child"] for row in page.context["seen_rows"]] == [month.mia, month.ben]
    assert "checked" not in page.content.decode()


@pytest.mark.rule("A7.7", "A7.10")
def test_took_place_page_needs_only_now_and_what_was_ticked(sue, month, planned):
    page = tap(sue, planned, when="now", **{f"alone-{month.mia.pk}": "on", f"bedroom-{month.mia.pk}": "on"})
    assert page.url == at("note", planned)
    note = again(planned)
    assert (note.state, note.took_place_at) == (NoteState.TOOK_PLACE, NOW)
    assert [(r.child, r.seen, r.alone, r.bedroom) for r in note.seen.all()] == [(month.mia, True, True, True)]
    assert month.family.due_dates.running().of(note).filter(due_at=NOW + 48 * HOUR).exists()


def test_took_place_page_takes_another_time(sue, planned):
    tap(sue, planned, when="other", took_place_at="2026-11-03T09:15")
    assert again(planned).took_place_at == NOW - timedelta(minutes=45)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Answer ‘When did it end?’"),
        ({"when": "other"}, "Give the day and the time at which it ended."),
        ({"when": "other", "took_place_at": "2026-11-03T10:01"}, "This time lies in the future."),
        ({"when": "now", "took_place_at": "2026-11-03T09:00"}, "You chose ‘now’ and gave another time too."),
        ({"when": "other", "took_place_at": "2018-11-03T09:00", "seen": True}, "Mia Ash was born on Sat 4 May 2019"),
    ],
)
def test_took_place_page_refuses_what_cannot_be_with_a_sentence_and_keeps_the_ticks(
    sue, month, planned, sent, sentence
):
    box = {f"seen-{month.mia.pk}": "on"}
    sent = {name: value for name, value in sent.items() if name != "seen"}
    page = tap(sue, planned, **sent, **box)
    assert sentence in page.content.decode()
    assert page.context["form"][f"seen-{month.mia.pk}"].value()
    assert again(planned).state == NoteState.PLANNED


def test_took_place_page_submitted_twice_records_it_once(sue, planned):
    tap(sue, planned, when="now")
    page = tap(sue, planned, when="now")
    assert page.status_code == 409
    assert again(planned).version == 2
    assert "What became of this is recorded already" in page.content.decode()
    assert "save again" not in page.content.decode()
    assert sue.get(at("note-took-place", planned)).url == at("note", planned)


@pytest.mark.rule("A7.15")
def test_did_not_take_place_page_asks_why(sue, planned):
    page = sue.post(at("note-did-not", planned), {"version": 1, "because": ""})
    assert "Choose why it did not take place." in page.content.decode()
    sue.post(at("note-did-not", planned), {"version": 1, "reason": "not_in", "because": "The lights were on."})
    assert (again(planned).did_not_reason, again(planned).did_not_because) == ("not_in", "The lights were on.")
    assert "Nobody was in: The lights were on." in sue.get(at("note", planned)).content.decode()


@pytest.mark.parametrize("name", ["note-took-place", "note-did-not"])
def test_planned_note_is_concluded_by_whoever_planned_it(cast, planned, signed_in, name):
    assert signed_in(cast.dora).get(at(name, planned)).status_code == 403
    assert signed_in(cast.stan).get(at(name, planned)).status_code == 404


# --- Recording ---


def test_kinds_page_offers_the_kinds_and_first_what_one_has_planned(sue, month, planned):
    html = sue.get(reverse("note-record", args=[month.family.pk])).content.decode()
    assert reverse("note-record-kind", args=[month.family.pk, "home_visit"]) in html
    assert html.index(at("note-took-place", planned)) < html.index("Telephone call")


def test_kind_that_practice_does_not_name_is_not_found(sue, month):
    assert sue.get(reverse("note-record-kind", args=[month.family.pk, "seance"])).status_code == 404


@pytest.mark.rule("A3.1", "A3.3")
def test_call_is_recorded_in_one_page_that_says_where_it_is_read(sue, month, cast):
    page = sue.get(record(sue, month, finished="on").url)
    note = month.family.casenote_set.get()
    assert (note.state, note.author) == (NoteState.COMPLETED, cast.sue)
    assert "It stands in your summary for Workbook episode 1." in page.content.decode()


@pytest.mark.rule("A3.20", "C9")
def test_record_page_tells_who_is_not_allocated_that_it_is_on_the_file(month, cast, signed_in):
    cora = signed_in(cast.cora)
    page = cora.get(record(cora, month).url)
    assert "It stands on the family&#x27;s file." in page.content.decode()


@pytest.mark.rule("A7.1", "A7.3", "A7.4", "A7.7", "A8.2", "A10.7")
def test_visit_is_recorded_with_who_was_seen_each_voice_and_why_it_matters(sue, month):
    record(
        sue,
        month,
        "home_visit",
        **{
            f"seen-{month.ben.pk}": "on",
            f"text-voice-{month.ben.pk}": "Ben laughed.",
            f"text-voice-{month.mia.pk}": "",
            "text-purpose-0": "To see.",
            "about-purpose-0": [month.ann.pk],
            "significant": "on",
            "headline": "Ann moved out",
            "why": "Safe.",
        },
    )
    note = month.family.casenote_set.get()
    assert note.seen.get().child == month.ben
    assert note.summary_lines.get().summary.worker == note.author
    assert {p.section: p.about for p in note.passages.all()} == {"voice": [month.ben.pk], "purpose": [month.ann.pk]}
    html = sue.get(at("note", note)).content.decode()
    for words in ("Child&#x27;s voice: Ben Ash", "Ben Ash: seen", "Not ticked as seen: Mia Ash", "Ann moved out"):
        assert words in html


@pytest.mark.rule("A10.7", "C16")
@pytest.mark.rule("A10.11")
def test_visit_says_whether_it_was_announced_and_which_leaflets_were_given(sue, month):
    said = {"text-purpose-0": "To meet them.", "announced": "unannounced", "leaflets": ["your_records", "complaints"]}
    record(sue, month, "home_visit", **said)
    note = CaseNote.objects.get()
    page = sue.get(at("note", note)).text
    assert "Unannounced" in page
    assert "Your Personal Records; How to complain" in page
    sue.post(at("note-write-up", note), {
        "version": note.version, "took_place_at": "2026-11-03T09:30", "announced": "announced", "leaflets": [],
    })  # fmt: skip
    assert (again(note).announced, again(note).leaflets) == ("announced", [])


@pytest.mark.rule("A6.15", "A4.6")
def test_oversight_page_asks_the_scale_and_a_call_does_not(month, cast, signed_in):
    manager = signed_in(cast.mary)
    record(manager, month, "management_oversight", **{"text-purpose-0": "Stuck since May.", "scale": "3"})
    note = CaseNote.objects.get()
    assert note.scale == 3
    assert "3 of 10" in manager.get(at("note", note)).text
    assert "How safe are the children?" not in manager.get(f"/families/{month.family.pk}/record/telephone_call/").text


def test_record_page_sent_twice_records_one_note_and_never_swallows_what_was_typed_since(sue, month, cast, summary_of):
    key = uuid4()
    first, second = (record(sue, month, finished="on", form_key=key) for _ in range(2))
    assert first.url == second.url
    assert summary_of(cast.sue).lines.count() == 1
    page = record(sue, month, finished="on", form_key=key, **{"text-detail-0": "She rang, and cried."})
    assert page.status_code == 409
    assert "She rang, and cried." in page.content.decode()
    assert month.family.casenote_set.get().passages.get().text == "She rang."


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"took_place_at": "2026-11-03T10:01"}, "lies in the future"),
        ({"took_place_at": ""}, "Fill in ‘When it ended’."),
        ({"finished": "on", "text-detail-0": ""}, "Nothing is written yet"),
        ({"text-detail-0": ""}, "Nothing is written yet"),
        ({"finished": "on", "significant": "on", "headline": "x"}, "Say why it is significant"),
        ({"extra_text": "More.", "extra_section": ""}, "Choose the heading under which this passage stands."),
        ({"about-detail-0": "999999"}, "‘About’: choose from those offered."),
    ],
)
def test_record_page_that_is_refused_records_nothing_and_keeps_what_was_typed(sue, month, sent, sentence):
    page = record(sue, month, **{"where": "Typed before."} | sent)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Typed before." in page.content.decode()
    assert not month.family.casenote_set.exists()


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("audrey", 403), ("stan", 404)])
def test_record_pages_are_closed_to_who_may_not_record(month, cast, signed_in, who, status):
    client = signed_in(getattr(cast, who))
    assert client.get(reverse("note-record", args=[month.family.pk])).status_code == status
    assert record(client, month).status_code == status
    assert not month.family.casenote_set.exists()


# --- The note's own page ---


def buttons(client, note):
    html = client.get(at("note", note)).content.decode()
    names = ("note-took-place", "note-did-not", "note-write-up", "note-correct", "note-significant", "note-withdraw")
    return {name for name in names if f'"{at(name, note)}"' in html}


def test_note_page_has_its_buttons_by_right_and_state(sue, cast, month, planned, signed_in):
    dora, mary, bob = signed_in(cast.dora), signed_in(cast.mary), signed_in(cast.bob)
    assert buttons(sue, planned) == {"note-took-place", "note-did-not", "note-withdraw"}
    assert (buttons(dora, planned), buttons(mary, planned)) == (set(), {"note-withdraw"})
    notes.took_place(planned, took_place_at=NOW, by=cast.sue, at=NOW)
    assert buttons(sue, planned) == {"note-write-up", "note-significant", "note-withdraw"}
    assert "has still to write this up" in dora.get(at("note", planned)).content.decode()
    casenotes.write(planned, written=[NewText("purpose", "x")], by=cast.sue, at=NOW)
    casenotes.complete(planned, by=cast.sue, at=NOW)
    assert buttons(sue, planned) == {"note-correct", "note-significant", "note-withdraw"}
    assert (buttons(dora, planned), buttons(bob, planned)) == ({"note-correct"}, set())
    add = reverse("answer-add", args=[month.family.pk, "note", planned.pk])
    shown = {client: add in client.get(at("note", planned)).content.decode() for client in (dora, bob)}
    assert shown == {dora: True, bob: False}


def test_action_is_added_from_the_note(sue, month, cast):
    note = notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=cast.sue, at=NOW)
    html = sue.get(at("note", note)).content.decode()
    assert f"{reverse('action-add', args=[month.family.pk])}?note={note.pk}" in html


@pytest.mark.rule("A3.19", "C9")
def test_bringing_in_puts_a_colleagues_note_into_the_social_workers_summary(sue, month, cast, summary_of, signed_in):
    note = notes.record(month.family, kind="telephone_call", written=SAID, took_place_at=NOW, by=cast.cora, at=NOW)
    assert "Bring it into my summary" in sue.get(at("note", note)).content.decode()
    assert "Bring it into" not in signed_in(cast.dora).get(at("note", note)).content.decode()
    assert sue.get(at("note-bring-in", note)).status_code == 405
    page = sue.post(at("note-bring-in", note))
    assert page.url == reverse("summary", args=[month.family.pk, summary_of(cast.sue).pk])
    assert "Summary of Sue Sands, Workbook episode 1" in sue.get(at("note", note)).content.decode()


def test_bringing_in_what_is_anothers_is_refused_with_a_sentence(sue, month, cast):
    note = notes.record(month.family, kind="telephone_call", written=SAID, took_place_at=NOW, by=cast.dora, at=NOW)
    page = sue.post(at("note-bring-in", note))
    assert page.status_code == 409
    assert "stands in the summary of Dora Dale already" in page.content.decode()
