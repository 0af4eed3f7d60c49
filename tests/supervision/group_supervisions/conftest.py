import re

import pytest
from django.utils import timezone

ROWS = {"actions-TOTAL_FORMS": "2", "actions-INITIAL_FORMS": "0"}
BLANK = {"owner": "", "owner_agency": "", "due_on": "", "child": "", "desired_outcome": "", "what": ""}
KEY = re.compile(r'name="form_key" value="([0-9a-f-]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
FINGERPRINT = re.compile(r'name="fingerprint" value="([0-9a-f]+)"')


def local(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def row(number, **values):
    return {f"actions-{number}-{name}": value for name, value in (BLANK | values).items()}


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def meeting(prepared, page):
    """What a browser sends from the page on which Mary records the meeting."""

    def fields(client, **values):
        opened = client.get(page("supervisions", prepared.supervision.pk, "record")).content.decode()
        rows = ROWS | row(0) | row(1) if "actions-TOTAL_FORMS" in opened else {}
        return {
            **rows, "form_key": KEY.search(opened)[1], "version": VERSION.search(opened)[1],
            "text-hypotheses-0": "Ann is afraid.", "text-impact-0": "She rang the police.",
            "overall_rag": "amber", "rationale": "Safer.", "dissent": "", "relationships_checked": "on",
            "extra_section": "", "extra_text": "", **values,
        }  # fmt: skip

    return fields
