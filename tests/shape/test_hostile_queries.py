"""Every page with an address that nobody types: nothing breaks, and no such value is taken for one that there is."""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getsource, unwrap
from itertools import cycle, islice
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.families.services import add_family
from casework.links.services import add_link
from tests.factories import NOW
from tests.hostile import EXAMPLES, VALUES
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.source import ROOT, modules

ASKED = re.compile(
    r'\bGET(?:\.get|\.getlist)?[(\[]"(\w+)"|"(\w+)" (?:not )?in (?:self\.)?request\.GET|asked\.get\("(\w+)"'
)
FORM = re.compile(r"(\w*Form)\((?:self\.)?request\.GET")


def names_asked_for() -> list[str]:
    """What any page reads in its address: by the source, and by the forms that read it."""
    found = {"after", "before"}
    for path in modules():
        text = (ROOT / path).read_text(encoding="utf-8")
        found |= {name for names in ASKED.findall(text) for name in names if name}
        for form in set(FORM.findall(text)):
            found |= set(_form(path, form).base_fields)
    return sorted(found)


def _form(path, name):
    module = import_module(".".join(path.with_suffix("").parts))
    return getattr(module, name, None) or getattr(module.forms, name)


def test_names_are_found_by_the_source():
    assert {"after", "before", "kept", "typed", "q", "kind", "author", "child", "who", "born", "again"} <= {
        *names_asked_for()
    }


@pytest.fixture
def paths(story, cast) -> list[tuple[str, bool]]:
    """Of each page its path, and whether its view reads something of the address itself."""
    oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, oak, because="Ann's sister.", by=cast.mary, at=NOW)
    values = values_of(story, uuid4())
    pages = [each for each in addresses() if each.name not in FOR_MACHINES | {"sign-out"}]
    return [(each.filled(values), "GET" in getsource(code_of(each.view))) for each in pages]


def code_of(view):
    return getattr(view, "view_class", None) or getattr(view, "cls", None) or unwrap(view)


def asked_of(paths: list[tuple[str, bool]]) -> Iterator[tuple[str, str]]:
    """For each page a value in all names at once, of those that read more three; each is asked of many pages."""
    values, names = cycle(VALUES.values()), names_asked_for()
    for path, reads in paths:
        for value in islice(values, len(VALUES) if len(VALUES) < EXAMPLES else 3 if reads else 1):
            yield path, "&".join(f"{name}={value}" for name in names if len(value) < 1_000 or name in ("after", "kept"))


@pytest.mark.slow
def test_no_page_breaks_at_an_address_that_nobody_types(paths, cast, signed_in):
    mary = signed_in(cast.mary)
    assert 20 < sum(reads for _, reads in paths) < 80
    for path, query in asked_of(paths):
        answer = mary.get(f"{path}?{query}")
        assert answer.status_code < 500, (path, query[:200])


def test_no_key_of_a_list_breaks_it(ash, cast, signed_in):
    """Where no page begins the first is given."""
    mary = signed_in(cast.mary)
    for name in ("after", "before"):
        for value in VALUES.values():
            answer = mary.get(f"{reverse('families')}?{name}={value}")
            assert len(answer.context["rows"]) == 1, value
