"""Every text of a family tells a protected place, and nobody who is not named finds it on any page.

The rows are of every model that carries a family, and of every column that takes a text: a column of tomorrow is told
the place too. Whoever is named finds it, and the rows stay as they were written.
"""

from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, models, transaction

from casework.families import services as families
from casework.links.services import add_link
from casework.masks.current import HELD_BACK
from casework.practice.fields import CodeField, SectionField
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.models import Permanent
from tests.factories import NOW
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.source import app_of
from tests.shape.walking import SECRET, protect, text_of

pytestmark = pytest.mark.slow

TELLS = "She is at 9 hidden row."
# Written by the machine, or with a meaning of their own; nobody writes a sentence there.
NO_SENTENCES = {
    "subject_type", "url", "sha256", "digest", "file", "message_id", "content_type", "history_page", "method", "page",
    "kind", "table", "key", "sort_name", "subject", "email", "upn", "nhs_number", "former_upn", "la_child_id",
}  # fmt: skip
PLACES = {
    "casework.HeldBack", "casework.DocumentText", "casework.ContactDetail", "casework.KeyContact", "casework.Person",
    "casework.Family",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now_and_here(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def narrative(model):
    """The columns of a model in which somebody writes a sentence."""
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, CodeField | SectionField | models.EmailField)
        and not column.choices
        and column.name not in NO_SENTENCES
        and (column.max_length or 1000) > len(TELLS)
    ]


def tell_everywhere(family, by) -> set[str]:
    """Let every text of the family's rows tell the place; the models of which a row does."""
    told = set()
    for model in apps.get_models():
        if app_of(model._meta.app_label) is None or model._meta.label in PLACES or not hasattr(model, "family_id"):
            continue
        for row in model._base_manager.filter(family=family) if narrative(model) else ():
            if _tell(row, by):
                told.add(model._meta.label)
    return told


def _tell(row, by) -> bool:
    before = {column.name: getattr(row, column.name) for column in narrative(type(row))}
    columns = [name for name, value in before.items() if value] or list(before)[:1]
    for name in columns:
        setattr(row, name, TELLS)
    if isinstance(row, Permanent):
        row.pk = None
    with suppress(DatabaseError, Refusal), transaction.atomic(), acting(by):
        row.save() if isinstance(row, Permanent) else row.save(update_fields=columns)
        return True
    return False


@pytest.fixture
def told(story, cast):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, elm, because="Ann’s sister.", by=cast.mary, at=NOW)
    protect(story, cast)
    story.told = tell_everywhere(story.family, cast.sue)
    return story


def pages(story, client) -> Iterator[tuple[str, int, str]]:
    values = values_of(story, uuid4())
    of_ann = {"person_id": story.ann.pk, "contact_id": story.opened.pk}
    for address in (each for each in addresses() if each.name not in FOR_MACHINES | {"sign-out"}):
        for path in {address.filled(values | other) for other in ({}, of_ann)}:
            answer = client.get(path)
            yield address.name, answer.status_code, text_of(answer)


def tells(text):
    return SECRET.casefold() in text.casefold()


@pytest.mark.rule("A9.20")
@pytest.mark.parametrize("who", ["rick", "mary", "dev", "bob", "audrey", "sue"])
def test_place_is_on_no_page_of_whoever_is_not_named(told, cast, signed_in, who):
    found = list(pages(told, signed_in(getattr(cast, who))))
    failed = {name for name, status, _ in found if status >= 500}
    assert not failed
    telling = {name for name, _, text in found if tells(text)}
    masked = {name for name, _, text in found if HELD_BACK in text}
    if who == "sue":
        print(sorted(telling))
        print(sorted(masked), sorted(told.told))
    else:
        assert not telling
        assert len(masked) > 10
