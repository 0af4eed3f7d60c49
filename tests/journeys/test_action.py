"""An action from supervision to done: agreed in the group, found by its owner, partly met, seen by the manager."""

from datetime import timedelta

import pytest
from django.urls import reverse

from supervision.group_supervisions.episode_closures.services import close_for_supervision
from supervision.group_supervisions.holding.services import hold
from tests.journeys.larches import MEETING, OPENED, the_larches, with_a_workbook

DAY = timedelta(days=1)
WHAT = "Ask the housing association for a new lock"


@pytest.mark.rule("A7.8", "A6.7", "A9.18")
def test_an_action_from_supervision_to_done(cast, at_browser, clock, told):
    clock.move_to(OPENED)
    larch = with_a_workbook(the_larches(cast), cast)
    clock.move_to(MEETING)
    without = {summary.pk: "They tell it in the meeting." for summary in larch.episode.summaries.all()}
    supervision = close_for_supervision(larch.episode, without=without, by=cast.sue, at=MEETING - DAY)
    hold(supervision, held_at=MEETING, by=cast.mary, at=MEETING)
    mary = at_browser(cast.mary)
    the_group_agrees(mary, supervision)
    clock.move_to(MEETING + DAY)
    dora = at_browser(cast.dora, width=390)
    its_owner_finds_it(dora)
    it_is_partly_met(dora)
    the_manager_reads_it(mary, larch.family)


def the_group_agrees(mary, supervision):
    mary.go(reverse("supervision-actions", args=[supervision.family_id, supervision.pk]))
    mary.fill("What is to be done", WHAT).select("Who does it", "Dora Dale")
    mary.fill("By when", (MEETING + 4 * DAY).date().isoformat()).is_well_served()
    mary.arrive_by(mary.page.locator("main form [type=submit]").last).sees(WHAT)


def its_owner_finds_it(dora):
    dora.go("/notifications/").sees("Mary Moss gave you an action")
    dora.go("/").sees(WHAT).is_well_served().follow(f"Agreed action: {WHAT}").is_well_served()


def it_is_partly_met(dora):
    dora.follow("Note what was done so far").fill("What was done so far?", "They send somebody on Friday.")
    dora.press("Save what was done").sees("They send somebody on Friday.").is_well_served()
    dora.follow("Say what came of it", exact=False).press("Record the result").sees("There is a problem")
    dora.choose("Partly met").fill("What came of it?", "The front door has one; the back door waits for a part.")
    dora.press("Record the result").sees("Partly met").is_well_served()
    left = dora.go("/").page.get_by_role("link", name=f"Agreed action: {WHAT}", exact=True)
    assert left.count() == 0, "what is settled leaves the list"


def the_manager_reads_it(mary, family):
    mary.go("/notifications/").sees("partly met").follow("Larch", exact=False)
    mary.sees("the back door waits for a part").is_well_served()
