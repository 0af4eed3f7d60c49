"""The page of a record that is finished says what is frozen of it; what may change is beside it, and never printed."""

import re

import pytest
from django.template.loader import render_to_string

from casework.frozen.models import Frozen
from casework.frozen.presenters import document_for, page_of
from casework.frozen.registry import KINDS
from casework.people.models import Person
from casework.plans import services as facts
from casework.subjects import SubjectKey, find
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import User
from tests.factories import NOW
from tests.finished import PART, beside, finish_every_kind, frozen_part, last_frozen, words

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A6.10", "A10.1")]
MAIN = re.compile(r"<main.*?</h1>(.*?)</main>", re.DOTALL)
# What is of now is never printed.
OF_NOW = re.compile(r'<(p|div|aside|section)[^>]*class="[^"]*app-no-print[^"]*".*?</\1>', re.DOTALL)
# What it shows are dates of what is held elsewhere, and the way to what was approved.
LISTED = {"plan", "child_assessment"}


@pytest.fixture(autouse=True)
def at_the_time(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def every_kind(story, cast):
    finish_every_kind(story, cast)
    return {each.kind: each for each in Frozen.objects.filter(family=story.family).order_by("pk")}


def own_page(frozen):
    row = find(SubjectKey(frozen.subject_type, frozen.subject_id))
    return page_of(frozen, row)


def finished_page(frozen):
    return f"/families/{frozen.family_id}/finished/{frozen.pk}/"


def rename_everybody(cast):
    with acting(cast.mary):
        for number, person in enumerate(Person.objects.all()):
            change(person, name=f"Another {number}")
        for number, user in enumerate(User.objects.filter(is_robot=False)):
            change(user, name=f"Colleague {number}")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_own_page_shows_what_is_frozen_or_the_way_to_it(every_kind, kind, cast, signed_in):
    frozen, client = every_kind[kind], signed_in(cast.mary)
    if kind in LISTED:
        assert finished_page(frozen) in client.get(own_page(frozen)).content.decode()
    else:
        assert frozen_part(client, own_page(frozen)) == frozen_part(client, finished_page(frozen))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_on_its_own_page_is_called_otherwise_when_everybody_is(every_kind, kind, cast, practise, signed_in):
    frozen, client = every_kind[kind], signed_in(cast.mary)
    [before] = MAIN.findall(client.get(own_page(frozen)).content.decode())
    rename_everybody(cast)
    [after] = MAIN.findall(client.get(own_page(frozen)).content.decode())
    before, after = (words(OF_NOW.sub("", each)) for each in (before, after))
    assert after == before, next(
        f"{a!r}, {b!r}" for a, b in zip(after.split(". "), before.split(". "), strict=False) if a != b
    )


def test_plan_that_ended_since_it_was_approved_says_so_beside_it(every_kind, story, cast, signed_in):
    frozen, client = every_kind["plan"], signed_in(cast.mary)
    before = frozen_part(client, finished_page(frozen))
    plan = find(SubjectKey(frozen.subject_type, frozen.subject_id))
    facts.end_plan(
        plan, until_date=NOW.date(), ended_because="The aims are reached.", version=plan.version, by=cast.sue, at=NOW
    )
    assert "It ended on Tue 3 Nov 2026: The aims are reached." in beside(client, finished_page(frozen))
    assert frozen_part(client, finished_page(frozen)) == before


def test_what_became_of_it_since_is_never_printed(every_kind, cast, signed_in):
    client = signed_in(cast.mary)
    for frozen in every_kind.values():
        rest = PART.sub("", client.get(finished_page(frozen)).content.decode())
        for aside in re.findall(r"<aside[^>]*>", rest):
            assert "app-no-print" in aside


@pytest.mark.rule("A1.6")
def test_closing_of_the_workbook_says_who_decided_to_open_it_and_why(every_kind, cast, signed_in):
    part = words(frozen_part(signed_in(cast.mary), finished_page(every_kind["workbook"])))
    assert "The decision to open it Decided by: Mary Moss" in part


def test_finished_summary_opens_each_of_its_notes_and_its_paper_none(story, cast, signed_in):
    frozen = last_frozen(story.summary, "summary")
    note = f"/families/{frozen.family_id}/notes/{story.visit.pk}/"
    assert f'href="{note}">Open the note' in frozen_part(signed_in(cast.mary), finished_page(frozen))
    assert "Open the note" not in render_to_string(
        "casework/frozen/document.html", {"document": document_for(frozen, story.summary, None), "paper": True}
    )


@pytest.mark.rule("A2.3")
def test_closing_of_the_workbook_says_what_becomes_of_what_was_open(every_kind, story, cast, signed_in):
    part = words(frozen_part(signed_in(cast.mary), finished_page(every_kind["workbook"])))
    assert "Actions that were open, which go on" in part
    assert "Visits to come, called off with the closing" in part
