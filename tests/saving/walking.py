"""One form of the URL table, opened by whoever acts in its sample: keeping, sending, and what changed by it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework.acts.views import ActView
from casework.trail.models import Viewing
from casework.users.models import User
from tests.saving.opened import Opened, Words
from tests.saving.samples import SAMPLES
from tests.shape.addresses import Address, addresses, values_of

OURS = {"casework", "workbook", "supervision", "chronology", "audit"}
TABLES = sorted(
    model._meta.db_table for model in apps.get_models() if model._meta.app_label in OURS and model is not Viewing
)
COUNT = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in TABLES)
KEPT = "casework_unsavedtext"
FOUND = " UNION ALL ".join(
    f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table} AS row WHERE row::text LIKE %(words)s)"
    for table in TABLES
    if table != KEPT
)


@cache
def forms() -> dict[str, Address]:
    """The address of each form that is saved, by the name of its sample."""
    found = [each for each in addresses() if issubclass(getattr(each.view, "view_class", object), ActView)]
    names = [each.name for each in found]
    return {
        f"{each.name}/child" if names.count(each.name) > 1 and "child_id" in each.parts else each.name: each
        for each in found
    }


def said_of(address: Address, name: str) -> Any:
    return address.view.view_initkwargs.get(name, getattr(address.view.view_class, name))


def rows_by_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        return dict(cursor.execute(COUNT).fetchall())


def tables_with(words: str) -> list[str]:
    """In which tables these words stand, besides that of unsaved text."""
    with connection.cursor() as cursor:
        return [name for (name,) in cursor.execute(FOUND, {"words": f"%{words}%"}).fetchall()]


@contextmanager
def undone() -> Iterator[None]:
    """What is done in it does not stay in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Act:
    """The form `name` in front of whoever acts; `words` are valid."""

    def __init__(self, name: str, story: SimpleNamespace, cast: SimpleNamespace) -> None:
        self.address, self.sample = forms()[name], SAMPLES[name]
        self.name, self.story, self.cast = name, story, cast
        rows = (self.sample.rows and self.sample.rows(story, cast)) or {}
        self.values = values_of(story, uuid4()) | rows
        self.path = self.address.filled(self.values) + self.sample.query
        self.user: User = getattr(cast, self.sample.who)
        self.client = self.client_of(self.user)

    def open(self, query: str = "", client: Client | None = None) -> Opened:
        """The page, which must open."""
        answer = (client or self.client).get(self.path + query)
        assert answer.status_code == 200, (self.path, answer.status_code, getattr(answer, "url", ""))
        return Opened(answer)

    def client_of(self, user: User) -> Client:
        """Signed in since the stage was told, since signing in takes as long as some pages."""
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.story.sessions[user.pk]
        return client

    def given(self, sample: Any) -> dict[str, Any]:
        return dict(sample(self.story, self.cast) if callable(sample) else sample)

    def keep(self, page: Opened, words: Words, client: Client | None = None, **other: Any) -> HttpResponse:
        """As the script of the opened page keeps `words`."""
        sent = {
            "key": page.value("form_key"), "page": page.value("opened_page"), "user": self.user.pk, "url": self.path,
            "title": "What is typed", "subject": page.answer.context["text_subject"],
            "went_on_from": page.value("went_on_from"), "fields": words, **other,
        }  # fmt: skip
        return (client or self.client).post(reverse("unsaved-keep"), json.dumps(sent), "application/json")

    def refusing(self, page: Opened) -> Words:
        """Words with which it is refused: the sample's, the first required field emptied, or what was seen is not so.

        Where the sample says what happens meanwhile, that happens.
        """
        if self.sample.meanwhile:
            self.sample.meanwhile(*deepcopy((self.story, self.cast)))  # what it does to them is undone in the database
            return {}
        if self.sample.refused:
            return {name: [str(value)] for name, value in self.given(self.sample.refused).items()}
        if required := page.required():
            return {required[0]: [""] if page.controls[required[0]].kind not in ("checkbox", "radio") else []}
        saw = page.form.saw_field
        assert saw, "No required field and nothing that it saw: the sample has to say how it is refused."
        # Without what it saw of each passage: else what nobody changed would be merged, and saved.
        return {saw: ["7" if saw == "version" else "x"], "saw_passages": [""]}

    def send(self, words: Words, path: str = "") -> HttpResponse:
        return self.client.post(path or self.path, words)

    def kept(self) -> list[Any]:
        return list(self.user.unsaved_texts.all())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(page: Opened, words: Words, besides: Iterable[str] = ()) -> dict[str, tuple[list[str], list[str]]]:
    """Which of `words` the page does not show, each with what stands instead."""
    on_page = page.words()
    lf = {name: [value.replace("\r\n", "\n") for value in values] for name, values in words.items()}
    return {
        name: (values, on_page.get(name, []))
        for name, values in lf.items()
        if name not in besides and sorted(values) != sorted(on_page.get(name, []))
    }
