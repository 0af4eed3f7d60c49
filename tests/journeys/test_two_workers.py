"""Two workers, one summary: Dora asks Rick for a part, both write, Dora finalises the whole."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.journeys.conftest import local
from tests.journeys.larches import MEETING, OPENED, the_larches, with_a_workbook

DAY = timedelta(days=1)


@pytest.mark.rule("A3.16", "A3.17", "A3.18", "A3.7", "A3.13")
def test_two_workers_write_one_summary(cast, at_browser, clock, told):
    clock.move_to(OPENED)
    larch = with_a_workbook(the_larches(cast), cast)
    clock.move_to(OPENED + 10 * DAY)
    dora, rick = at_browser(cast.dora), at_browser(cast.rick, width=390)
    ask_for_a_part(dora, larch)
    write_the_part(rick)
    clock.move_to(OPENED + 20 * DAY)
    the_whole_waits_for_it(dora, larch)
    finalise_my_part(rick)
    finalise_the_whole(dora, larch)
    read_as_one(at_browser(cast.sue), larch)


def my_summary(worker, larch):
    return worker.go(f"/families/{larch.family.pk}/workbook/").follow("My summary")


def ask_for_a_part(dora, larch):
    my_summary(dora, larch).follow("Ask a colleague for a part").is_well_served()
    dora.select("Whom do you ask?", "Rick Reed, recovery worker")
    dora.fill("What is needed?", "What the tests say.").fill("By when?", local(MEETING + DAY))
    address = dora.page.url
    dora.arrive_by(dora.page.get_by_role("button").last).sees("before")
    assert dora.page.get_by_label("What is needed?", exact=True).input_value() == "What the tests say."
    dora.fill("By when?", local(MEETING - 3 * DAY)).arrive_by(dora.page.get_by_role("button").last)
    dora.sees("Rick Reed").sees("What the tests say.").is_well_served()
    # At the second try, on a page left open, Rick can't be asked twice.
    dora.page.goto(address)
    assert "Rick Reed, recovery worker" not in dora.page.get_by_label("Whom do you ask?", exact=True).inner_text()


def write_the_part(rick):
    rick.go("/").page.get_by_text("Later (").click()
    rick.sees("Write your part of a colleague's summary")
    rick.follow("Write your part of a colleague's summary", exact=False)
    rick.sees("What the tests say.")
    rick.follow("Write my part")
    rick.fill("Outcome", "Four clean tests.").fill("Analysis", "It holds when Jo is at her sister's.").is_well_served()
    assert rick.page.locator("input[name=rag]").count() == 0
    rick.press("Save my part")
    rick.sees("Saved")


def the_whole_waits_for_it(dora, larch):
    my_summary(dora, larch).fill("Outcome", "Jo has left.").fill("Analysis", "Safer.").choose("Amber")
    dora.fill("Why this rating", "Young change.").press("Save my summary").follow("Saved? Go on to finalise it")
    dora.sees("What is missing").sees("Rick Reed").is_well_served()


def finalise_my_part(rick):
    rick.follow("Saved? Go on to finalise it").is_well_served()
    rick.arrive_by(rick.page.get_by_role("button", name="Finalise my part", exact=False))
    rick.sees("Finalised")


def finalise_the_whole(dora, larch):
    my_summary(dora, larch).follow("Saved? Go on to finalise it").sees("Four clean tests.").is_well_served()
    dora.arrive_by(dora.page.get_by_role("button", name="Finalise the whole summary"))
    dora.sees("This is what the group reads").sees("Four clean tests.")


def read_as_one(sue, larch):
    """One card, each author's name over their text; one rating."""
    sue.go(reverse("episode", args=[larch.family.pk, larch.episode.pk])).sees("Four clean tests.")
    sue.sees("Rick Reed").sees("Jo has left.").is_well_served()
