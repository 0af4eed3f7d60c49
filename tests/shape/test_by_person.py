"""Who is in a restricted family is there, for whoever may not find it, as if that family were not.

Every address and search is asked before that family is known here, and after it has told its month, with rows of each
kind about people of the Ash family and changes of these themselves: the answers are the same, letter by letter, and
cost the same. A table of tomorrow is held to it as soon as it is told of both.
"""

from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile

from casework.families.services import add_family
from casework.links.services import add_link
from casework.people.models import Person
from tests.factories import NOW
from tests.saving.conftest import to_save  # noqa: F401
from tests.shape.by_person import answers_to, differences, paths_of, tell_all, west, who_left
from tests.shape.by_person_sending import AFTER, BEFORE, OF_ELM, answers_to_forms, mails_to, number_from, papers_of

pytestmark = pytest.mark.slow

# Of parents under 18, who shares with whom, and who may read; and an alert, which stands for whoever goes there.
NOT_TOLD = {"Caution", "FamilyGrant", "OwnRightAnswer", "SharingChoice"}


@pytest.fixture
def story(story, cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
        story.link = add_link(story.family, oak, because="Ann’s sister.", by=cast.mary, at=NOW)
        who_left(story, cast.mary)
        story.pack.refresh_from_db()
        story.pack.document.file.storage.save(story.pack.document.file.name, ContentFile(b"%PDF-1.7 made for a test"))
        yield story


@pytest.fixture
def theirs(cast, story):
    return west(cast)


@pytest.mark.parametrize(("reader", "first"), [("sue", False), ("mary", False), ("mary", True), ("audrey", False)])
@pytest.mark.rule("A11.2")
def test_who_is_in_a_restricted_family_is_there_as_if_it_were_not(story, cast, theirs, signed_in, reader, first):
    """`first`: it is restricted before anything is written; otherwise after all is."""
    paths, client = list(paths_of(story, uuid4())), signed_in(getattr(cast, reader))
    before = answers_to(client, paths)
    tell_all(story, theirs, restricted_first=first)
    different = differences(before, answers_to(client, paths))
    assert not different, "\n".join(different)


@pytest.fixture
def to_send(to_save, cast):  # noqa: F811
    who_left(to_save, cast.mary)
    return to_save


@pytest.mark.rule("A11.2")
def test_every_form_answers_and_writes_the_same_of_whoever_is_in_a_restricted_family(to_send, cast):
    theirs, ours = west(cast), [cast.sue, cast.dora, cast.rick, cast.mary, cast.bob, cast.serena]

    def answers():
        return answers_to_forms(to_send, cast) | papers_of(to_send) | mails_to(ours)

    number_from(BEFORE)
    before = answers()
    number_from(OF_ELM)
    tell_all(to_send, theirs)
    number_from(AFTER)
    different = differences(before, answers())
    assert not different, "\n".join(different)


def test_a_row_of_each_kind_about_a_person_is_told(story, theirs):
    elm = tell_all(story, theirs)
    shared = [story.mia.pk, story.ann.pk, story.kit.pk, story.tess.pk]
    for model in apps.get_models():
        about = [field.name for field in model._meta.concrete_fields if field.related_model is Person]
        if not about or hasattr(model, "history_date") or model is Person or model.__name__ in NOT_TOLD:
            continue
        rows = [model._default_manager.filter(**{f"{name}__in": shared, "family": elm.family}) for name in about]
        assert any(each.exists() for each in rows), model
