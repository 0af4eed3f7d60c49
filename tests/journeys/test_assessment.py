"""The Family Programme becomes an assessment: eight modules, the manager's oversight, a frozen PDF, and on it goes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from casework import practice
from casework.frozen.tasks import sweep
from casework.passages.models import NewText
from tests.journeys.larches import OPENED, the_larches, with_a_workbook
from workbook.programmes.modules import services as programmes

DAY = timedelta(days=1)


@pytest.mark.rule("A5.2", "A5.4", "A5.5", "A5.7", "A5.13", "C20", "C21")
def test_the_family_programme_becomes_an_assessment(cast, at_browser, clock, told, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    clock.move_to(OPENED)
    larch = with_a_workbook(the_larches(cast), cast)
    larch.programme = larch.family.familyprogramme_set.get()
    clock.move_to(OPENED + 7 * DAY)
    sue = at_browser(cast.sue)
    write_the_first_module(sue, larch)
    too_early_it_is_refused_with_the_list(sue)
    the_others_are_written(larch, cast, OPENED + 30 * DAY)
    clock.move_to(OPENED + 40 * DAY)
    submit(sue, larch)
    nobody_writes_meanwhile(sue, larch)
    mary = at_browser(cast.mary, width=390)
    the_manager_returns_it(mary)
    sue_puts_it_right_and_submits_again(sue, larch)
    clock.move_to(OPENED + 41 * DAY)
    the_manager_completes_it(mary, larch)
    assert "casework.frozen.tasks.sweep" in told
    sweep()
    read_the_paper(sue, larch)
    it_goes_on(sue, larch)
    nobody_else_reads_it(at_browser(cast.stan), larch)


def programme(person, larch):
    return person.go(reverse("programme", args=[larch.family.pk, larch.programme.pk]))


def write_the_first_module(sue, larch):
    sue.go(f"/families/{larch.family.pk}/").follow("Programme").is_well_served()
    sue.follow("1. Why", exact=False).is_well_served().follow("Write in this module")
    sue.fill("What we explained", "That Lily heard everything.").is_well_served().press("Save the module")
    sue.go(sue.page.url.removesuffix("write/").removeprefix(sue.address)).sees("That Lily heard everything.")
    sue.follow("Complete this module").is_well_served()
    sue.arrive_by(sue.page.get_by_role("button", name="Complete", exact=False))
    sue.sees("completed")


def too_early_it_is_refused_with_the_list(sue):
    sue.follow("Programme").follow("Submit as an assessment").sees("Analysis and recommendations").is_well_served()
    assert sue.page.get_by_role("button", name="Submit it to the manager").count() == 0


def the_others_are_written(larch, cast, at):
    """By the same services; what the pages do is seen at the first module and at the last."""
    for module in practice.current().modules[1:]:
        for child in (larch.lily, larch.sam) if module.each_child else (None,):
            written = [NewText(module.sections[0].key, f"Written of module {module.number}.")]
            programmes.write(larch.programme, module, written=written, child=child, version=0, by=cast.sue, at=at)


def submit(sue, larch):
    programme(sue, larch).follow("Submit as an assessment").choose("Stepping down").is_well_served()
    sue.press("Submit it to the manager").sees("waiting for the manager")


def nobody_writes_meanwhile(sue, larch):
    programme(sue, larch).sees("waits for the manager")
    sue.follow("7. Analysis", exact=False)
    assert sue.page.get_by_role("link", name="Write in this module").count() == 0


def the_manager_returns_it(mary):
    mary.go("/notifications/").follow("assessment", exact=False)
    mary.sees("Written of module 7.").is_well_served().follow("Return it")
    mary.fill("What is still to be done?", "Say what Jo wants to keep up.").is_well_served()
    mary.arrive_by(mary.page.get_by_role("button", name="Return", exact=False)).sees("Returned by the manager")


def sue_puts_it_right_and_submits_again(sue, larch):
    programme(sue, larch).follow("8. Parents'", exact=False).follow("Write in this module")
    sue.page.locator("textarea").first.fill("Jo keeps up the sister's Tuesdays.")
    sue.press("Save the module")
    programme(sue, larch).follow("Submit as an assessment").choose("Stepping down").press("Submit it to the manager")


def the_manager_completes_it(mary, larch):
    programme(mary, larch).follow("Assessment 1", exact=False).follow("Go on to complete it").is_well_served()
    mary.press("Complete the assessment").sees("There is a problem")
    mary.fill("When did you read it?", (OPENED + 41 * DAY).date().isoformat())
    mary.fill("What is agreed as its outcome, and why?", "Step down to a child in need plan.")
    mary.press("Complete the assessment").sees("Step down to a child in need plan.").is_well_served()


def read_the_paper(sue, larch):
    programme(sue, larch).follow("Assessment 1", exact=False).is_well_served()
    with sue.page.expect_download() as download:
        sue.page.get_by_role("link", name="Download the PDF").click()
    text = "\n".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    for wanted in ("That Lily heard everything", "sister’s Tuesdays", "Step down to a child in need plan", "Mary Moss"):
        assert wanted.replace("’", "'") in text.replace("’", "'")


def it_goes_on(sue, larch):
    """Modules 1 to 6 as they stood, 7 and 8 blank."""
    programme(sue, larch).follow("1. Why", exact=False).sees("That Lily heard everything.")
    programme(sue, larch).follow("7. Analysis", exact=False).sees("not begun")


def nobody_else_reads_it(stan, larch):
    for address in ("", f"{larch.programme.pk}/", f"{larch.programme.pk}/print/"):
        assert stan.go(f"/families/{larch.family.pk}/programmes/{address}").response.status == 404
