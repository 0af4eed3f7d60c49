"""A Workbook is opened under three practices: another checklist, another opener, another index child."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.urls import reverse

from tests.journeys.conftest import local
from tests.journeys.larches import MEETING, OPENED, the_larches

TODAY = OPENED + timedelta(hours=4)


class Way(NamedTuple):
    """Who opens by which button, who may not, the index child that is suggested, and the answers to the checklist."""

    opener: str
    button: str
    stranger: str
    index: str
    unmet: tuple
    met: tuple


WAYS = {
    "caredirector": Way(
        "sue", "Record the decision", "bob", "Lily Larch, 8", ("No", "None of these"), ("Yes", "Child in need")
    ),
    "family_help": Way("sue", "Record the decision", "bob", "Sam Larch, 4", ("No",), ("Yes",)),
    "luton": Way(
        "bob", "Open the Workbook", "sue", "Sam Larch, 4", ("None of these", "No"), ("Substance misuse", "Yes")
    ),
    "west_sussex": Way(
        "sue", "Record the decision", "bob", "Sam Larch, 4", ("No", "None of these"),
        ("Yes", "Child and Family Assessment"),
    ),
}  # fmt: skip


@pytest.fixture(params=WAYS)
def way(request, practise):
    practise(request.param)
    return WAYS[request.param]


@pytest.mark.rule("A1.5", "A1.6", "A1.8", "A1.12", "A1.13", "A1.19", "C1", "C3", "C4", "C19")
def test_a_workbook_is_opened_under_each_practice(way, cast, at_browser, clock, told):
    clock.move_to(OPENED)
    larch = the_larches(cast)
    clock.move_to(TODAY)
    opener = at_browser(getattr(cast, way.opener), width=390)
    decide = reverse("workbook-decide", args=[larch.family.pk, larch.referral.pk])
    assert at_browser(getattr(cast, way.stranger)).go(decide).response.status == 403
    the_manager_is_asked_within_a_day(at_browser(cast.mary))
    nothing_is_lost_where_it_is_not_whole(opener, decide, way)
    against_the_checklist_it_needs_a_reason(opener, way)
    it_opens(opener, way)
    at_the_second_try_it_is_open(opener, decide)


def the_manager_is_asked_within_a_day(mary):
    mary.go("/").sees("Decide on the Workbook").is_well_served()


def nothing_is_lost_where_it_is_not_whole(opener, decide, way):
    opener.go(decide).is_well_served()
    opener.fill("The reason", "Violence and drink; adult workers are needed.")
    opener.fill("First group supervision planned for", local(MEETING)).press(way.button)
    opener.sees("There is a problem").is_well_served()
    assert opener.page.get_by_label("The reason", exact=True).input_value().startswith("Violence")


def against_the_checklist_it_needs_a_reason(opener, way):
    answer(opener, way.unmet)
    opener.page.locator("input[name=decision][value=open]").check()
    if opener.page.locator("input[name=decided_by]").count():
        opener.choose("Mary Moss")
    assert opener.page.get_by_label(way.index, exact=True).last.is_checked()
    opener.press(way.button).sees("This goes against the checklist")


def answer(opener, words):
    """The questions in their order, each by the label of its answer."""
    groups = opener.page.locator("fieldset:has(input[name^=answer])")
    for place, label in enumerate(words):
        group = groups.nth(place)
        for box in group.locator("input[type=checkbox]").all():
            box.uncheck()
        group.get_by_label(label, exact=True).check()


def it_opens(opener, way):
    answer(opener, way.met)
    opener.fill("First case discussion", TODAY.date().isoformat()).press(way.button)
    opener.sees("Dora Dale").sees("Rick Reed").is_well_served()


def at_the_second_try_it_is_open(opener, decide):
    opener.go(decide).sees("This family already has an open Workbook")
