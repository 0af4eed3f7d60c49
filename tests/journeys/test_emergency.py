"""Break glass: a night worker opens a restricted record, then what is protected; it closes, and is reviewed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.emergencies.models import Emergency
from casework.people.contact_details import services as contacts
from casework.restrictions import services as restrictions
from casework.trail.models import Viewing
from tests.factories import NOW

WHY = "Police ring: she is locked in with him, is it her?"
SECRET = "9 Hidden Road, Luton"
WRONG = "There is a problem"


@pytest.mark.rule("A11.5")
def test_break_glass(cast, allocated, at_browser, clock, told):
    clock.move_to(NOW)
    family = allocated.family
    contact = the_family_is_restricted(cast, allocated)
    stan, mary, bob = at_browser(cast.stan), at_browser(cast.mary), at_browser(cast.bob, width=390)

    support_is_refused_and_told_whom_to_ring(bob, family)
    stan_types_it_wrong_and_then_right(stan, family)
    stan_reads_under_the_banner(stan, family)
    stan_opens_what_is_protected(stan, allocated, contact)
    mary_reads_why_and_reviews_it(mary)
    the_page_closes_by_itself(stan, clock, family)
    stan_opens_it_again_and_ends_it(stan, family)
    ways = Viewing.objects.filter(user=cast.stan, family=family).values_list("through", flat=True)
    assert set(ways) == {"break_glass"}


def the_family_is_restricted(cast, allocated):
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)
    return contacts.add_protected_contact(
        allocated.family, allocated.ann, kind="address", value=SECRET, from_date=NOW.date(), readers=[cast.dora],
        because="He looks for her.", by=cast.sue, at=NOW,
    )  # fmt: skip


def emergency_page(person):
    person.go("/families/").follow("Open a record in an emergency")
    return person.sees("A child in danger now?").is_well_served()


def fill(person, typed, hours="4"):
    person.fill("What has happened, and why do you need it now?", WHY).fill("Reference of the family", typed)
    return person.fill("For how many hours?", hours).choose(
        "A child may be in danger now, and I need this to keep them safe."
    )


def support_is_refused_and_told_whom_to_ring(bob, family):
    fill(emergency_page(bob), family.reference).press("Open the record")
    bob.sees("Your role does not open records in an emergency.").sees("Ring 999.").is_well_served()
    bob.sees("Your managers have been told that you tried.")
    expect(bob.page.get_by_text("Ash")).to_have_count(0)


def stan_types_it_wrong_and_then_right(stan, family):
    emergency_page(stan).press("Open the record").sees(WRONG).is_well_served()
    fill(stan, "F99999", hours="30").press("Open the record").sees("Give whole hours from 1 to 24")
    fill(stan, "F99999").press("Open the record")
    stan.sees("There is no record with this reference or name that you can open.").is_well_served()
    stan.follow("Try again")
    fill(stan, f"fs {family.pk:05}").press("Open the record")


def stan_reads_under_the_banner(stan, family):
    stan.sees("You have this record open in an emergency").sees(WHY).is_well_served()
    stan.go(reverse("people", args=[family.pk])).sees("You have this record open in an emergency").is_well_served()
    expect(stan.page.get_by_role("link", name="Record", exact=True)).to_have_count(0)
    stan.page.set_viewport_size({"width": 390, "height": 900})
    stan.is_well_served().page.set_viewport_size({"width": 1280, "height": 900})


def stan_opens_what_is_protected(stan, allocated, contact):
    family = allocated.family
    stan.go(reverse("person", args=[family.pk, allocated.ann.pk]))
    expect(stan.page.get_by_text(SECRET)).to_have_count(0)
    stan.go(reverse("protection", args=[family.pk, contact.protection_id])).follow("Open it in an emergency")
    stan.fill("What has happened, and why do you need it now?", "Police stand at the wrong door: where is she?")
    stan.choose("A child may be in danger now, and I need this to keep them safe.").is_well_served()
    stan.press("Open what is protected").sees("What is protected").is_well_served()
    stan.go(reverse("person", args=[family.pk, allocated.ann.pk])).sees(SECRET)


def mary_reads_why_and_reviews_it(mary):
    mary.go("/notifications/").is_well_served()
    mary.page.get_by_role("link", name="Stan Snow opened a record in an emergency").first.click()
    mary.sees(WHY).is_well_served().follow("Review it").press("Save the review").sees(WRONG).is_well_served()
    mary.choose("It was needed").fill("Why do you judge it so?", "She was there.").press("Save the review")
    mary.sees("The review was saved.").is_well_served()
    mary.follow("All that was opened in an emergency").sees("Not yet").is_well_served()


def the_page_closes_by_itself(stan, clock, family):
    """The clock of the server, and that of a page that was left open."""
    stan.page.clock.install()
    stan.go(reverse("people", args=[family.pk])).sees("You have this record open in an emergency")
    clock.move_to(NOW + timedelta(hours=4, minutes=5))
    stan.page.clock.fast_forward("04:05:00")
    expect(stan.page.get_by_text("Ann Ash")).to_have_count(0)
    stan.page.wait_for_load_state()
    assert stan.page.get_by_role("heading", level=1).inner_text() == "There is no such page"


def stan_opens_it_again_and_ends_it(stan, family):
    fill(stan.go("/emergencies/open/"), family.reference, hours="1").press("Open the record")
    stan.sees("You have this record open in an emergency").press("End now")
    stan.sees("what you opened in the emergency is shut again").is_well_served()
    stan.go(reverse("family", args=[family.pk]))
    assert stan.response.status == 404
    assert Emergency.objects.filter(outcome="opened").count() == 3
