"""Who is in a restricted family is there, for whoever may not find it, as if that family were not.

Every address and search is asked before that family is known here, and after it has told its month, with rows of each
kind about people of the Ash family and changes of these themselves: the answers are the same, letter by letter, and
cost the same. A table of tomorrow is held to it as soon as it is told of both.
"""

import os
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from casework.families.services import add_family
from casework.links.services import add_link
from casework.people.models import Person
from casework.restrictions import services as restrictions
from tests.factories import NOW
from tests.shape.by_person import (
    answers_to,
    differences,
    paths_of,
    restricted_family,
    tell_month,
    tell_of_both,
    west,
    who_left,
)

pytestmark = pytest.mark.slow

READERS = ("sue", "dora", "cora", "mary", "bob", "serena", "audrey", "stan")
# Of parents under 18, and who shares with whom; and an alert, which stands for whoever goes there (its own test).
NOT_TOLD = {"Caution", "OwnRightAnswer", "SharingChoice"}


@pytest.fixture
def story(story, cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
        story.link = add_link(story.family, oak, because="Ann’s sister.", by=cast.mary, at=NOW)
        who_left(story, cast.mary)
        yield story


@pytest.fixture
def theirs(cast, story):
    return west(cast)


def tell(story, theirs):
    elm = restricted_family(story, theirs)
    tell_month(elm, theirs)
    tell_of_both(story, elm, theirs)
    readers = [theirs.sue, theirs.dora, theirs.rick]
    restrictions.restrict(elm.family, because="She fled.", readers=readers, by=theirs.mary, at=NOW)
    return elm


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.rule("A11.3")
def test_who_is_in_a_restricted_family_is_there_as_if_it_were_not(story, cast, theirs, signed_in, reader):
    paths = [path for path in paths_of(story, uuid4()) if os.environ.get("PATHS", "") in path]
    client = signed_in(getattr(cast, reader))
    point = transaction.savepoint()
    tell(story, theirs)
    answers_to(client, paths)  # what a process asks once is asked now
    transaction.savepoint_rollback(point)
    before = answers_to(client, paths)
    tell(story, theirs)
    different = differences(before, answers_to(client, paths))
    open(f"/tmp/bp/{reader}.txt", "w").write("\n".join(different))
    assert not different


def test_a_row_of_each_kind_about_a_person_is_told(story, theirs):
    elm = tell(story, theirs)
    shared = [story.mia.pk, story.ann.pk, story.kit.pk, story.tess.pk]
    for model in apps.get_models():
        about = [field.name for field in model._meta.concrete_fields if field.related_model is Person]
        if not about or model._meta.label.startswith("casework.Historical") or model is Person:
            continue
        rows = [model._default_manager.filter(**{f"{name}__in": shared, "family": elm.family}) for name in about]
        assert any(each.exists() for each in rows) or model.__name__ in NOT_TOLD, model
