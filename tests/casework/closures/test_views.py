"""The pages of closing a child's case."""

import pytest
from django.urls import reverse

from casework import practice
from casework.closures import queries
from casework.closures import services as closures
from casework.closures.letters.queries import letters_of
from casework.families import services as families
from casework.notes.models import NotePassage
from casework.trail.acting import acting
from casework.unsaved import services as unsaved
from tests.closing import agree, asked, closed, days_ago, save, whole
from tests.factories import NOW, add_child
from workbook.notes import services as notes

pytestmark = pytest.mark.django_db
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sue(allocated, cast, signed_in):
    return signed_in(cast.sue)


@pytest.fixture
def mary(allocated, cast, signed_in):
    return signed_in(cast.mary)


def write_url(ash, child=None):
    return reverse("closure-write", args=[ash.family.pk, (child or ash.mia).pk])


def at(name, closure):
    return reverse(name, args=[closure.family_id, closure.pk])


def typed(text="Typed.", version=0, **other):
    sections = {f"text-{one.key}-0": text for one in practice.current().closure_sections}
    facts = {"reason": "RC7", "closing_on": "2026-11-03", "last_seen_on": ""}
    return {"version": version} | sections | facts | other


def step(closure, **other):
    return {"version": closure.version} | other


def html_of(answer):
    return answer.content.decode()


@pytest.mark.rule("A9.8", "A10.6")
def test_writing_page_has_all_headings_and_is_about_that_child(sue, allocated):
    html = html_of(sue.get(write_url(allocated)))
    for section in practice.current().closure_sections:
        assert section.heading.replace("'", "&#x27;") in html
    assert 'name="about-' not in html
    answer = sue.post(write_url(allocated), typed())
    closure = allocated.family.closure_set.get()
    assert answer.url == at("closure", closure)
    assert {(one.text, tuple(one.about)) for one in closure.passages.all()} == {("Typed.", (allocated.mia.pk,))}


def test_writing_page_opened_begins_nothing_and_knows_the_day_last_seen(sue, allocated, cast):
    seen = [(allocated.mia, True, False, False)]
    notes.record(allocated.family, kind="home_visit", took_place_at=NOW, seen=seen, by=cast.sue, at=NOW)
    page = sue.get(write_url(allocated))
    assert str(page.context["form"]["last_seen_on"].value()) == "2026-11-03"
    assert not allocated.family.closure_set.exists()


def test_writing_page_says_bad_input_at_its_field_and_keeps_what_was_typed(sue, allocated):
    page = sue.post(write_url(allocated), typed("Kept.", closing_on="2027-01-01"))
    assert page.status_code == 200
    assert "cannot close on a day to come" in str(page.context["form"].errors["closing_on"])
    assert "Kept." in html_of(page)
    assert not allocated.family.closure_set.exists()


def test_writing_page_of_an_older_version_shows_what_is_saved_and_can_save_again(sue, allocated, cast):
    save(allocated, cast.mary, written=whole("From the manager."), reason="RC3")
    stale = sue.post(write_url(allocated), typed("Mine."))
    assert stale.status_code == 409
    for words in ("From the manager.", "Child arrangements order", "Mine."):
        assert words in html_of(stale)
    version = stale.context["form"]["version"].value()
    assert sue.post(write_url(allocated), typed("Mine.", version)).status_code == 302
    assert allocated.family.closure_set.get().reason == "RC7"


@pytest.mark.rule("C16")
def test_writing_page_restores_unsaved_text(sue, allocated, cast):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=allocated.family.pk,
        title="x", url="/", fields={"text-work-0": "Typed on the bus.", "reason": "RC5"}, at=NOW,
    )  # fmt: skip
    page = sue.get(f"{write_url(allocated)}?kept={KEY}")
    assert "Typed on the bus." in html_of(page)
    assert page.context["form"]["reason"].value() == "RC5"


def test_writing_page_is_not_found_where_the_case_is_not_open(sue, allocated, cast):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_child(other, cast.mary, name="Eve Elm")
    not_open = add_child(allocated.family, cast.mary, name="Bo Ash")
    for child in (stranger, not_open, allocated.ann):
        assert sue.get(write_url(allocated, child)).status_code == 404


def test_record_page_says_what_is_missing_and_still_open_with_links(sue, allocated, cast):
    closure = save(allocated, cast.sue, written=whole()[1:])
    with acting(cast.mary):
        allocated.family.plan_set.create(child=allocated.mia, kind="cin", from_date=days_ago(9))
    for url in (at("closure", closure), at("closure-ask", closure)):
        html = html_of(sue.get(url))
        for words in (
            "Child in need plan since",
            "Write under ‘Summary of referral concerns’.",
            "stay open: Ben Ash.",
        ):
            assert words in html
    assert '<button type="submit" class="govuk-button" ' not in html_of(sue.get(at("closure-ask", closure)))
    refused = sue.post(at("closure-ask", closure), step(closure))
    assert "The record is not complete." in html_of(refused)
    closure = save(allocated, cast.sue, version=1)
    assert "One thing is still open." in html_of(sue.post(at("closure-ask", closure), step(closure)))
    closure.refresh_from_db()
    assert closure.state == "draft"


@pytest.mark.rule("A2.8")
def test_step_pages_ask_send_back_ask_again_and_agree(sue, mary, allocated, cast):
    closure = save(allocated, cast.sue)
    assert sue.post(at("closure-ask", closure), step(closure)).url == at("closure", closure)
    closure.refresh_from_db()
    assert "With the manager" in html_of(sue.get(at("closure", closure)))
    page = mary.post(at("closure-send-back", closure), step(closure, because=""))
    assert "There is a problem" in html_of(page)
    mary.post(at("closure-send-back", closure), step(closure, because="Say what Mia thinks."))
    closure.refresh_from_db()
    for url in (at("closure", closure), write_url(allocated)):
        assert "Say what Mia thinks." in html_of(sue.get(url))
    sue.post(at("closure-ask", closure), step(closure))
    closure.refresh_from_db()
    page = mary.get(at("closure-agree", closure))
    for words in ("Text.", "stay open: Ben Ash.", "The case for Mia Ash closes on Tue 3 Nov 2026."):
        assert words in html_of(page)
    page = mary.post(at("closure-agree", closure), step(closure, comments=""))
    assert "Your comments as manager" in html_of(page)
    assert mary.post(at("closure-agree", closure), step(closure, comments="Safe.")).url == at("closure", closure)
    html = html_of(sue.get(at("closure", closure)))
    for words in ("Agreed by Mary Moss, Tue 3 Nov 2026", "Safe.", "Letters, as they are now"):
        assert words in html
    assert "Write on" not in html


def test_step_pages_refuse_an_older_version(mary, allocated, cast):
    closure = asked(allocated, cast.sue)
    for name, values in (("closure-agree", {"comments": "x"}), ("closure-send-back", {"because": "x"})):
        stale = mary.post(at(name, closure), step(closure) | values | {"version": 99})
        assert stale.status_code == 409
        assert stale.context["form"]["version"].value() == str(closure.version)


def test_step_pages_lead_back_where_the_step_is_over(sue, mary, allocated, cast):
    closure = closed(allocated, cast)
    for client, name in (
        (sue, "closure-ask"), (sue, "closure-drop"), (mary, "closure-send-back"), (mary, "closure-agree"),
    ):  # fmt: skip
        answer = client.get(at(name, closure))
        assert answer.status_code == 409
        assert at("closure", closure) in html_of(answer)
    assert "already" in html_of(mary.post(at("closure-agree", closure), step(closure, comments="Again.")))


def test_dropping_page_needs_a_reason_and_lets_another_begin(sue, allocated, cast):
    closure = save(allocated, cast.sue)
    assert sue.post(at("closure-drop", closure), step(closure, because="")).status_code == 200
    answer = sue.post(at("closure-drop", closure), step(closure, because="Ann asked for help."))
    assert answer.url == reverse("closures", args=[allocated.family.pk])
    assert "The case goes on: Ann asked for help." in html_of(sue.get(at("closure", closure)))
    assert "Close the case for Mia Ash" in html_of(sue.get(answer.url))


@pytest.mark.parametrize(
    ("who", "write", "agree"), [("dora", 403, 403), ("bob", 403, 403), ("sue", 200, 403), ("mary", 200, 200)]
)
def test_step_pages_open_to_who_writes_or_agrees(allocated, cast, signed_in, who, write, agree):
    closure = asked(allocated, cast.sue)
    client = signed_in(getattr(cast, who))
    assert client.get(at("closure", closure)).status_code == 200
    assert client.get(write_url(allocated, allocated.ben)).status_code == write
    assert client.get(at("closure-drop", closure)).status_code == write
    for name in ("closure-agree", "closure-send-back"):
        assert client.get(at(name, closure)).status_code == agree
    assert ("Read and agree" in html_of(client.get(at("closure", closure)))) == (agree == 200)


def test_list_of_closings_says_each_childs_state_and_what_comes_next(sue, mary, allocated, cast, signed_in):
    url = reverse("closures", args=[allocated.family.pk])
    closure = save(allocated, cast.sue)
    html = html_of(sue.get(url))
    for words in ("Being written since", "Write on: closing the case for Mia Ash", "Close the case for Ben Ash"):
        assert words in html
    assert "Close the case for" not in html_of(signed_in(cast.dora).get(url))
    closures.ask(closure, by=cast.sue, at=NOW)
    assert "Waits for the manager" in html_of(sue.get(url))
    assert "Agree to closing the case for Mia Ash" in html_of(mary.get(url))
    agree(queries.running_closure(allocated.family, allocated.mia), cast.mary)
    html = html_of(sue.get(url))
    assert "Closed on Tue 3 Nov 2026: Services ended" in html
    assert at("closure", closure) in html


def test_list_of_closings_is_empty_without_a_referral(mary, cast):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    assert "opens with a referral" in html_of(mary.get(reverse("closures", args=[other.pk])))


@pytest.mark.rule("A9.14")
def test_record_page_says_to_whom_a_transfer_goes_and_who_confirmed(sue, allocated, cast):
    transfer = {"to_authority": "Kent", "confirmed_by": "Una Umber", "confirmed_in_writing_on": NOW.date()}
    closure = save(allocated, cast.sue, reason="RC5", **transfer)
    html = html_of(sue.get(at("closure", closure)))
    assert "Kent" in html
    assert "Una Umber on Tue 3 Nov 2026" in html


def letter(number=0, **values):
    row = {
        "pk": "",
        "name": "Nia North",
        "job_title": "Head",
        "address": "School Lane 1",
        "sent_on": "",
        "evidence": "",
    }
    return {f"letters-{number}-{name}": value for name, value in (row | values).items()}


def rows(client, closure, *letters):
    """What the page hands back: as it saw the letters, and the rows."""
    page = client.get(at("closure-letters", closure))
    counted = {"letters-TOTAL_FORMS": max(len(letters), 1), "letters-INITIAL_FORMS": letters_of(closure).count()}
    data = {"fingerprint": page.context["form"]["fingerprint"].value()} | counted
    for one in letters:
        data |= one
    return data


@pytest.mark.rule("A9.8")
def test_letters_page_names_completes_and_takes_out_also_after_closing(sue, allocated, cast, signed_in):
    closure = closed(allocated, cast)
    html = html_of(sue.get(at("closure", closure)))
    assert "Nobody is named yet" in html
    assert sue.post(at("closure-letters", closure), rows(sue, closure, letter())).status_code == 302
    assert "Not sent yet: Nia North." in html_of(sue.get(at("closure", closure)))
    bob, row = signed_in(cast.bob), closure.letters.get()
    sent = letter(pk=row.pk, sent_on="2026-11-03")
    page = bob.post(at("closure-letters", closure), rows(bob, closure, sent))
    assert "Say what shows that it was sent" in html_of(page)
    bob.post(at("closure-letters", closure), rows(bob, closure, sent | {"letters-0-evidence": "Copy on file"}))
    html = html_of(sue.get(at("closure", closure)))
    assert "Copy on file" in html
    assert "Not sent yet" not in html
    out = letter(pk=row.pk, sent_on="2026-11-03", evidence="Copy on file", withdrawn="on")
    bob.post(at("closure-letters", closure), rows(bob, closure, out))
    assert not letters_of(closure).exists()


def test_letters_page_refuses_a_row_without_an_address(sue, allocated, cast):
    closure = save(allocated, cast.sue)
    page = sue.post(at("closure-letters", closure), rows(sue, closure, letter(address="")))
    html = html_of(page)
    assert "Choose an address that is recorded, or give another one." in html
    assert "Nia North" in html


def test_letters_page_shows_what_somebody_else_changed_and_can_save_again(sue, mary, allocated, cast):
    closure = save(allocated, cast.sue)
    older = rows(sue, closure, letter(name="Mine"))
    mary.post(at("closure-letters", closure), rows(mary, closure, letter(name="Hers")))
    stale = sue.post(at("closure-letters", closure), older)
    assert stale.status_code == 409
    for words in ("Hers", "Mine", "Somebody changed these letters"):
        assert words in html_of(stale)
    again = older | {"fingerprint": stale.context["form"]["fingerprint"].value()}
    assert sue.post(at("closure-letters", closure), again).status_code == 302
    assert sorted(letters_of(closure).values_list("name", flat=True)) == ["Hers", "Mine"]


def test_letters_page_is_for_who_keeps_letters(sue, allocated, cast, signed_in):
    closure = save(allocated, cast.sue)
    assert signed_in(cast.audrey).get(at("closure-letters", closure)).status_code == 403


def test_record_page_takes_few_queries(sue, allocated, cast, django_assert_max_num_queries):
    closure = closed(allocated, cast)
    assert not NotePassage.objects.exists()
    with django_assert_max_num_queries(32):
        sue.get(at("closure", closure))
