"""The story in which a child's direct work is kept apart from the other parent's programme.

It was shared first, so that its text has stood in the other programme; unsaved words of it have been typed, and it has
changed since the period began.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.families.services import add_family
from casework.links.services import add_link
from casework.passages.models import NewText
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import services as unsaved
from tests.factories import NOW, add_adult
from tests.stages import STAGES, Stage
from workbook.programmes import services
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes

SECRET, BEFORE, TYPED = "he held her arm", "he shouts at her", "she is afraid of him"
WORDS = (SECRET, BEFORE, TYPED)
# Why the second programme was opened: no page of the first tells it.
REASON = "she tells everyone what he says"
DAY = timedelta(days=1)


def tell(told):
    """Mia's record was written while both programmes shared it, and is kept in the first since."""
    story, cast = told["story"], told["cast"]
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, elm, because="Ann’s sister.", by=cast.mary, at=NOW)
    carl = add_adult(story.family, cast.mary, name="Carl Ash")
    story.second = services.open_programme(
        story.family, parents=[carl], apart_because=f"Carl says that {REASON}.", by=cast.sue, at=NOW
    )
    story.choice = story.family.sharingchoice_set.first()
    story.module = queries.module_named("m4")
    write(story, story.second, BEFORE, cast)
    with acting(cast.mary):
        change(story.next_episode, begun_at=NOW)
    with time_machine.travel(NOW + DAY, tick=False):
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
        cast.sue, form_key=uuid4(), subject=f"record {record.pk}", family_id=story.family.pk, title="Module 4", url=url,
        fields={f"text-{key}": TYPED for key in ("m4_profile-0", f"m4_profile-{story.mia.pk}")}, at=NOW,
    )  # fmt: skip


STAGES["kept_apart"] = Stage(tell, after="story")


@pytest.fixture
def kept_apart(stage):
    """The story with `second`, a programme with the other parent; it was told to the day after NOW."""
    return stage["kept_apart"]
