"""One family's month, end to end, as the people who live it: each at a browser of their own."""

from datetime import datetime, timedelta

import pytest
from pypdf import PdfReader

from casework.duedates.tasks import remind
from casework.families.models import Family
from casework.mail.tasks import send_mail
from chronology.packs.tasks import sweep
from tests.factories import LONDON
from tests.journeys.conftest import local

OPENED = datetime(2026, 10, 6, 9, 0, tzinfo=LONDON)
MEETING = datetime(2026, 11, 4, 10, 0, tzinfo=LONDON)


@pytest.mark.rule(
    "A1.1", "A1.2", "A1.14", "A1.15", "A3.1", "A3.6", "A3.13", "A3.14", "A4.2", "A6.4", "A6.5", "A6.10", "C24"
)
@pytest.mark.rule("A8.1", "A8.6", "A2.1", "A6.1", "A6.7", "A6.11", "C11", "C12")
def test_a_familys_month(cast, at_browser, clock, told, mailoutbox, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    clock.move_to(OPENED)
    mary = at_browser(cast.mary)
    family = set_up_the_family(mary, cast)
    decide_on_the_workbook(mary, family)

    sue, dora = at_browser(cast.sue, width=390), at_browser(cast.dora)
    clock.move_to(OPENED + timedelta(days=6))
    plan_a_visit(sue, family)
    clock.move_to(OPENED + timedelta(days=7, hours=7))
    it_took_place_in_three_taps(sue)
    clock.move_to(OPENED + timedelta(days=8))
    write_it_up(sue)
    record_a_call(dora, family)

    clock.move_to(MEETING - timedelta(days=3))
    for worker, rag in ((sue, "Amber"), (dora, "Red")):
        write_and_finalise(worker, family, rag)
    close_for_supervision(sue, family)
    remind()
    send_mail()
    assert told == ["chronology.packs.tasks.sweep"]
    assert "A group supervision is to be prepared" in [mail.subject for mail in mailoutbox]
    assert not any("Larch" in mail.subject + mail.body for mail in mailoutbox)
    sweep()
    prepare_and_download(at_browser(cast.bob), family, (cast.sue, cast.dora))

    clock.move_to(MEETING + timedelta(days=1, hours=3))
    hold_and_sign_off(mary, family)
    the_next_episode_is_open(dora, family)
    read_the_chronology(dora, family)
    nobody_else_finds_it(at_browser(cast.stan), family)
    the_auditor_reads_the_history(at_browser(cast.audrey), family)


def set_up_the_family(mary, cast):
    mary.follow("Families").follow("Add a family").fill("Name of the family", "Larch")
    mary.select("Team", "North").is_well_served().press("Add the family")
    for name, child, born in (
        ("Lily Larch", True, "2018-03-09"),
        ("Sam Larch", True, ""),
        ("Jo Larch", False, "1994-07-01"),
    ):
        mary.follow("Add a person")
        mary.choose("Child we work with, born or not yet born" if child else "Parent or carer, of whatever age").fill(
            "Full name", name
        )
        mary.fill("Date of birth", born) if born else mary.fill("Expected date of birth", "2027-01-20")
        mary.choose("Female" if born else "Unknown or unborn")
        mary.press("Add the person")
    mary.follow("Add a relationship").select("Who?", "Jo Larch")
    mary.select("Is what?", "the mother of").choose("Lily Larch").choose("Sam Larch").press("Add the relationship")
    mary.sees("Jo Larch is the mother of Lily Larch").is_well_served()
    family = Family.objects.get(name="Larch")
    refer(mary)
    for worker, lead in (("Sue Sands", True), ("Dora Dale", False)):
        allocate(mary, family, worker, lead)
    return family


def refer(mary):
    mary.follow("Record a referral").press("Record the referral")
    mary.sees("There is a problem")
    mary.fill("Received on", "2026-10-05").select("Who referred the family?", "Police")
    mary.fill("Why was the family referred?", "Police attended twice.")
    mary.select("Lily Larch's need", "Abuse or neglect").select("Sam Larch's need", "Abuse or neglect")
    mary.fill("Child protection status", "None, now or before.")
    mary.fill("If no check was made: why?", "The police have told us all they know.").press("Record the referral")


def allocate(mary, family, worker, lead):
    mary.go(f"/families/{family.pk}/people/").follow("Allocate a worker")
    option = mary.page.locator("select[name=worker] option", has_text=worker).inner_text()
    mary.select("Allocated to", option)
    if lead:
        mary.choose("Leads the work with this family")
    mary.press("Allocate the worker").sees(worker)


def decide_on_the_workbook(mary, family):
    mary.go(f"/families/{family.pk}/workbook/").follow("Decide on a Workbook")
    mary.press("Record the decision").sees("There is a problem")
    mary.page.locator("input[name=decision]").first.check()
    mary.page.locator("input[name=answer-trio][value=domestic_abuse]").check()
    mary.page.locator("input[name=answer-adult_worker][value=yes]").check()
    mary.fill("The reason", "Domestic abuse; an adult worker is needed.")
    mary.fill("First group supervision planned for", local(MEETING)).is_well_served()
    address = mary.page.url
    mary.press("Record the decision").sees("Dora Dale")
    # At the second try, in a page left open: refused, with the first one named.
    mary.page.goto(address)
    mary.sees("version 1")


def plan_a_visit(sue, family):
    sue.go(f"/families/{family.pk}/notes/plan/")
    sue.select("What are you planning?", "Home visit")
    sue.fill("When", local(OPENED + timedelta(days=7, hours=6))).fill("What for", "To see Lily at home")
    sue.is_well_served().press("Plan it")


def it_took_place_in_three_taps(sue):
    """Open it, 'It took place now', save; one more for each thing ticked (A7.7)."""
    sue.go("/").sees("Home visit: To see Lily at home").follow("It took place", exact=False).choose("It took place now")
    assert sue.page.get_by_label("Alone", exact=True).count() == 1, "nobody can see a child who is not born"
    sue.choose("Seen").choose("Alone").is_well_served().press("Save")


def write_it_up(sue):
    sue.go("/").follow("Write up the visit", exact=False)
    sue.fill("Reason and purpose", "To see Lily at home, first visit.")
    sue.fill("Child's voice: Lily Larch", "'When it is loud I count the stars on my ceiling.'")
    sue.choose("This is significant").fill("Headline", "Lily tells how she hides").fill(
        "Why it is significant", "Her own words."
    )
    sue.choose("This is finished").is_well_served().press("Save")
    sue.sees("count the stars").is_well_served()


def record_a_call(dora, family):
    dora.go(f"/families/{family.pk}/").follow("Record").follow("Telephone call", exact=False)
    dora.fill("When it ended", local(OPENED + timedelta(days=30)))
    dora.fill("Who called, and what was said", "Jo called: she is at her sister's.")
    dora.choose("This is finished").press("Save")
    # A time to come is refused, and what was typed is still there.
    dora.sees("future")
    assert dora.page.get_by_label("Who called, and what was said", exact=True).input_value().startswith("Jo called")
    dora.fill("When it ended", local(OPENED + timedelta(days=7, hours=23))).press("Save")
    dora.sees("she is at her sister's")


def write_and_finalise(worker, family, rag):
    worker.go(f"/families/{family.pk}/workbook/").follow("My summary")
    worker.fill("Outcome", "Jo and the children are at her sister's.").fill("Analysis", "Safer, and not yet safe.")
    worker.choose(rag).press("Save my summary").follow("Saved? Go on to finalise it")
    # A RAG without its rationale cannot be finalised.
    worker.sees("Give the rationale for the RAG.").follow("Go back and write what is missing")
    worker.fill("Why this rating", "The separation is two weeks old.").is_well_served().press("Save my summary")
    worker.follow("Saved? Go on to finalise it").is_well_served()
    if rag == "Red":
        # A new Red asks what is done today, and the managers are told at once.
        worker.press("Finalise my summary").sees("Say whether there is a strategy discussion today")
        worker.page.locator("input[name=strategy_discussion][value=not]").check()
        worker.fill("If not: why not", "It was held with the police yesterday.")
    worker.press("Finalise my summary")
    worker.sees("This is what the group reads").is_well_served()


def close_for_supervision(sue, family):
    sue.go(f"/families/{family.pk}/workbook/").follow("Close for supervision")
    address = sue.page.url
    sue.is_well_served().press("Close for supervision").sees("Red").is_well_served()
    sue.page.goto(address)
    assert sue.page.get_by_role("button", name="Close for supervision").count() == 0


def prepare_and_download(bob, family, workers):
    bob.sees("Larch").go("/supervisions/").sees("ready").is_well_served().follow("Larch")
    bob.follow("Note place and attendance").fill("Place", "Room 4").is_well_served()
    for worker in workers:
        bob.page.locator(f"input[name=came-{worker.pk}][value=present]").check()
    bob.press("Save place and attendance").sees("Room 4")
    with bob.page.expect_download() as download:
        bob.page.locator("a[href*='/packs/']").first.click()
    text = "\n".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    for wanted in ("Larch", "Jo and the children are at her sister", "Lily tells how she hides", "Amber", "Page 1 of"):
        assert wanted.lower() in text.lower()
    assert bob.go(f"/families/{family.pk}/notes/plan/").response.status == 403


def hold_and_sign_off(mary, family):
    mary.go(f"/families/{family.pk}/supervisions/")
    mary.arrive_by(mary.page.locator("main a[href*='/supervisions/']").first)
    mary.follow("It was held").fill("When it was held", local(MEETING + timedelta(hours=1))).is_well_served()
    mary.press("It was held")
    mary.fill("Hypotheses", "Jo leaves when the children are hurt.").fill("Impact of the interventions", "Lily talks.")
    mary.choose("Amber").fill("Why this rating", "Young change.").fill("Who disagrees, and why", "Dora Dale rates Red.")
    mary.choose("We checked the relationships")
    mary.fill("What is to be done", "Change the locks").press("Save the supervision")
    # An action without owner and date is refused, and nothing of the page is lost.
    mary.sees("an action needs an owner").sees("an action needs one")
    assert mary.page.get_by_label("Hypotheses", exact=True).input_value() == "Jo leaves when the children are hurt."
    mary.select("Who does it", "Jo Larch").fill("By when", "2026-11-20").is_well_served().press("Save the supervision")
    mary.sees("Change the locks").is_well_served().follow("Sign off", exact=False)
    mary.page.locator("input[name=decision][value=continue]").check()
    mary.fill("Next supervision", local(MEETING + timedelta(days=29))).is_well_served()
    mary.press("Sign off the supervision")
    mary.sees("Filed on").is_well_served()


def the_next_episode_is_open(dora, family):
    dora.go(f"/families/{family.pk}/workbook/").sees("Episode 2").follow("My summary")
    assert "/summaries/" in dora.page.url


def read_the_chronology(dora, family):
    dora.go(f"/families/{family.pk}/chronology/").sees("Lily tells how she hides").sees(
        "Workbook opened"
    ).is_well_served()
    dora.follow("Home visit").sees("count the stars")


def nobody_else_finds_it(stan, family):
    assert stan.go("/families/").page.get_by_text("Larch").count() == 0
    for address in ("", "chronology/", "workbook/", "supervisions/", "notes/"):
        assert stan.go(f"/families/{family.pk}/{address}").response.status == 404
    assert stan.go(f"/api/families/{family.pk}/").response.status == 404


def the_auditor_reads_the_history(audrey, family):
    audrey.go(f"/families/{family.pk}/history/").sees(", Mary Moss").is_well_served()
    assert audrey.page.get_by_role("link", name="Record", exact=True).count() == 0
    assert audrey.go(f"/families/{family.pk}/notes/plan/").response.status == 403
    audrey.go(f"/families/{family.pk}/looked/").sees("Stan Snow").is_well_served()
