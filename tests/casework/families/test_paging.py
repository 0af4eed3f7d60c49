"""No page of a list counts rows or skips them, at its first page and at those after it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.bench.pages import ALL_TEAMS, INSPECTOR, LISTS, MANAGER, WORKER
from tests.counties import county  # noqa: F401

pytestmark = pytest.mark.slow

# What the head of each page shows: how many notifications one has not read, by an index of just these.
COUNTS_UNREAD = 'COUNT(*) AS "__count" FROM "casework_notification"'


def statements(client, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return answer, [each["sql"] for each in asked.captured_queries]


def pages_of(client, address, most=3):
    """The first pages, each with what it asked the database."""
    for _ in range(most):
        answer, asked = statements(client, address)
        yield answer, asked
        following = _next(answer)
        if not following:
            return
        address = following if following.startswith("http") else address.partition("?")[0] + following


def _next(answer):
    if answer.headers["Content-Type"] == "application/json":
        return answer.json().get("next") or ""
    return (answer.context or {}).get("next_url") or ""


def test_lists_ask_no_count_and_no_offset_on_any_page(county):  # noqa: F811
    several = 0
    for page in LISTS:
        for role in (WORKER, MANAGER, ALL_TEAMS, INSPECTOR):
            for number, (answer, asked) in enumerate(pages_of(county.clients[role], page.address(county.subject))):
                assert answer.status_code in (200, 403), (page.title, role)
                several += number > 0
                for sql in asked:
                    assert " OFFSET " not in sql, (page.title, role, sql)
                    counts = page.name == "compliance"  # a page of figures: to count is what it is for
                    assert "COUNT(" not in sql or COUNTS_UNREAD in sql or counts, (page.title, role, sql)
    assert several > 8
