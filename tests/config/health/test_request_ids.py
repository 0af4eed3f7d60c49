"""Each request has a number: in the answer, in each line of the log, and on the page for what went wrong."""

import logging

import pytest

from casework.failures import views
from config.health.request_ids import HEADER, WithRequestId, id_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "taken"),
    [("0af7651916cd43dd", True), ("a-b.c_d9", True), ("short", False), ("x" * 65, False), ("a b c d e f g", False),
     ("<script>alert</script>", False), ("line\nline-line", False), ("", False)],
)  # fmt: skip
def test_id_of_the_proxy_is_taken_only_if_it_is_well_formed(given, taken):
    assert (id_of(given) == given) == taken
    assert len(id_of("")) == 32


def test_answer_has_the_id_that_was_given_or_one_of_its_own(client):
    assert client.get("/sign-in/", headers={HEADER: "0af7651916cd43dd"})[HEADER] == "0af7651916cd43dd"
    first, second = (client.get("/healthz", headers={HEADER: "no!"})[HEADER] for _ in range(2))
    assert len({first, second, "no!"}) == 3


def test_line_of_the_log_has_the_id_of_its_request_and_none_outside(client, monkeypatch):
    seen = []
    monkeypatch.setattr(WithRequestId, "filter", lambda self, record: seen.append(filtered(record)) or True)
    client.get("/nowhere/", headers={HEADER: "0af7651916cd43dd"})
    logging.getLogger("config").warning("Outside.")
    assert seen[-1] == "-"
    assert "0af7651916cd43dd" in seen


UNPATCHED = WithRequestId.filter


def filtered(record):
    UNPATCHED(None, record)
    return record.request_id


@pytest.mark.parametrize("path", ["/nowhere/", "/families/999999/"])
def test_page_that_is_not_there_shows_the_id(signed_in, cast, path):
    page = signed_in(cast.sue).get(path, headers={HEADER: "0af7651916cd43dd"})
    assert "give this number: 0af7651916cd43dd" in page.content.decode()


def test_page_of_a_failure_shows_the_id(rf):
    request = rf.get("/")
    request.id = "0af7651916cd43dd"
    assert "give this number: 0af7651916cd43dd" in views.server_error(request).content.decode()
