"""A child's direct work that is kept apart is never read in the other parent's programme.

Every address is walked, so that a page of tomorrow is held to it too. It was shared first, so that its text has stood
in the other programme; unsaved words of it have been typed, and it has changed since the period began.
"""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.acts.keys import key_of
from casework.families.services import add_family
from casework.links.services import add_link
from casework.passages.models import NewText
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import services as unsaved
from tests.factories import NOW, add_adult
from tests.shape.addresses import addresses, values_of
from workbook.programmes import services
from workbook.programmes.assessments import contents
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes
from workbook.programmes.modules.texts import presenters

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5.6")]
SECRET, BEFORE, TYPED = "he held her arm", "he shouts at her", "she is afraid of him"
WORDS = (SECRET, BEFORE, TYPED)
DAY = timedelta(days=1)
# What changed is told there to managers and auditors, whatever it was; it is not a page of a programme.
TELLS_CHANGES = {"history"}


@pytest.fixture(autouse=True)
def in_a_week(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def story(story, cast, time_machine):
    """Mia's record was written while both programmes shared it, and is kept in the first since."""
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, elm, because="Ann’s sister.", by=cast.mary, at=NOW)
    carl = add_adult(story.family, cast.mary, name="Carl Ash")
    story.second = services.open_programme(
        story.family, parents=[carl], apart_because="They are separated.", by=cast.sue, at=NOW
    )
    story.module = queries.module_named("m4")
    write(story, story.second, BEFORE, cast)
    with acting(cast.mary):
        change(story.next_episode, begun_at=NOW)
    time_machine.move_to(NOW + DAY)
    write(story, story.second, SECRET, cast, at=NOW + DAY)
    record = queries.record_for(story.second, story.module, story.mia)
    _type(story, cast, record)
    programmes.keep_apart(
        story.programme, story.module, story.mia, because="She asked us to.", version=record.version, by=cast.sue,
        at=NOW + DAY,
    )  # fmt: skip
    return story


def write(story, programme, text, cast, at=NOW):
    record = queries.record_for(programme, story.module, story.mia)
    written = [NewText("m4_profile", text)]
    programmes.write(
        programme, story.module, written=written, version=record.version, by=cast.sue, at=at, child=story.mia
    )


def _type(story, cast, record):
    """Sue had both forms open, and typed in that of the second programme."""
    url = reverse("module-write", args=[story.family.pk, story.second.pk, "m4", story.mia.pk])
    unsaved.keep(
        cast.sue, form_key=key_of("module-write", record), family_id=story.family.pk, title="Module 4", url=url,
        fields={f"text-{key}": TYPED for key in ("m4_profile-0", f"m4_profile-{story.mia.pk}")}, at=NOW,
    )  # fmt: skip


def text_of(answer):
    return b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode()


def told_by(client, values):
    """The names of the addresses that tell any of the words; the assessment of the story is the first programme's."""
    told = set()
    for address in addresses():
        if "programme_assessment_id" in address.parts:
            continue
        answer = client.get(address.filled(values))
        if any(words in text_of(answer) for words in WORDS):
            told.add(address.name)
    return told


def values(story, programme):
    return values_of(story, uuid4()) | {"programme_id": programme.pk}


@pytest.mark.parametrize("who", ["sue", "mary", "dora", "bob", "audrey"])
def test_text_kept_apart_is_on_no_page_print_or_json_of_the_other_programme(story, cast, signed_in, who):
    told = told_by(signed_in(getattr(cast, who)), values(story, story.second))
    assert told <= TELLS_CHANGES


def test_text_kept_apart_is_on_the_page_on_paper_and_in_the_form_of_its_own_programme(story, cast, signed_in):
    told = told_by(signed_in(cast.sue), values(story, story.programme))
    assert {"module", "module-write", "programme-print", "api-programme"} <= told


def test_text_kept_apart_is_frozen_in_no_assessment_of_the_other_programme(story):
    own, other = (json.dumps(contents.programme_text(programme)) for programme in (story.programme, story.second))
    assert SECRET in own
    assert not [words for words in WORDS if words in other]


def test_text_kept_apart_changes_nothing_that_the_other_programme_reads(story):
    other = story.second
    assert queries.record_for(other, story.module, story.mia) is None
    assert all(record.child_id != story.mia.pk for record in queries.records_ever(other))
    since = presenters.changes_since(other)
    assert since.at == NOW
    was = presenters.texts_before(list(queries.records_of(other)), since)
    assert BEFORE not in was.values()


def test_text_that_the_other_programme_then_writes_of_the_child_has_no_past(story, cast, signed_in):
    programmes.write(
        story.second, story.module, written=[NewText("m4_profile", "With her father.")], version=0, by=cast.sue,
        at=NOW + DAY, child=story.mia,
    )  # fmt: skip
    shown = text_of(
        signed_in(cast.sue).get(reverse("module", args=[story.family.pk, story.second.pk, "m4", story.mia.pk]))
    )
    assert "With her father." in shown
    assert "<del>" not in shown
    assert not [words for words in WORDS if words in shown]


def test_text_not_saved_is_restored_where_it_is_kept_and_not_in_the_other(story, cast, signed_in):
    sue = signed_in(cast.sue)
    kept, other = (
        text_of(sue.get(reverse("module-write", args=[story.family.pk, programme.pk, "m4", story.mia.pk])))
        for programme in (story.programme, story.second)
    )
    assert TYPED in kept
    assert TYPED not in other
    assert "Restored" not in other


def test_passage_drawn_into_it_is_not_offered_to_the_other(story, cast, signed_in):
    drawn = story.drawn.passage.text
    assert drawn
    offered = text_of(signed_in(cast.sue).get(reverse("module-draw", args=[story.family.pk, story.second.pk, "m5"])))
    assert f'value="{story.drawn.passage_id}"' not in offered
    kept = text_of(signed_in(cast.sue).get(reverse("module-draw", args=[story.family.pk, story.programme.pk, "m5"])))
    assert f'value="{story.drawn.passage_id}"' in kept


def test_text_kept_apart_is_not_found_by_searching(story, cast, signed_in):
    for who in ("sue", "mary"):
        for words in WORDS:
            assert not signed_in(getattr(cast, who)).get(reverse("families"), {"q": words}).context["rows"]
