"""The case is closed for one child of three, as the people who live it: each at a browser of their own."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from casework import practice
from casework.actions import services as actions
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.plans import services as plans
from casework.referrals import services as referrals
from tests.checklist import all_met
from tests.factories import LONDON, add_adult, add_child
from workbook.allocations import services as allocations
from workbook.notes import services as notes
from workbook.workbooks import services as workbooks

OPENED = datetime(2026, 8, 3, 9, 0, tzinfo=LONDON)
CLOSING = datetime(2026, 11, 3, 10, 0, tzinfo=LONDON)
DAY = timedelta(days=1)


@pytest.mark.rule("A2.8", "A9.8", "A9.9", "A10.6")
def test_the_case_is_closed_for_one_child_of_three(cast, at_browser, clock, told):
    clock.move_to(OPENED)
    rowan = the_rowan_family(cast)
    clock.move_to(CLOSING)
    sue, mary = at_browser(cast.sue, width=390), at_browser(cast.mary)
    write_the_record(sue, rowan)
    it_is_refused_with_the_list(sue)
    put_right(sue, rowan)
    ask(sue)
    the_manager_sends_it_back(mary)
    say_what_kay_thinks(sue)
    ask(sue)
    clock.move_to(CLOSING + timedelta(hours=2))
    the_manager_agrees(mary)
    keep_the_letters(at_browser(cast.bob), rowan)
    the_others_go_on(at_browser(cast.dora), rowan)
    kay_is_referred_again(mary, rowan, cast)
    nobody_else_finds_it(at_browser(cast.stan), rowan)


def the_rowan_family(cast):
    """Kay, Leo and Max with their mother Rose; Sue leads, the Workbook is open, and with Kay three things are open."""
    family = families.add_family(name="Rowan", team=cast.north, by=cast.mary, at=OPENED)
    kay, leo, max_ = (
        add_child(family, cast.mary, name=f"{name} Rowan", known_as=name, born=date(year, 5, 4), at=OPENED)
        for name, year in (("Kay", 2012), ("Leo", 2016), ("Max", 2020))
    )
    rose = add_adult(family, cast.mary, name="Rose Rowan", at=OPENED)
    referral = referrals.record_referral(
        family, received_on=OPENED.date(), source="6", reason="Police attended twice.",
        needs={kay: "N1", leo: "N1", max_: "N1"}, by=cast.mary, at=OPENED,
    )  # fmt: skip
    for worker, role, lead in ((cast.sue, "social_worker", True), (cast.dora, "domestic_abuse_victim", False)):
        allocations.allocate(family, worker, role=role, lead=lead, by=cast.mary, at=OPENED)
    workbooks.open_workbook(
        referral, reason="Domestic abuse.", answers=all_met(), index_child=max_, people=[kay, leo, max_, rose],
        supervision_planned_for=CLOSING + 8 * DAY, by=cast.mary, at=OPENED,
    )  # fmt: skip
    visit = notes.record(
        family, kind="home_visit", took_place_at=OPENED + timedelta(minutes=-5), seen=[(kay, True, True, True)],
        by=cast.sue, at=OPENED,
    )  # fmt: skip
    actions.agree(
        family, what="Kay meets the school counsellor", due_on=CLOSING.date(), owner_user=cast.sue, child=kay,
        by=cast.sue, agreed_on=OPENED.date(),
    )  # fmt: skip
    plans.begin_plans(family, [kay], kind="cin", from_date=OPENED.date(), by=cast.mary, at=OPENED)
    return SimpleNamespace(family=family, kay=kay, leo=leo, visit=visit)


def write_the_record(sue, rowan):
    sue.go(f"/families/{rowan.family.pk}/people/").follow("Closing").sees("Open since").is_well_served()
    sue.follow("Close the case for Kay")
    for section in practice.current().closure_sections[:-1]:
        sue.fill(section.heading, f"{section.heading}: Kay lives with her aunt and goes to school.")
    sue.page.locator("input[name=reason][value=RC7]").check()
    sue.fill("The case closes on", "2026-12-24").is_well_served().press("Save the closing")
    # A day to come is refused, and nothing of the page is lost.
    sue.sees("The case cannot close on a day to come").is_well_served()
    assert sue.page.get_by_label("Protective factors", exact=True).input_value().endswith("goes to school.")
    assert sue.page.get_by_label("Last seen on", exact=True).input_value() == "2026-08-03"
    sue.fill("The case closes on", "2026-11-03").press("Save the closing").sees("Saved.")


def it_is_refused_with_the_list(sue):
    sue.sees("Home visit of").sees("is not written up").sees("Kay meets the school counsellor").is_well_served()
    sue.sees("Child in need plan since").sees("Write under ‘The carers' views of closing’.")
    sue.follow("Ask the manager to agree").sees("Still open: put this right first").is_well_served()
    assert sue.page.get_by_role("button", name="Ask the manager to agree").count() == 0


def put_right(sue, rowan):
    closure = reverse("closure", args=[rowan.family.pk, rowan.family.closure_set.get().pk])
    sue.follow("End the plan", exact=False).fill("When did the plan end?", "2026-11-02")
    sue.fill("Why did it end?", "Its aims are reached.").press("End the plan")
    sue.go(closure).follow("Say what came of it", exact=False).choose("Met").fill("On which day?", "2026-11-02")
    sue.fill("What came of it?", "They met twice.")
    sue.arrive_by(sue.page.locator("main form [type=submit]").last)
    sue.go(closure).follow("Go to the visit", exact=False).follow("Write it up")
    sue.fill("Reason and purpose", "To see Kay.").choose("This is finished").press("Save")
    sue.go(closure).follow("Write on").fill("The carers' views of closing", "Rose is glad.").press("Save the closing")
    assert sue.page.get_by_text("put this right first").count() == 0


def ask(sue):
    sue.follow("Ask the manager to agree").is_well_served().press("Ask the manager to agree")
    sue.sees("The manager has been asked to agree.").is_well_served()


def the_manager_sends_it_back(mary):
    mary.go("/").sees("Closings that wait for your agreement").is_well_served()
    mary.follow("Agree to closing the case for Kay").is_well_served().follow("Send it back")
    mary.press("Send it back").sees("There is a problem")
    mary.fill("What needs to change first", "Say what Kay herself thinks.").is_well_served().press("Send it back")
    mary.sees("Sent back.")


def say_what_kay_thinks(sue):
    sue.go("/notifications/").follow("sent it back", exact=False).sees("Say what Kay herself thinks.")
    sue.follow("Write on").fill("The child's views of closing", "‘I want my own door shut.’").press("Save the closing")


def the_manager_agrees(mary):
    mary.go("/").follow("Agree to closing the case for Kay").sees("‘I want my own door shut.’").follow("Read and agree")
    mary.sees("stay open: Leo, Max.").sees("The Workbook goes on without Kay").is_well_served()
    mary.press("Agree and close the case for Kay").sees("There is a problem")
    mary.fill("Your comments as manager", "Kay is safe with her aunt.").press("Agree and close the case for Kay")
    mary.sees("The case for Kay is closed.").sees("Agreed by Mary Moss").is_well_served()


def keep_the_letters(bob, rowan):
    bob.go(f"/families/{rowan.family.pk}/closures/").follow("Read", exact=False).follow("Name those who get a letter")
    row = bob.page.get_by_role("group", name="Letter 1")
    row.get_by_label("Name", exact=True).fill("Nia North")
    row.get_by_label("Job title or relation").fill("Head teacher")
    bob.press("Save the letters").sees("Choose an address that is recorded, or give another one.")
    row.get_by_label("Another address").fill("Hill School, School Lane 1")
    bob.is_well_served().press("Save the letters").sees("Not sent yet: Nia North.").is_well_served()
    bob.follow("Complete the letters")
    row.get_by_label("Sent on").fill("2026-11-03")
    row.get_by_label("Evidence that it was sent").fill("Copy on file")
    bob.press("Save the letters").sees("Copy on file")
    assert bob.page.get_by_text("Not sent yet").count() == 0


def the_others_go_on(dora, rowan):
    family = f"/families/{rowan.family.pk}/"
    dora.go(f"{family}closures/").sees("Closed on Tue 3 Nov 2026: Services ended").is_well_served()
    assert dora.page.get_by_text("Open since").count() == 2
    dora.go(f"{family}chronology/").sees("Kay: closed as a child in need").is_well_served()
    dora.go(f"{family}workbook/").follow("My summary")
    episode = rowan.family.workbookepisode_set.get()
    dora.go(f"{family}episodes/{episode.pk}/").sees("Kay")
    staying = episode.members.filter(until_date=None, role=FamilyRole.CHILD)
    assert {member.person.short_name for member in staying} == {"Leo", "Max"}


def kay_is_referred_again(mary, rowan, cast):
    referrals.record_referral(
        rowan.family, received_on=CLOSING.date(), source="2A", reason="School is worried.", needs={rowan.kay: "N1"},
        by=cast.mary, at=CLOSING + DAY,
    )  # fmt: skip
    mary.go(f"/families/{rowan.family.pk}/closures/").sees("Close the case for Kay").sees("Closed on Tue 3 Nov 2026")


def nobody_else_finds_it(stan, rowan):
    closure = rowan.family.closure_set.get()
    for path in ("closures/", f"closures/{closure.pk}/", f"children/{rowan.leo.pk}/closure/"):
        assert stan.go(f"/families/{rowan.family.pk}/{path}").response.status == 404
