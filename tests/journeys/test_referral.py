"""A referral arrives: from the call to the first visit, as the people who live it, each at a browser of their own."""

from datetime import datetime, timedelta

import pytest

from casework.calls.models import SafetyCall
from casework.calls.tasks import remind
from casework.families.models import Family
from casework.mail.tasks import send_mail
from tests.factories import LONDON
from tests.journeys.conftest import local

MORNING = datetime(2026, 11, 3, 9, 30, tzinfo=LONDON)
CONCERN = "Next door heard the boy scream and saw a bruise on his face."


@pytest.mark.rule("A7.9", "A7.19", "A7.20", "A7.25", "A10.16", "A10.14")
def test_a_referral_arrives(cast, at_browser, clock, told, mailoutbox):
    clock.move_to(MORNING)
    bob = at_browser(cast.bob)
    call = take_the_call(bob)
    clock.move_to(MORNING + timedelta(minutes=70))
    the_hour_passes(bob, mailoutbox)
    pass_it_on(bob, call)

    mary = at_browser(cast.mary)
    clock.move_to(MORNING + timedelta(hours=2))
    family = it_becomes_a_referral(mary)
    receive(mary, family)
    everybody_waits(mary)
    decide_for_each_child(mary, family)
    say_why_nobody_works_yet(mary, family)
    allocate(mary, family)

    sue = at_browser(cast.sue, width=390)
    clock.move_to(MORNING + timedelta(hours=5))
    see_the_child(sue, family)
    nobody_waits_any_more(mary)
    withdraw_what_was_opened_by_mistake(mary, family)
    nobody_else_finds_it(at_browser(cast.stan), family, call)


def take_the_call(bob):
    bob.go("/").follow("Calls").sees("No call has been taken yet").is_well_served().follow("Take a call")
    bob.fill("Child's name", "Tom Rowan").is_well_served().press("Save, and put it through")
    bob.sees("Give the child's address").sees("Say what the concern is.").is_well_served()
    assert bob.page.get_by_label("Child's name", exact=True).input_value() == "Tom Rowan"
    assert bob.page.get_by_label("Caller", exact=False).count() == 0, "who calls is not asked before the child is safe"
    bob.fill("Child's address", "3 Orchard Close").fill("Nature of the concern", CONCERN)
    bob.press("Save, and put it through").sees("Put the call through to duty now")
    call = SafetyCall.objects.get()
    bob.press("Save").sees("one of the two")
    bob.fill("If it could not be put through: why?", "Duty does not answer.").is_well_served().press("Save")
    bob.fill("Caller's name", "Mrs Pike").fill("Number on which the caller can be reached", "01632 960001")
    bob.is_well_served().press("Save").sees("Passed on verbally to")
    return call


def the_hour_passes(bob, mailoutbox):
    assert remind() == 1
    assert remind() == 0, "they are told once"
    send_mail()
    assert {tuple(mail.to) for mail in mailoutbox} >= {("mary.moss@example.invalid",), ("bob.birch@example.invalid",)}
    assert not any("Rowan" in mail.subject + mail.body for mail in mailoutbox)
    bob.go("/").sees("Calls about a child’s safety").is_well_served()


def pass_it_on(bob, call):
    bob.follow("Pass on the call about Tom Rowan").sees("Overdue:").is_well_served().follow("Pass the call on")
    bob.fill("Passed on verbally to", "Mary Moss").fill("When", local(MORNING + timedelta(days=1))).press("Save")
    bob.sees("lies in the future").fill("When", local(MORNING + timedelta(minutes=65))).is_well_served().press("Save")
    bob.sees("passed on to Mary Moss, and in writing").sees("Passed on late").is_well_served()
    assert bob.page.get_by_role("link", name="Decide on the call").count() == 0
    assert bob.go(f"/calls/{call.pk}/outcome/").response.status == 403


def it_becomes_a_referral(mary):
    mary.go("/").follow("Decide on the call about Tom Rowan").press("Record the decision")
    mary.sees("Choose what becomes of the call.").is_well_served()
    mary.choose("Referral to children's social care").fill("Why", "A bruise on the face of a small boy.")
    mary.press("Record the decision").sees("one of the two")
    mary.fill("Name of the new family", "Rowan").press("Record the decision").sees("The family Rowan was added")
    for name, born in (("Tom Rowan", "2022-03-09"), ("Ada Rowan", "2025-06-01")):
        mary.follow("Add a person").choose("Child we work with, born or not yet born").fill("Full name", name)
        mary.fill("Date of birth", born).choose("Male" if name.startswith("Tom") else "Female").press("Add the person")
    return Family.objects.get(name="Rowan")


def receive(mary, family):
    mary.go(f"/families/{family.pk}/people/").follow("Record a referral")
    # It opens with what the call said.
    assert CONCERN in mary.page.get_by_label("Why was the family referred?", exact=True).input_value()
    mary.select("Who referred the family?", "Individual: acquaintance, such as a neighbour or child minder")
    for name in ("Tom Rowan", "Ada Rowan"):
        mary.select(f"{name}'s need", "Abuse or neglect")
    mary.fill("If somebody alleges deliberate harm to Tom Rowan: when was it said?", local(MORNING))
    mary.page.get_by_text("Tom Rowan’s factors").click()
    mary.page.get_by_role("group", name="Tom Rowan's factors").get_by_label("Neglect", exact=False).first.check()
    assert mary.page.locator("input[name^=factors-][value='18A']").count() == 0
    mary.is_well_served().press("Record the referral").sees("child protection plan")
    mary.fill("Child protection status", "Asked the register: none of them, now or before.").press(
        "Record the referral"
    )
    mary.sees("Record at least one, or why none was made")
    mary.select("With whom", "Police").fill("On", "2026-11-03")
    mary.fill("What came of it, and what was decided on it", "Called out twice this year. We go together.")
    mary.press("Record the referral").sees("The referral was recorded.").sees("Called out twice").is_well_served()


def everybody_waits(mary):
    mary.go("/").sees("Decide on the referral: Tom Rowan").sees("See the child: harm is alleged: Tom Rowan")
    mary.is_well_served().follow("All unallocated children, and the monthly report")
    mary.sees("Tom Rowan").sees("Ada Rowan").is_well_served()


def decide_for_each_child(mary, family):
    mary.go("/").follow("Decide on the referral: Tom Rowan", exact=False)
    mary.select("Outcome for Tom Rowan", "No further action").fill("Why, for Tom Rowan", "?")
    mary.press("Record the decision").sees("has not been seen").is_well_served()
    mary.select("Outcome for Tom Rowan", "Assessment").fill("Why, for Tom Rowan", "A bruise; he is to be seen today.")
    mary.press("Record the decision").sees("The decision was recorded.").follow("Decide on the referral")
    assert mary.page.get_by_label("Outcome for Tom Rowan").count() == 0, "it is decided once"
    mary.select("Outcome for Ada Rowan", "No further action").fill("Why, for Ada Rowan", "She lives with her gran.")
    mary.press("Record the decision").sees("Decided on the referral: no further action").is_well_served()
    assert set(family.involvement_set.filter(closed_on=None).values_list("child__name", flat=True)) == {"Tom Rowan"}


def say_why_nobody_works_yet(mary, family):
    mary.go("/unallocated/").sees("Tom Rowan")
    assert mary.page.get_by_text("Ada Rowan").count() == 0
    mary.follow("Say why nobody works with Tom Rowan").press("Record the reason").sees("Say why nobody works")
    mary.fill("Why does nobody work with this family yet?", "=Waits for Sue, who is back at noon.")
    mary.is_well_served().press("Record the reason").sees("Waits for Sue").follow("Monthly report")
    mary.sees("1 child in 1 family").sees("Abuse or neglect").is_well_served()
    with mary.page.expect_download() as download:
        mary.page.get_by_role("link", name="Download as a table (CSV)").click()
    assert "'=Waits for Sue" in download.value.path().read_text(encoding="utf-8")


def allocate(mary, family):
    mary.go(f"/families/{family.pk}/people/").follow("Allocate a worker")
    mary.select("Allocated to", mary.page.locator("select[name=worker] option", has_text="Sue Sands").inner_text())
    mary.choose("Leads the work with this family").press("Allocate the worker").sees("Sue Sands")


def see_the_child(sue, family):
    sue.go("/").sees("See the child: harm is alleged: Tom Rowan").is_well_served()
    sue.follow("See the child: harm is alleged: Tom Rowan").sees("A visit on which Tom Rowan was seen settles this")
    sue.is_well_served().follow("record it").follow("Home visit", exact=False)
    sue.fill("When it ended", local(MORNING + timedelta(hours=4)))
    sue.choose("Seen").choose("Alone").fill("Interpreter", "None was needed.").is_well_served().press("Save")
    sue.sees("Tom Rowan: seen alone").go("/")
    for what in ("First visit", "See the child"):
        assert sue.page.get_by_role("link", name=what).count() == 0, what
    met = family.due_dates.filter(timescale__in=["first_visit", "harm_alleged"], cancelled_at=None)
    assert {due.met_at for due in met} == {MORNING + timedelta(hours=4)}


def nobody_waits_any_more(mary):
    mary.go("/unallocated/").sees("Somebody leads the work with each open child").is_well_served()


def withdraw_what_was_opened_by_mistake(mary, family):
    """Ada's part, which was decided on; of Tom's nothing changes."""
    referral = family.referral_set.get()
    mary.go(f"/families/{family.pk}/referrals/{referral.pk}/").follow("the case of Ada Rowan", exact=False)
    mary.press("Record that it is an error").sees("Choose why it was recorded in error").is_well_served()
    mary.choose("It is about another person").fill("What happened?", "It was her cousin Ida.")
    mary.press("Record that it is an error").sees("Opened in error").sees("it is about another person").is_well_served()
    assert [each.child.name for each in family.involvement_set.all()] == ["Tom Rowan"]


def nobody_else_finds_it(stan, family, call):
    stan.go("/calls/").sees("No call has been taken yet")
    assert stan.page.get_by_text("Rowan").count() == 0
    for address in (f"/calls/{call.pk}/", f"/families/{family.pk}/", f"/families/{family.pk}/referrals/add/"):
        assert stan.go(address).response.status == 404
    assert stan.go("/unallocated/").response.status == 403
