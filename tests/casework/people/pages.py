"""The pages about a person as a browser opens and sends them."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework.families.models import Family
from casework.people.asked_items import services as asked_items
from casework.people.asked_items.queries import answers_of, fingerprint_of_answers
from casework.people.models import Person
from casework.users.models import User
from tests.factories import NOW


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def words(answer: HttpResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def send(client: Client, address: str, **changes: Any) -> HttpResponse:
    """Open the page, change what is given, and send it as a browser would."""
    form = client.get(address).context["form"]
    values = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    return client.post(address, {name: value for name, value in (values | changes).items() if value is not None})


def page_of(person: Person, family: Family, name: str = "person") -> str:
    return reverse(name, args=[family.pk, person.pk])


def ask(family: Family, person: Person, by: User, **answers: Any) -> None:
    """Save the answers (by item) as one who has just opened the page."""
    seen = fingerprint_of_answers(answers_of(family, person))
    asked_items.save_answers(family, person, fingerprint=seen, answers=answers, asked_on=NOW.date(), by=by, at=NOW)
