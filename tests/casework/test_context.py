"""The top bar knows where one is."""

import pytest
from django.conf import settings

from casework import context


@pytest.fixture
def addresses(monkeypatch):
    places = {"my-work": "/", "families": "/families/", "supervisions": "/supervisions/"}
    monkeypatch.setattr(context, "_address", places.get)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "My work"),
        ("/families/", "Families"),
        ("/families/12/notes/3/", "Families"),
        ("/supervisions/", "Supervision"),
    ],
)
def test_section_of_a_page_is_marked(addresses, path, label):
    assert [section.label for section in context.sections(path, settings.NAVIGATION) if section.current] == [label]


def test_section_is_not_marked_on_a_page_outside_every_section(addresses):
    assert not any(section.current for section in context.sections("/notifications/", settings.NAVIGATION))


def test_section_that_does_not_exist_is_left_out(monkeypatch):
    monkeypatch.setattr(context, "_address", lambda name: "/" if name == "my-work" else "")
    assert [section.label for section in context.sections("/", settings.NAVIGATION)] == ["My work"]
