"""The social worker changes, and then the team: told by those who hand over and those who take over."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.journeys.conftest import local

LATER = NOW + timedelta(days=1)
YESTERDAY = (NOW - timedelta(days=1)).date().isoformat()


@pytest.mark.rule("A2.6", "A9.7", "A9.16", "A11.1")
def test_the_social_worker_changes(cast, month, at_browser, clock, told):
    clock.move_to(NOW)
    family = month.family
    sue, mary = at_browser(cast.sue), at_browser(cast.mary)
    plan_a_visit_and_begin_a_note(sue, family)
    end_sues_part(mary, family)

    cora = at_browser(cast.cora, width=390)
    cora_has_what_was_sues(cora, family)
    cora_writes_in_her_own_summary(cora, family)
    sue_is_done(sue, month)

    clock.move_to(LATER)
    ask_team_south(mary, family)
    sid = at_browser(cast.sid)
    the_new_manager_reads_the_transfer_and_nothing_else(sid, family)
    accept(sid, family)
    the_old_team_reads_on_and_writes_no_more(sue, cora, mary, family)
    stan_records(at_browser(cast.stan), family)


def plan_a_visit_and_begin_a_note(sue, family):
    sue.go(f"/families/{family.pk}/notes/plan/").select("What are you planning?", "Home visit")
    sue.fill("When", local(NOW + timedelta(days=2))).fill("What for", "To see Mia at home").press("Plan it")
    sue.go(f"/families/{family.pk}/record/telephone_call/")
    sue.fill("Who called, and what was said", "Ann whispered something.")
    sue.page.get_by_text("Saved").first.wait_for()


def end_sues_part(mary, family):
    mary.go(f"/families/{family.pk}/people/").follow("Who works here, who did, and changes")
    mary.is_well_served().follow("End Sue Sands's part")
    mary.sees("Sue Sands leads the work").sees("To see Mia at home").sees("Typed and not saved")
    assert mary.page.get_by_text("whispered").count() == 0
    mary.select("Why does this part end?", "The worker left the role").fill("Last day", YESTERDAY)
    mary.fill("Summary of involvement", "Weekly visits since October; Ann trusted the work.")
    mary.press("End Sue Sands's part").sees("There is a problem").is_well_served()
    mary.fill("Outcome", "Ann and the children are safer; the school is still to be rung.")
    mary.select("Who takes over from the next day?", "Cora Cole, social worker (North)")
    # The summary is open: finalised first, handed over, or left with the reason.
    mary.choose("It is left as it stands").press("End Sue Sands's part").sees("There is a problem")
    assert mary.page.get_by_label("Summary of involvement", exact=True).input_value().startswith("Weekly visits")
    mary.fill("If it goes to a colleague or is left: why?", "She has left; Cora goes on.")
    mary.press("End Sue Sands's part").sees("Cora Cole goes on from the next day.").sees("Weekly visits since October")
    mary.is_well_served()


def cora_has_what_was_sues(cora, family):
    work = cora.go("/").page.content()
    assert "Complete the case summary" in work and "Home visit: To see Mia at home" in work
    cora.go(f"/families/{family.pk}/").sees("Cora Cole became the lead worker")


def cora_writes_in_her_own_summary(cora, family):
    cora.go(f"/families/{family.pk}/workbook/").follow("My summary")
    cora.fill("Outcome", "I met Ann and the children.").press("Save my summary").is_well_served()


def sue_is_done(sue, month):
    assert sue.go("/").page.get_by_text("Complete the case summary").count() == 0
    summary = month.episode.summaries.get(worker__name="Sue Sands")
    sue.go(f"/families/{month.family.pk}/summaries/{summary.pk}/write/")
    assert sue.page.get_by_role("button", name="Save my summary").count() == 0


def ask_team_south(mary, family):
    mary.go(f"/families/{family.pk}/allocations/").follow("Transfer to another team")
    mary.sees("What is open, and what becomes of it").select("To which team?", "South")
    mary.fill("Reason for the transfer", "They moved to the south.").fill("Plan", "See the children within a week.")
    mary.fill("Transfer summary", "Two months' work with Ann; see the workers' summaries.")
    mary.choose("Rick Reed, recovery worker").press("Ask the new team")
    mary.sees("Give the date of the joint visit, or say why there is none.").is_well_served()
    mary.fill("Joint visit on", (NOW + timedelta(days=3)).date().isoformat()).press("Ask the new team")
    mary.sees("South is asked to take the family.").is_well_served()


def the_new_manager_reads_the_transfer_and_nothing_else(sid, family):
    sid.go("/").follow("Ash, from North").sees("Two months' work with Ann").is_well_served()
    assert sid.page.get_by_text("Mia").count() == 0
    assert sid.go(f"/families/{family.pk}/").response.status == 404


def accept(sid, family):
    sid.go("/").follow("Ash, from North").follow("Accept the family").is_well_served()
    sid.select("Who leads the work from today?", "Stan Snow, social worker (South)").press("Accept the family")
    sid.sees("Ash is with South now.").is_well_served()
    sid.go(f"/families/{family.pk}/").sees("Stan Snow became the lead worker")


def the_old_team_reads_on_and_writes_no_more(sue, cora, mary, family):
    for person in (sue, cora, mary):
        assert person.go(f"/families/{family.pk}/chronology/").response.status == 200
        assert person.go(f"/families/{family.pk}/record/telephone_call/").response.status == 403
        assert person.go(f"/families/{family.pk}/allocations/add/").response.status == 403


def stan_records(stan, family):
    assert "Complete the case summary" in stan.go("/").page.content()
    stan.go(f"/families/{family.pk}/record/telephone_call/")
    stan.fill("When it ended", local(LATER)).fill("Who called, and what was said", "I called Ann to say who I am.")
    stan.press("Save").sees("It stands in your summary")
