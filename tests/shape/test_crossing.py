"""Who one is, what a family is, the method and the ids: whoever may not find a family finds what is not there.

Each address is asked for a family or a row that one may not see, and for one that does not exist: the answers are the
same, say nothing of the other family, and nothing is written. The suite asks a sample in which every person meets every
kind of family, each with every method, at other addresses each time. `EXAMPLES=100` asks every address of each of them,
by the methods in turn, and exchanges every id by every method.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from casework.access import access_of
from tests.factories import NOW
from tests.hostile import EXAMPLES
from tests.saving.walking import undone
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.by_person import CHANGING
from tests.shape.crossing import FIND_ELM, MARK, MARK_OF_ROWS, STATES, client_of, rows_now
from tests.shape.queries import names_asked_for, reads_address
from tests.shape.walking import text_of

pytestmark = [pytest.mark.slow, pytest.mark.rule("A10.1", "A11.2")]

ALL = [each for each in addresses() if each.name not in FOR_MACHINES | {"sign-out"}]
OF_A_FAMILY = [each for each in ALL if "family_id" in each.parts]
NO_ROWS = {"family_id", "kind", "module", "page", "other_id", "found_id"}
METHODS = ("get", "post", "head", "put", "patch", "delete", "options")
NOWHERE = 987_654_321
FULL = EXAMPLES >= 100


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


@pytest.fixture
def crossed(stage, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield stage["crossed"]


def ask(client: Any, method: str, path: str) -> Answer:
    """All that is told of `path`; without its numbers, and what is another each time."""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(False)
    text = text_of(answer)
    for changing, instead in CHANGING:
        text = changing.sub(instead, text)
    said = {**answer.headers, "cookies": answer.cookies.output(header="")} | {"X-Request-ID": "", "Content-Length": ""}
    said = {name: re.sub(r"csrftoken=\w+|expires=[^;]*", "", value) for name, value in said.items()}
    return Answer(answer.status_code, {name: without(path, value) for name, value in said.items()}, without(path, text))


def without(path: str, text: str) -> str:
    return text.replace(path, "PATH")


def same_as_nothing(client: Any, method: str, path: str, nothing: str) -> list[str]:
    """In what the answer to `path` differs from that to `nothing`, which does not exist."""
    found, expected = ask(client, method, path), ask(client, method, nothing)
    wrong = [] if found.status in {404, 405} else [f"{found.status}"]
    wrong += [] if found.status == expected.status else [f"{found.status}, of what is not there {expected.status}"]
    wrong += [] if found == expected else ["other words or headers than of what is not there"]
    return [f"{method} {path}: {each}" for each in [*wrong, *marked(found)]]


def marked(found: Answer, mark: str = MARK) -> list[str]:
    told = re.findall(rf"\b.{{,20}}{mark}.{{,20}}", found.text + str(found.headers))
    return [f"tells {told[0]}"] if told else []


def values(family: Any) -> dict[str, Any]:
    return values_of(family, uuid4())


def exchanged(own: dict[str, Any], others: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any], dict[str, Any]]]:
    """For each address its parts with a row of the other family, and with none: one by one, and all of them."""
    for address in OF_A_FAMILY:
        rows = [part for part in address.parts if part not in NO_ROWS and own[part] != others[part]]
        for chosen in [*([part] for part in rows), *([rows] if len(rows) > 1 else [])]:
            yield address, {part: others[part] for part in chosen}, dict.fromkeys(chosen, NOWHERE)


@pytest.mark.parametrize(("mine", "others"), [("ash", "elm"), ("elm", "ash")])
def test_rows_of_another_family_are_not_there_through_ones_own(crossed, mine, others):
    """Both ways, for somebody who may do everything to both: each row is looked for in the family of the address."""
    own, other = (values(getattr(crossed, name)) for name in (mine, others))
    client, before, wrong = client_of(crossed, crossed.people["head of service"]), rows_now(), []
    asked = list(exchanged(own, other))
    assert len(asked) > 100
    for place, (address, theirs, nothing) in enumerate(asked):
        for method in methods_for(place + (mine == "elm")):
            found = ask(client, method, address.filled(own | theirs))
            compared = FULL or place % 3 == 0
            expected = ask(client, method, address.filled(own | nothing)).status if compared else found.status
            # Another status than these would be the answer for a row that is there.
            if found.status != expected or found.status not in {403, 404, 405, 200 if method == "options" else 404}:
                wrong.append(f"{method} {address.name} {theirs}: {found.status}; of what is not there {expected}")
            wrong += [f"{method} {address.name} {theirs}: {each}" for each in marked(found)]
    assert not wrong, "\n".join(wrong)
    assert rows_now() == before


def methods_for(place: int) -> tuple[str, ...]:
    """In the sample each address is asked by both of these, of one family one way and of the other the other way."""
    if FULL:
        return METHODS
    return (("get", "post")[place % 2], *((METHODS[2 + place % 5],) if place % 3 == 0 else ()))


def triples(state: str) -> Iterator[tuple[str, str, Any]]:
    """Who asks how for which address: everybody for all, or a sample of them that is the same each time."""
    start = list(STATES).index(state)
    if FULL:
        for place, (who, address) in enumerate(product(PEOPLE, OF_A_FAMILY)):
            yield who, METHODS[(place + start) % len(METHODS)], address
        return
    for place, (who, method) in enumerate(product(PEOPLE, METHODS)):
        yield who, method, OF_A_FAMILY[(start * 131 + place * 37) % len(OF_A_FAMILY)]


PEOPLE = (
    "leads", "allocated", "colleague", "manager", "deputy", "business support", "service manager", "auditor",
    "head of service", "of another team", "manager of another team", "of the linked family", "allocated before",
    "of the team before", "in conflict", "joint", "joint before", "covers", "of another agency",
)  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_family_that_one_may_not_find_is_not_there(crossed, cast, state):
    """Of every kind of family, for everybody who may not find it, by every method; who may breaks nothing."""
    assert set(PEOPLE) == set(crossed.people)
    become, finders = STATES[state]
    with undone():
        family = become(crossed, cast)
        assert {who for who, user in crossed.people.items() if access_of(user, family).rights} == finders
        rows = crossed.elm if family == crossed.elm.family else crossed.ash
        own, before, wrong = values(rows) | {"family_id": family.pk}, rows_now(), []
        for who, method, address in triples(state):
            client, path = client_of(crossed, crossed.people[who]), address.filled(own)
            if who not in finders:
                nothing = address.filled(own | {"family_id": NOWHERE})
                wrong += [f"{who}: {each}" for each in same_as_nothing(client, method, path, nothing)]
            elif method != "post":
                wrong += [f"{who}: {method} {path}: {each}" for each in what_breaks(client, method, path, who)]
        assert not wrong, "\n".join(wrong)
        assert rows_now() == before, state


def what_breaks(client: Any, method: str, path: str, who: str) -> list[str]:
    """For somebody who finds the family; what opening the page writes down is undone."""
    with undone():
        answer = ask(client, method, path)
    wrong = [] if answer.status in {200, 302, 403, 404, 405, 409} else [str(answer.status)]
    # A linked family and somebody who may be the same person are named to them; nothing else is told.
    return wrong if who in FIND_ELM else [*wrong, *marked(answer, MARK_OF_ROWS)]


def test_id_of_another_family_in_an_address_tells_nothing_of_it(crossed):
    """In each name that any page reads there, with the person, note and worker of the other family."""
    client, own, others = client_of(crossed, crossed.people["manager"]), values(crossed.ash), values(crossed.elm)
    names, before, wrong = names_asked_for(), rows_now(), []
    for place, (address, reads) in enumerate((each, reads_address(each.view)) for each in OF_A_FAMILY):
        if not reads and place % 8 and not FULL:
            continue
        for part in ("person_id", "note_id") if reads or FULL else ("person_id",):
            answer = ask(client, "get", f"{address.filled(own)}?{'&'.join(f'{name}={others[part]}' for name in names)}")
            wrong += [f"{address.name} {part}: {each}" for each in marked(answer)]
            wrong += [f"{address.name} {part}: {answer.status}"] if answer.status >= 500 else []
    assert not wrong, "\n".join(wrong)
    assert rows_now() == before
