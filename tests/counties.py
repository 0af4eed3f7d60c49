"""Two made-up counties, of 200 and of 2,000 families, that stay in the cluster: for what pages cost, and what they say.

Each is a database of its own beside the template, made again when the tables or `config/county` have changed; what a
test writes there is rolled back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from casework.masks.queries import NOBODY_NAMED, mask_in_lists
from config.bench.counties import connected, connection_to, fingerprint
from config.bench.measure import Cost, fetched
from config.bench.pages import WHO, Page, Subject, subject, user_of
from config.county.county import build
from tests.factories import NOW
from tests.owner import TEMPLATE, as_owner
from tests.template import MAKING, made_from, make_from

SMALL, LARGE = 200, 2_000


class County(NamedTuple):
    """A county to which Django's connection leads, with somebody signed in for each role."""

    subject: Subject
    clients: dict[str, Client]

    def cost(self, page: Page, role: str) -> Cost:
        return fetched(self.clients[role], page.address(self.subject), by_index=True)


def provide(families: int) -> str:
    """The name of the database, which is made where it is missing or out of date; the other workers wait."""
    name, wanted = f"test_county_{families}", fingerprint(families)
    with as_owner() as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [MAKING])
        if made_from(owner, name) != wanted:
            make_from(owner, name, TEMPLATE, lambda: _fill(families), wanted)
    return name


def _fill(families: int) -> None:
    for _ in build(families, now=NOW):
        pass


@contextmanager
def opened(families: int) -> Iterator[County]:
    """The county of that size at the moment `NOW`, for as long as the context lasts."""
    wrapper = connection_to(provide(families))
    with connected(wrapper), time_machine.travel(NOW, tick=False):
        try:
            with transaction.atomic():
                clients = {role: Client() for role in WHO}
                for role, client in clients.items():
                    client.force_login(user_of(role))
                # What a process keeps for all pages is none of the cost of the first.
                mask_in_lists(NOBODY_NAMED)
                yield County(subject(), clients)
                transaction.set_rollback(True)
        finally:
            wrapper.close()


@pytest.fixture
def county(django_db_setup, no_stages, django_db_blocker) -> Iterator[County]:
    """The small one."""
    with django_db_blocker.unblock(), opened(SMALL) as small:
        yield small
