"""The API against its own description: whatever is asked of it, the answer is one that the description names.

`EXAMPLES=500` asks more of each operation than the suite does.
"""

import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.core.signals import got_request_exception, request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rest_framework.serializers import ModelSerializer
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import config.api  # noqa: F401  # with it every serializer
from casework.families.services import add_family
from casework.joins.services import join
from tests.factories import NOW
from tests.hostile import EXAMPLES, VALUES
from workbook.members import services as members

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CONFORMS = [
    status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance,
]  # fmt: skip
METHODS = ("post", "put", "patch", "delete", "options", "trace")
OPTIONS, REFUSED = {200, 404}, {403, 404, 405, 413}
BODIES = {
    "deep JSON": (b"[" * 100_000, "application/json"),
    "deep objects": (b'{"a":' * 50_000, "application/json"),
    "NaN": (b'{"id": NaN, "name": Infinity}', "application/json"),
    "NUL": (b'{"name": "\\u0000"}', "application/json"),
    "half of a surrogate pair": (b'{"name": "\\ud800"}', "application/json"),
    "a number without end": (b'{"id": ' + b"9" * 10_000 + b"}", "application/json"),
    "no UTF-8": (b"\xff\xfe{}", "application/json"),
    "no type": (b"{}", ""),
    "no such type": (b"{}", "application/\x01x; charset=nowhere"),
    "a form": (b"a=%00&b=%FF", "application/x-www-form-urlencoded"),
    "a broken form": (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    "a form without an end": (b"", "multipart/form-data"),
    "too much": (b"x" * 6_000_000, "application/json"),
    "too many fields": (b"a=1&" * 20_000, "application/x-www-form-urlencoded"),
}


@pytest.fixture
def sue(cast, signed_in):
    return signed_in(cast.sue)


@pytest.fixture
def described(sue) -> Any:
    """The description as it is given to whoever asks for it."""
    return json.loads(sue.get(reverse("api-schema"), {"format": "json"}).content)


@pytest.fixture
def ids(story, cast) -> list[dict[str, int]]:
    """A family with all that can be unknown of its people, one joined into it, and some that are none."""
    birch = add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    join(story.family, birch, because="Sisters.", by=cast.mary, at=NOW)
    members.add_person(story.family, name="Bump Ash", role="child", expected=NOW.date(), by=cast.sue, at=NOW)
    girl = {"name": "", "name_not_known": True, "role": "child", "sex": "F", "about_age": 5}
    members.add_person(story.family, **girl, birth_to_be_asked_by=cast.dora, by=cast.sue, at=NOW)
    own = {"family_id": story.family.pk, "programme_id": story.programme.pk}
    return [own, own, own, own | {"family_id": birch.pk}, own | {"programme_id": 0}, own | {"family_id": 2**63}]


@pytest.fixture
def server(described) -> Iterator[Any]:
    """The API behind its description, in the transaction of the test; what breaks in it is raised here."""
    schema = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    got_request_exception.connect(_raise)
    yield schema
    got_request_exception.disconnect(_raise)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _raise(**_: Any) -> None:
    raise sys.exc_info()[1]  # type: ignore[misc]  # the signal is sent while it is handled


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
def test_every_operation_answers_what_its_description_says(server, sue, ids, mode):
    """Also where the address is one that the description does not allow."""
    cookies = {name: morsel.value for name, morsel in sue.cookies.items()}
    operations = [found.ok() for found in server.get_all_operations()]
    assert len(operations) > 8
    for operation in operations:
        answered = _ask(operation, operation.as_strategy(generation_mode=mode), cookies, ids)
        assert mode is GenerationMode.NEGATIVE or 200 in answered, operation.label


def test_what_may_be_empty_is_described_so():
    """Of every serializer the fields that repeat a column which may be NULL, also one of another row."""
    wrong = [
        f"{serializer.__name__}.{name}"
        for serializer in _serializers(ModelSerializer)
        for name, field in serializer().fields.items()
        if _may_be_null(serializer.Meta.model, field.source.split(".")) and not field.allow_null
    ]
    assert not wrong


def _serializers(base: type) -> Iterator[Any]:
    for each in base.__subclasses__():
        if hasattr(each, "Meta") and each.__module__.partition(".")[0] != "rest_framework":
            yield each
        yield from _serializers(each)


def _may_be_null(model: Any, path: list[str]) -> bool:
    """Whether a step of the path is a column that may be NULL; of what is no column the serializer has to know."""
    for step in path:
        if model is None or step not in {field.name for field in model._meta.get_fields()}:
            return False
        field = model._meta.get_field(step)
        if field.concrete and field.null:
            return True
        model = field.related_model
    return False


def _ask(operation: Any, cases: Any, cookies: dict[str, str], ids: list[dict[str, int]]) -> set[int]:
    answered = set()

    @seed(20261201)
    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases, known=st.sampled_from([*ids, {}]))
    def ask(case: Any, known: dict[str, int]) -> None:
        case.path_parameters |= {name: known[name] for name in case.path_parameters if name in known}
        answer = case.call(cookies=cookies)
        answered.add(answer.status_code)
        case.validate_response(answer, checks=CONFORMS)

    ask()
    return answered


def test_what_an_address_of_the_api_asks_is_answered_or_refused_by_its_name(sue, described, ids):
    """Each parameter that is described, and those of the framework, with what nobody types."""
    (parts, *_) = ids
    for path, operations in described["paths"].items():
        asked = {each["name"] for each in operations["get"].get("parameters", ()) if each["in"] == "query"}
        for name in sorted(asked | {"format"}):
            for what, value in VALUES.items():
                answer = sue.get(f"{path.format(**parts)}?{name}={value}")
                _check_json(answer, (path, name, what), {200, 400, 404})


def test_cursor_that_no_page_gave_is_refused(sue, story):
    for position in ("x", "NaN", "1.5", "-1", str(2**63), "9" * 5_000, "\0", "\x7f"):
        cursor = b64encode(urlencode({"p": position}).encode()).decode()
        for name in ("api-families", "api-workbooks"):
            path = reverse(name, args=[story.family.pk] if name != "api-families" else [])
            answer = sue.get(f"{path}?cursor={quote(cursor)}")
            assert (answer.status_code, list(answer.json())) == (400, ["cursor"]), position


def test_whatever_is_sent_to_the_api_is_refused_as_json(cast, described, ids, settings):
    """As a browser sends it, with a token that is checked, and as another system does."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
    (parts, *_) = ids
    paths = sorted(each.format(**parts) for each in described["paths"])
    for checks in (True, False):
        client = Client(enforce_csrf_checks=checks)
        client.force_login(cast.sue)
        for place, (what, (body, kind)) in enumerate(BODIES.items()):
            for path in (paths[place % len(paths)], paths[(place + 5) % len(paths)], "/api/nowhere/"):
                for method in METHODS:
                    answer = client.generic(method.upper(), path, body, kind)
                    _check_json(
                        answer, (what, method, path), {200, 404} if method == "options" else {403, 404, 405, 413}
                    )


def test_address_under_the_api_that_does_not_exist_is_refused_as_json(client, sue, story):
    for path in ("nowhere/", "families/x/", "families/-1/", f"families/{'9' * 5_000}/", "families/1/nowhere/", "%00/"):
        for one in (client, sue):
            _check_json(one.get(f"/api/{path}"), path, {403, 404})


def test_answer_in_another_form_is_refused_as_json(sue, story):
    for kind in ("text/html", "application/xml", "\x01", "a" * 9_000, "*/*;q=NaN"):
        answer = sue.get(reverse("api-family", args=[story.family.pk]), headers={"accept": kind})
        _check_json(answer, kind, {200, 406})


def _check_json(answer: Any, asked: object, statuses: set[int]) -> None:
    assert answer.status_code in statuses | {403 if 405 in statuses else 400}, (asked, answer.status_code)
    kind = answer.headers["Content-Type"]
    assert "json" in kind or (answer.status_code == 200 and "yaml" in kind), (asked, answer.status_code, kind)
    if answer.status_code >= 400:
        assert answer.json(), asked
