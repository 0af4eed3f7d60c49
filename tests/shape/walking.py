"""One story with something protected and something kept apart, and what every address answers to somebody."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from casework.closures.letters.queries import letters_fingerprint
from casework.closures.letters.services import save_letters
from casework.ecomap import services as ecomap
from casework.families import services as families
from casework.links.services import add_link
from casework.notes import services as notes
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.key_contacts import services as key_contacts
from casework.people.protecting import services as protecting
from casework.protections import services as protections
from casework.protections.models import Protection
from casework.protections.queries import fingerprint_of_protection
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.shape.addresses import FOR_MACHINES, Address, addresses, values_of
from tests.stages import STAGES, Stage

SECRET = "9 Hidden Row"
SECRETS = (SECRET, "01632 960666", "Little Secret")


def protect(story: SimpleNamespace, cast: SimpleNamespace) -> SimpleNamespace:
    """Mia's address is `SECRET`, protected from the first; Ann's stood open, was changed and is protected now.

    With them a telephone and a nursery; a note, a letter, a call and a tie of the ecomap refer to what is protected.
    Rick was named to read it, and is not any more.
    """
    _anns_address(story, cast)
    _what_locates(story, cast)
    _what_refers(story, cast)
    for readers in ([cast.dora, cast.rick], [cast.dora]):
        protection = Protection.objects.get(pk=story.contact.protection_id)
        protections.change_readers(
            protection, fingerprint=fingerprint_of_protection(protection), readers=readers,
            because=protection.because, by=cast.sue, at=NOW,
        )  # fmt: skip
    return story


def _protected(told: dict[str, Any]) -> SimpleNamespace:
    """The story with a second family, that of Ann's sister, and what is protected."""
    story, cast = told["story"], told["cast"]
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, elm, because="Ann’s sister.", by=cast.mary, at=NOW)
    return protect(story, cast)


STAGES["protected_story"] = Stage(_protected, after="story")


@pytest.fixture
def protected_story(stage: dict[str, Any]) -> SimpleNamespace:
    return stage["protected_story"]


def _anns_address(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    details = {"kind": "address", "from_date": NOW.date(), "by": cast.sue}
    open_one = contacts.add_contact(story.family, story.ann, value=f"{SECRET}, flat 2", remark=SECRET, **details)
    opened = protecting.protect_contact(
        story.family,
        open_one,
        fingerprint=fingerprint_of_contact(open_one),
        readers=[cast.dora],
        because=f"He knows {SECRET}",
        by=cast.sue,
        at=NOW,
    )
    changed = {"value": SECRET, "remark": "", "from_date": NOW.date(), "until_date": NOW.date(), "by": cast.sue}
    story.opened = contacts.change_contact(story.family, opened, fingerprint=fingerprint_of_contact(opened), **changed)


def _what_locates(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    """What is added of Mia now is protected by itself."""
    contacts.add_contact(
        story.family, story.mia, kind="telephone", value="01632 960666", from_date=NOW.date(), by=cast.sue
    )
    story.nursery = key_contacts.add_key_contact(
        story.family, profession="school", organisation="Little Secret Nursery", telephone="01632 960667",
        about=[story.mia], from_date=NOW.date(), by=cast.sue,
    )  # fmt: skip


def _what_refers(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    notes.plan(
        story.family, kind="home_visit", planned_for=NOW + timedelta(days=5), where="9 hidden row", by=cast.sue, at=NOW
    )
    ecomap.add(
        story.family, person=None, with_whom="Little Secret Nursery", kind="school", strength="strong", flow="to",
        about="", from_date=NOW.date(), by=cast.sue, at=NOW,
    )  # fmt: skip
    row = {
        "pk": None, "name": "Ann", "job_title": "", "address": SECRET, "sent_on": None, "evidence": "",
        "withdrawn": False,
    }  # fmt: skip
    seen = letters_fingerprint(story.closure)
    save_letters(story.closure, {0: row}, fingerprint=seen, by=cast.sue, at=NOW)
    with acting(cast.sue), transaction.atomic():
        change(story.safety_call, child_address="", child_place=story.contact)


class Page(NamedTuple):
    name: str
    programme: str  # to which it belongs: "first", "second", or "" where its address names none
    status: int
    text: str


def walk(story: SimpleNamespace, client: Client, others: Iterable[dict[str, int]] = ()) -> Iterator[Page]:
    """What each address answers, for the rows of Mia and, where these differ, for those of Ann and of `others`."""
    values = values_of(story, uuid4())
    of_ann = {"person_id": story.ann.pk, "contact_id": story.opened.pk, "key_contact_id": story.nursery.pk}
    for address in (each for each in addresses() if each.name not in FOR_MACHINES):
        paths = {address.filled(values | other): _programme(address) for other in ({}, of_ann, *others)}
        # The assessment of the story is the first programme's.
        if _programme(address) and "programme_assessment_id" not in address.parts:
            paths[address.filled(values | {"programme_id": story.second.pk})] = "second"
        for path, programme in paths.items():
            answer = client.get(path)
            yield Page(address.name, programme, answer.status_code, text_of(answer))


def _programme(address: Address) -> str:
    return "first" if {"programme_id", "programme_assessment_id"} & set(address.parts) else ""


def text_of(answer: HttpResponseBase) -> str:
    return b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode()
