"""Safe contact where somebody is about to be reached; the code word to those who record, on pages alone."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.families import services as families
from casework.families.models import FamilyMember
from casework.people.safe_contacts import services as safe_contacts
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
TODAY, WORD = NOW.date(), "Bluebell"
SAFE = {"when": "Weekdays until noon", "how": "A text", "voicemail": "no", "post_read_by": "his mother"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def add(family, person, by, **values):
    return safe_contacts.add(family, person, from_date=TODAY, by=by, **{**SAFE, "code_word": WORD, **values})


def pages(story):
    family = [story.family.pk]
    return {
        "family": family, "people": family, "person": [*family, story.ann.pk], "note-plan": family,
        "note-took-place": [*family, story.planned.pk], "note-record-kind": [*family, "telephone_call"],
        "note": [*family, story.planned.pk],
    }  # fmt: skip


def test_safe_contact_stands_on_the_card_the_person_the_visit_and_the_call(story, cast, signed_in):
    sue = signed_in(cast.sue)
    for name, parts in pages(story).items():
        page = sue.get(reverse(name, args=parts)).content.decode()
        assert "Never leave a message" in page, name
        assert "Post is read by his mother" in page, name
        assert WORD in page, name
        before = page[: page.index(WORD)]
        assert before.rindex('<span class="app-no-print">') > before.rindex("</span>"), name


def test_safe_contact_before_a_closing_letter_says_who_reads_the_post(story, cast, signed_in):
    page = signed_in(cast.sue).get(reverse("closure-letters", args=[story.family.pk, story.closure.pk]))
    assert "Ann Ash: post is read by his mother." in page.content.decode()
    assert WORD not in page.content.decode()


def test_code_word_is_hidden_from_who_does_not_record(story, cast, signed_in):
    audrey = signed_in(cast.audrey)
    for name in ("family", "people", "person", "note"):
        page = audrey.get(reverse(name, args=pages(story)[name])).content.decode()
        assert "Never leave a message" in page, name
        assert "There is a code word. Whoever records on the family reads it." in page, name
        assert WORD not in page, name


def test_code_word_is_in_no_history_line_and_no_answer_of_the_api(story, cast, signed_in):
    mary = signed_in(cast.mary)
    url, whole = reverse("history", args=[story.family.pk]), ""
    while url:
        answer = mary.get(url)
        whole += answer.content.decode()
        older = answer.context["next_url"]
        url = reverse("history", args=[story.family.pk]) + older if older else ""
    assert "how Ann Ash may be reached safely" in whole
    facts = mary.get(reverse("api-facts", args=[story.family.pk])).content.decode()
    assert "his mother" in facts
    assert WORD not in whole + facts


def test_safe_contact_of_one_who_is_in_two_families_is_read_in_both(story, cast, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    with acting(cast.mary):
        member = FamilyMember.objects.create(family=other, person=story.ann, from_date=TODAY)
    page = reverse("person", args=[other.pk, story.ann.pk])
    assert "Never leave a message" in signed_in(cast.mary).get(page).content.decode()
    # Who belongs to it no more: what others write of them is read there no more.
    with acting(cast.mary):
        member.until_date = TODAY
        member.save()
    assert "Never leave a message" not in signed_in(cast.mary).get(page).content.decode()


def test_safe_contact_that_a_restricted_family_wrote_is_read_by_those_on_its_list(story, cast, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    with acting(cast.mary):
        FamilyMember.objects.create(family=other, person=story.mia, from_date=TODAY)
    add(other, story.mia, cast.mary, when="Sundays alone")
    page = reverse("person", args=[story.family.pk, story.mia.pk])
    sue = signed_in(cast.sue)
    assert "Sundays alone" in sue.get(page).content.decode()
    restrictions.restrict(other, readers=[cast.mary], because="A colleague’s family.", by=cast.serena, at=NOW)
    assert "Sundays alone" not in sue.get(page).content.decode()
    assert "Sundays alone" in signed_in(cast.mary).get(page).content.decode()


def test_safe_contact_says_something_and_stands_once(story, cast):
    empty = {"when": "", "how": " ", "post_read_by": ""}
    with pytest.raises(Refusal, match="Say when or how"):
        add(story.family, story.mia, cast.sue, **empty)
    with pytest.raises(Refusal, match="recorded already"):
        add(story.family, story.ann, cast.sue)
    with pytest.raises(Refusal, match="last day lies before the first"):
        add(story.family, story.mia, cast.sue, until_date=TODAY - timedelta(days=1))
