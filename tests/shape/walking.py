"""One story with something protected and something kept apart, and what every address answers to somebody."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import NamedTuple
from uuid import uuid4

from django.http import HttpResponseBase
from django.test import Client

from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.protecting import services as protecting
from tests.factories import NOW
from tests.shape.addresses import FOR_MACHINES, Address, addresses, values_of

SECRET = "9 Hidden Row"


def protect(story: SimpleNamespace, cast: SimpleNamespace) -> SimpleNamespace:
    """Mia's address is `SECRET`, protected from the first; Ann's stood open, was changed and is protected now."""
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
    return story


class Page(NamedTuple):
    name: str
    programme: str  # to which it belongs: "first", "second", or "" where its address names none
    status: int
    text: str


def walk(story: SimpleNamespace, client: Client) -> Iterator[Page]:
    """What each address answers, for the rows of Mia and, where these differ, for those of Ann."""
    values = values_of(story, uuid4())
    of_ann = {"person_id": story.ann.pk, "contact_id": story.opened.pk}
    for address in (each for each in addresses() if each.name not in FOR_MACHINES):
        paths = {address.filled(values | other): _programme(address) for other in ({}, of_ann)}
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
