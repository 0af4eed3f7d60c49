"""Copies given of finished records: to whom, when, of which version, what was held back, how."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.copies import services as copies
from casework.copies.models import CopyGiven
from casework.copies.registry import BY_TYPE, COPYABLES
from casework.families.services import add_family
from casework.frozen.registry import KINDS
from casework.refusal import Conflict, Refusal
from casework.subjects import type_of
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult
from tests.finished import finish_every_kind
from tests.former import leave

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.12")]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def give(row, by, **values):
    given = {"recipient": "professional", "named": "Dr Who, GP", "given_on": TODAY, "how": "by post"}
    return copies.give(row, **(given | values), by=by, at=NOW)


def test_copy_says_of_which_version_and_what_was_held_back(story, cast):
    copy = give(story.supervision, cast.dora, held_back="Rick’s passage: no consent.")
    assert copy.version == "Group supervision of Sun 1 Nov 2026"
    assert copy.read_history_id == story.supervision.history.first().history_id
    assert copy.held_back == "Rick’s passage: no consent."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"recipient": "nobody"}, "recipient"),
        ({"named": " "}, "named"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"given_on": TODAY - timedelta(days=9)}, "given_on"),
    ],
)
def test_copy_says_what_is_wrong(story, cast, values, field):
    with pytest.raises(Refusal) as refused:
        give(story.supervision, cast.dora, **values)
    assert refused.value.field == field


def test_copy_is_given_to_one_who_is_of_the_family_or_named(story, cast):
    with pytest.raises(Refusal, match="Say who was given it"):
        give(story.supervision, cast.dora, recipient="family", person=story.ann)
    with pytest.raises(Refusal, match="Somebody of the family"):
        give(story.supervision, cast.dora, named="", person=story.ann)
    other = add_adult(add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW), cast.sid, name="Olga Oak")
    with pytest.raises(Refusal, match="somebody of this family"):
        give(story.supervision, cast.dora, recipient="family", named="", person=other)
    assert give(story.supervision, cast.dora, recipient="family", named="", person=story.ann).name == str(story.ann)


def test_copy_is_recorded_by_a_worker_of_now_and_comes_back_once(story, cast):
    copy = give(story.supervision, cast.rick)
    leave(cast.rick, by=cast.mary)
    for by in (cast.rick, cast.bob, cast.audrey, cast.stan):
        with pytest.raises(Refusal, match="You may not record"):
            give(story.supervision, by)
        with pytest.raises(Refusal, match="You may not record"):
            copies.got_back(copy, got_back_on=TODAY, by=by, at=NOW)
    copies.got_back(copy, got_back_on=TODAY, by=cast.dora, at=NOW)
    with pytest.raises(Conflict, match="on Tue 3 Nov 2026"):
        copies.got_back(copy, got_back_on=TODAY, by=cast.sue, at=NOW)


def test_what_is_not_finished_is_not_given(story, cast):
    for row in (story.next_summary, story.planned):
        with pytest.raises(Conflict, match="not finished"):
            give(row, cast.dora)


def test_database_refuses_a_copy_without_its_facts(story, cast):
    copy = give(story.supervision, cast.dora)
    for values in ({"named": ""}, {"got_back_on": TODAY - timedelta(days=1)}):
        with acting(cast.sue), pytest.raises(IntegrityError), transaction.atomic():
            change(CopyGiven.objects.get(pk=copy.pk), **values)


def test_every_kind_of_finished_record_has_its_copies_on_its_page_and_in_the_list_of_the_family(story, cast, signed_in):
    finish_every_kind(story, cast)
    assert {type_of(kind.model) for kind in KINDS.values()} <= BY_TYPE.keys()
    dora, bob, found = signed_in(cast.dora), signed_in(cast.bob), set()
    for slug, entry in COPYABLES.items():
        rows = entry.model._default_manager.filter(family=story.family).select_related(*entry.related)
        row = next((row for row in rows if entry.finished_on(row)), None)
        if row is None:
            continue
        address, page = reverse("copy-give", args=[story.family.pk, slug, row.pk]), entry.page(row)
        assert (address in dora.get(page).content.decode(), address in bob.get(page).content.decode()) == (True, False)
        give(row, cast.dora, named=f"Dr Söze-O’Neill of {slug}")
        assert f"Dr Söze-O’Neill of {slug}" in bob.get(page).content.decode(), slug
        found.add(slug)
    assert set(COPYABLES) == found
    listed = bob.get(reverse("copies", args=[story.family.pk])).content.decode()
    assert all(f"Dr Söze-O’Neill of {slug}" in listed for slug in found)
