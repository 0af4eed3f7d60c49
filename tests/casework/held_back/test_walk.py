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
from django.core import mail
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from casework.held_back.queries import searched
from casework.mail.tasks import send_mail
from casework.masks.current import HELD_BACK
from casework.practice.fields import CodeField, SectionField
from casework.protections.models import ProtectionReader
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.models import Permanent
from casework.trail.rows import change
from tests.factories import NOW
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.source import app_of
from tests.shape.walking import SECRET, protected_story, text_of  # noqa: F401

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
        if model not in of_a_family() or model._meta.label in PLACES:
            continue
        for row in rows_of(model, family) if narrative(model) else ():
            if _tell(row, by):
                told.add(model._meta.label)
    return told


def rows_of(model, family):
    """Those about the family, whatever the field is called whose column is `family_id`."""
    name = next(each.name for each in model._meta.concrete_fields if each.column == "family_id")
    return model._base_manager.filter(**{name: family})


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
def told(protected_story, cast):  # noqa: F811
    tell_everywhere(protected_story.family, cast.sue)
    return protected_story


def pages(story, client) -> Iterator[tuple[str, int, str]]:
    """What each address answers, for the rows of Mia and, where these differ, for those of Ann."""
    values = values_of(story, uuid4())
    of_ann = {"person_id": story.ann.pk, "contact_id": story.opened.pk}
    for address in (each for each in addresses() if each.name not in FOR_MACHINES | {"sign-out"}):
        for path in {address.filled(values | other) for other in ({}, of_ann)}:
            answer = client.get(path)
            yield address.name, answer.status_code, text_of(answer)


def tells(text):
    return SECRET.casefold() in text.casefold()


@pytest.mark.rule("A9.20")
@pytest.mark.parametrize("who", ["rick", "mary", "dev", "bob", "audrey"])
def test_place_is_on_no_page_of_whoever_is_not_named(told, cast, signed_in, who):
    before = texts_of(told.family)
    assert tells(before)
    found = list(pages(told, signed_in(getattr(cast, who))))
    assert texts_of(told.family) == before, "Rows stay as they were written."
    assert not {name for name, status, _ in found if status >= 500}
    assert not {name for name, _, text in found if tells(text)}
    assert len({name for name, _, text in found if HELD_BACK in text}) > 10


@pytest.mark.rule("A9.20")
def test_place_is_on_the_pages_of_whoever_is_named_and_of_a_former_reader_on_none(told, cast, signed_in):
    sue = signed_in(cast.sue)
    found = list(pages(told, sue))
    assert len({name for name, _, text in found if tells(text)}) > 100
    assert not {name for name, _, text in found if HELD_BACK in text}
    with acting(cast.mary):
        for reader in ProtectionReader.objects.filter(user=cast.sue, ended_on=None):
            change(reader, ended_on=NOW.date())
    assert not {name for name, _, text in pages(told, sue) if tells(text)}


def _history(client, url):
    """Every page of it, the latest first."""
    older = ""
    while older is not None:
        answer = client.get(url + older)
        yield text_of(answer)
        older = answer.context["next_url"] or None


@pytest.mark.rule("A9.20")
def test_place_is_in_no_history_mail_or_log_of_whoever_is_not_named(told, cast, signed_in, caplog):
    url = reverse("history", args=[told.family.pk])
    for who in ("mary", "audrey"):
        whole = "".join(_history(signed_in(getattr(cast, who)), url))
        assert not tells(whole)
        assert HELD_BACK in whole
    send_mail()
    assert mail.outbox
    assert not any(tells(f"{message.subject} {message.body}") for message in mail.outbox)
    assert not tells(caplog.text)


def of_a_family() -> list:
    ours = (each for each in apps.get_models() if app_of(each._meta.app_label) is not None)
    return [each for each in ours if "family_id" in {field.column for field in each._meta.concrete_fields}]


def texts_of(family) -> str:
    """All that stands in the rows of the family, current and former, but for what opening a page writes."""
    written = [model for model in of_a_family() if model._meta.label not in {"casework.Viewing"}]
    return str([list(rows_of(model, family).order_by("pk").values()) for model in written])


@pytest.mark.rule("A9.20")
def test_every_model_of_a_family_is_searched():
    """By the registry of models, so that one of tomorrow is searched too; what is not is named here, and why."""
    left_out = {model._meta.label for model in set(of_a_family()) - set(searched()) if narrative(model)}
    history = {label for label in left_out if ".Historical" in label}
    assert left_out - history == {
        "casework.HeldBack",  # its own
        "casework.Headline", "casework.UnsavedText",  # exempt from the trail, and masked
    }  # fmt: skip
