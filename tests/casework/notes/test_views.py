"""The pages of notes: the list, planning, writing up, adding, withdrawing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.families import services as families
from casework.in_error.queries import in_error
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.passages.models import NewText
from casework.unsaved import queries
from casework.unsaved import services as unsaved
from tests.answering import added_to
from tests.factories import NOW, SAID
from tests.former import leave

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sue(cast, signed_in):
    return signed_in(cast.sue)


@pytest.fixture
def visit(ash, cast):
    return notes.record(
        ash.family, kind="home_visit", took_place_at=NOW - HOUR, written=[NewText("purpose", "To see.")],
        seen=[(ash.mia, True, True, False)], by=cast.sue, at=NOW,
    )  # fmt: skip


@pytest.fixture
def call(ash, cast):
    return notes.record(
        ash.family, kind="telephone_call", took_place_at=NOW - 2 * HOUR, written=[NewText("detail", "School rang.")],
        by=cast.dora, at=NOW,
    )  # fmt: skip


def at(name, note):
    return reverse(name, args=[note.family_id, note.pk])


def again(note):
    return CaseNote.objects.get(pk=note.pk)


def typed(note, **other):
    """The page of a write-up as the browser sends it."""
    fields = {
        "version": note.version,
        "took_place_at": "2026-11-03T09:00",
        "text-purpose-0": "To see.",
    }
    return fields | other


# --- The list ---


def test_list_has_the_newest_first_and_what_is_planned_on_top(sue, ash, visit, call, cast):
    notes.plan(ash.family, kind="meeting", planned_for=NOW + HOUR, purpose="Core group", by=cast.sue, at=NOW)
    page = sue.get(reverse("notes", args=[ash.family.pk]))
    assert [entry.note for entry in page.context["entries"]] == [visit, call]
    html = page.content.decode()
    assert html.index("Core group") < html.index("Mia Ash: seen alone") < html.index("School rang.")


@pytest.mark.parametrize(
    ("wanted", "found"), [({"kind": "home_visit"}, "visit"), ({"author": "dora"}, "call"), ({"child": "ben"}, "call")]
)
def test_list_is_narrowed_by_kind_author_and_child(sue, ash, cast, visit, call, wanted, found):
    notes.write(visit, written=[NewText("purpose", "To see.", (ash.mia.pk,))], by=cast.sue, at=NOW)
    ids = {"dora": cast.dora.pk, "ben": ash.ben.pk}
    asked = {name: ids.get(value, value) for name, value in wanted.items()}
    page = sue.get(reverse("notes", args=[ash.family.pk]), asked)
    assert [entry.note for entry in page.context["entries"]] == [{"visit": visit, "call": call}[found]]


def test_list_is_not_narrowed_by_what_it_does_not_offer(sue, ash, visit):
    page = sue.get(reverse("notes", args=[ash.family.pk]), {"kind": "seance", "child": "999", "page": "x"})
    assert [entry.note for entry in page.context["entries"]] == [visit]


def test_list_has_pages_of_25_and_keeps_its_filter(sue, ash, cast):
    for hours in range(27):
        notes.record(ash.family, kind="email", written=SAID, took_place_at=NOW - hours * HOUR, by=cast.sue, at=NOW)
    first = sue.get(reverse("notes", args=[ash.family.pk]), {"kind": "email"})
    assert len(first.context["entries"]) == 25
    assert first.context["next_url"].startswith("?kind=email&after=")
    second = sue.get(reverse("notes", args=[ash.family.pk]) + first.context["next_url"])
    assert len(second.context["entries"]) == 2
    assert second.context["previous_url"].startswith("?kind=email&before=")


def test_list_asks_the_database_as_often_for_many_notes_as_for_few(
    sue, ash, cast, visit, django_assert_max_num_queries
):
    for hours in range(20):
        notes.record(
            ash.family, kind="home_visit", took_place_at=NOW - hours * HOUR, written=[NewText("purpose", "x")],
            seen=[(ash.mia, True, False, False)], by=cast.sue, at=NOW,
        )  # fmt: skip
    with django_assert_max_num_queries(32):
        sue.get(reverse("notes", args=[ash.family.pk]))


def test_withdrawn_note_is_not_in_the_list_and_has_no_pages(sue, ash, cast, visit):
    notes.withdraw(visit, because="Wrong family.", by=cast.sue, at=NOW)
    assert not sue.get(reverse("notes", args=[ash.family.pk])).context["entries"]
    for name in ("note", "note-write-up", "note-significant", "note-correct", "note-withdraw"):
        page = sue.get(at(name, visit))
        assert (page.status_code, "recorded in error" in page.content.decode()) == (410, True)


def test_note_of_another_family_is_not_found(sue, cast, visit):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    for name in ("note-write-up", "note-significant", "note-correct", "note-withdraw"):
        assert sue.get(reverse(name, args=[other.pk, visit.pk])).status_code == 404


# --- Planning ---


def plan(client, ash, **other):
    fields = {"kind": "home_visit", "planned_for": "2026-11-05T16:00", "purpose": "See Mia"}
    return client.post(reverse("note-plan", args=[ash.family.pk]), fields | other)


def test_planning_page_plans_a_visit(sue, ash, cast):
    page = plan(sue, ash, where="At home")
    note = ash.family.casenote_set.get()
    assert page.url == at("note", note)
    assert (note.author, note.purpose, note.where, note.state) == (cast.sue, "See Mia", "At home", NoteState.PLANNED)


def test_planning_page_says_what_is_wrong_and_keeps_the_rest(sue, ash):
    page = plan(sue, ash, planned_for="", kind="seance")
    assert "Fill in ‘When’." in page.content.decode()
    assert "See Mia" in page.content.decode()
    assert not ash.family.casenote_set.exists()


@pytest.mark.parametrize("who", ["bob", "audrey"])
def test_reader_is_refused_the_pages_that_write(ash, cast, visit, signed_in, who):
    client = signed_in(getattr(cast, who))
    assert client.get(reverse("notes", args=[ash.family.pk])).status_code == 200
    assert client.get(reverse("note-plan", args=[ash.family.pk])).status_code == 403
    for name in ("note-write-up", "note-significant", "note-correct", "note-withdraw"):
        assert client.get(at(name, visit)).status_code == 403
        assert client.post(at(name, visit)).status_code == 403


# --- Writing up ---


@pytest.mark.rule("A7.6", "A7.13")
def test_write_up_page_has_each_heading_and_each_childs_voice(sue, ash, visit):
    html = sue.get(at("note-write-up", visit)).content.decode()
    for heading in (
        "Reason and purpose",
        "Child&#x27;s voice: Mia Ash",
        "Child&#x27;s voice: Ben Ash",
        "Observation",
        "Parents&#x27; views",
        "What is working well?",
        "What are we worried about?",
        "What next?",
    ):
        assert heading in html
    assert 'value="2026-11-03T09:00"' in html


@pytest.mark.rule("A7.6", "A7.7")
def test_write_up_page_saves_text_and_who_was_seen(sue, ash, visit):
    sent = typed(visit, **{f"text-voice-{ash.mia.pk}": "I like it.", f"seen-{ash.ben.pk}": "on", "where": "At home"})
    assert sue.post(at("note-write-up", visit), sent).url == at("note", visit)
    note = again(visit)
    assert note.passages.get(section="voice").about == [ash.mia.pk]
    assert {(row.child, row.seen, row.alone) for row in note.seen.all()} == {
        (ash.mia, False, False),
        (ash.ben, True, False),
    }
    assert (note.where, note.state) == ("At home", NoteState.TOOK_PLACE)


@pytest.mark.rule("A8.2", "A10.2")
def test_write_up_page_marks_significant_and_completes_where_ticked(sue, visit):
    told = {"significant": "on", "headline": "Ann moved out", "why": "They are safe.", "finished": "on"}
    sue.post(at("note-write-up", visit), typed(visit, **told))
    assert (again(visit).state, again(visit).significance.why) == (NoteState.COMPLETED, "They are safe.")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"significant": "on", "headline": "", "why": "x"}, "Give the headline"),
        ({"significant": "on", "headline": "x", "why": ""}, "Say why it is significant"),
        ({"headline": "x"}, "Tick that it is significant, or clear them"),
    ],
)
def test_write_up_page_keeps_what_was_typed_after_a_refusal(sue, visit, told, sentence):
    sent = typed(visit, **{"text-purpose-0": "Typed for an hour.", "finished": "on"} | told)
    page = sue.post(at("note-write-up", visit), sent)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Typed for an hour." in page.content.decode()
    assert visit.passages.get().text == "To see."


def test_write_up_page_shows_both_texts_after_a_conflict_and_can_then_be_saved(sue, cast, visit):
    notes.write(visit, written=[NewText("purpose", "From the other tab.")], by=cast.sue, at=NOW)
    stale = sue.post(at("note-write-up", visit), typed(visit, **{"text-purpose-0": "From this tab."}))
    html = stale.content.decode()
    assert stale.status_code == 409
    assert "From the other tab." in html
    assert "From this tab." in html
    sent = typed(visit, version=stale.context["form"]["version"].value())
    assert sue.post(at("note-write-up", visit), sent | {"text-purpose-0": "From this tab."}).status_code == 302
    assert visit.passages.get().text == "From this tab."


def test_write_up_page_keeps_what_was_typed_where_the_note_was_completed_meanwhile(sue, cast, visit):
    notes.complete(visit, by=cast.sue, at=NOW)
    page = sue.post(at("note-write-up", visit), typed(again(visit), **{"text-purpose-0": "Typed late."}))
    assert page.status_code == 409
    assert "Add the new words to the note" in page.content.decode()
    assert "Typed late." in page.content.decode()


def test_write_up_page_leads_to_the_note_where_there_is_nothing_to_write_up(sue, ash, cast, visit):
    planned = notes.plan(ash.family, kind="home_visit", planned_for=NOW, by=cast.sue, at=NOW)
    assert sue.get(at("note-write-up", planned)).url == at("note", planned)
    notes.complete(visit, by=cast.sue, at=NOW)
    assert sue.get(at("note-write-up", visit)).url == at("note", visit)


def test_write_up_page_is_refused_to_a_manager_who_is_not_the_author(cast, visit, signed_in):
    page = signed_in(cast.mary).post(at("note-write-up", visit), typed(visit))
    assert page.status_code == 403
    assert "Only Sue Sands, who recorded this note, can do that." in page.content.decode()


def test_write_up_page_ignores_a_child_of_another_family(sue, visit, ash):
    sue.post(at("note-write-up", visit), typed(visit, **{"seen-999999": "on", "about-purpose-0": "999999"}))
    assert set(visit.seen.values_list("child", flat=True)) == {ash.mia.pk}
    assert visit.passages.get().about == []


@pytest.mark.rule("C16")
def test_write_up_page_restores_unsaved_text_and_discards_it_when_saved(sue, cast, ash, visit):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=ash.family.pk, title="x", url=at("note-write-up", visit), at=NOW,
        fields={"text-purpose-0": "Typed on the bus.", "version": str(visit.version)},
    )  # fmt: skip
    page = sue.get(f"{at('note-write-up', visit)}?kept={KEY}")
    html = page.content.decode()
    assert "Typed on the bus." in html
    assert "This is what you typed Tue 3 Nov 2026, 10:00" in html
    sue.post(at("note-write-up", visit), typed(visit, went_on_from=page.context["form"]["went_on_from"].value()))
    assert queries.unsaved_text(cast.sue, KEY) is None


# --- Afterwards ---


@pytest.mark.rule("A8.1")
def test_significance_page_marks_a_completed_note(sue, cast, visit):
    notes.complete(visit, by=cast.sue, at=NOW)
    sent = {"headline": "Ann moved out", "why": "They are safe."}
    assert sue.post(at("note-significant", visit), sent).url == at("note", visit)
    assert "Ann moved out" in sue.get(at("note-significant", visit)).content.decode()


@pytest.mark.rule("A10.2")
def test_addendum_page_is_for_anybody_who_records(cast, visit, signed_in):
    notes.complete(visit, by=cast.sue, at=NOW)
    signed_in(cast.dora).post(
        reverse("answer-add", args=[visit.family_id, "note", visit.pk]),
        {"kind": "addition", "text": "The school rang."},
    )
    assert [(one.by, one.text) for one in added_to(visit)] == [(cast.dora, "The school rang.")]


def test_addendum_page_of_an_uncompleted_note_keeps_the_text(sue, visit):
    page = sue.post(
        reverse("answer-add", args=[visit.family_id, "note", visit.pk]), {"kind": "addition", "text": "Too early."}
    )
    assert "This is not finished" in page.content.decode()
    assert "Too early." in page.content.decode()


def test_withdrawal_page_says_first_what_will_happen(sue, visit, ash):
    html = sue.get(at("note-withdraw", visit)).content.decode()
    assert "Nobody counts as seen by it" in html
    page = sue.post(at("note-withdraw", visit), {"reason": "wrong_family", "because": "Wrong family."})
    assert page.url == reverse("in-error", args=[ash.family.pk, in_error(visit).pk])
    assert again(visit).state == NoteState.WITHDRAWN


def test_withdrawal_page_is_for_the_author_or_a_manager(cast, visit, signed_in):
    assert signed_in(cast.cora).get(at("note-withdraw", visit)).status_code == 403
    assert signed_in(cast.mary).get(at("note-withdraw", visit)).status_code == 200


def test_pages_of_a_note_are_closed_to_its_author_who_has_left_and_to_a_former_manager(cast, visit, signed_in):
    for user in (cast.sue, cast.mary):
        leave(user, by=cast.serena)
        assert signed_in(user).get(at("note-withdraw", visit)).status_code == 404
        assert signed_in(user).get(at("note-correct", visit)).status_code == 404
    assert signed_in(cast.dev).get(at("note-withdraw", visit)).status_code == 200
    # Nothing to correct yet: it leads back to the note.
    assert signed_in(cast.cora).get(at("note-correct", visit)).url == at("note", visit)


@pytest.mark.parametrize("name", ["note-write-up", "note-significant"])
def test_pages_of_the_author_are_refused_to_a_colleague(cast, sue, visit, signed_in, name):
    assert sue.get(at(name, visit)).status_code == 200
    assert signed_in(cast.cora).get(at(name, visit)).status_code == 403
    assert signed_in(cast.mary).post(at(name, visit)).status_code == 403
