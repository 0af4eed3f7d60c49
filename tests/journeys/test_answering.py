"""A finished summary is disputed, drawn into the next assessment with its mark, answered, and printed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from casework import practice
from casework.frozen.contents import digest
from casework.frozen.tasks import sweep
from casework.passages.models import NewText
from tests.cast import OUTCOME
from tests.journeys.larches import OPENED, the_larches, with_a_workbook
from workbook.programmes.assessments import contents
from workbook.programmes.assessments import services as assessments
from workbook.programmes.modules import services as programmes
from workbook.summaries import services as summaries

DAY = timedelta(days=1)
MARK = "Disputed by Daniel Oak, their father"


@pytest.mark.rule("A10.2", "A10.2a", "C21")
def test_what_was_signed_is_disputed_drawn_into_the_next_assessment_and_printed(
    cast, at_browser, clock, told, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    clock.move_to(OPENED)
    larch = with_a_workbook(the_larches(cast), cast)
    larch.programme = larch.family.familyprogramme_set.get()
    signed(larch, cast)
    clock.move_to(OPENED + 8 * DAY)
    sue = at_browser(cast.sue)
    it_is_disputed(sue, larch)
    it_is_drawn_into_the_programme(sue, larch)
    clock.move_to(OPENED + 10 * DAY)
    mary = at_browser(cast.mary, width=390)
    the_manager_answers_it(mary)
    completed(larch, cast, OPENED + 11 * DAY)
    clock.move_to(OPENED + 12 * DAY)
    sweep()
    it_is_printed(sue, larch)


def signed(larch, cast):
    larch.summary = larch.episode.summaries.get(worker=cast.dora)
    at = OPENED + 7 * DAY
    summaries.write(larch.summary, written=OUTCOME, rag="red", rationale="Not safe yet.", by=cast.dora, at=at)
    summaries.finalise(larch.summary, strategy_discussion="today", by=cast.dora, at=at)


def it_is_disputed(sue, larch):
    sue.go(reverse("summary", args=[larch.family.pk, larch.summary.pk])).is_well_served()
    sue.arrive_by(sue.page.locator("a[href*='/to/summary-passage/']").last).is_well_served()
    sue.choose("A fact is wrong").fill("What is said", "The risk is not lower: I was never there.")
    sue.fill("Or somebody else: name and role", "Daniel Oak, their father")
    sue.select("How did it reach you?", "By letter").press("Record it")
    sue.sees(f"{MARK}, Wed 9 Sep 2026; being looked into").is_well_served()
    sue.go(reverse("summary", args=[larch.family.pk, larch.summary.pk])).sees(MARK).is_well_served()


def it_is_drawn_into_the_programme(sue, larch):
    sue.go(reverse("module-draw", args=[larch.family.pk, larch.programme.pk, "m1"])).sees(MARK).is_well_served()
    sue.page.locator("[name=section]").first.check()
    for box in sue.page.locator("[name=chosen]").all():
        box.check()
    sue.press("Let them stand in the module")
    sue.sees(MARK).is_well_served()


def the_manager_answers_it(mary):
    mary.go("/notifications/").follow("disputed", exact=False).is_well_served()
    mary.follow("Answer it").is_well_served()
    mary.choose("It stays as it is written").fill("Why", "The police log says so; he was sent a copy.")
    mary.press("Answer it").sees("answered Fri 11 Sep 2026").is_well_served()


def completed(larch, cast, at):
    for module in practice.current().modules:
        for child in (larch.lily, larch.sam) if module.each_child else (None,):
            written = [NewText(module.sections[0].key, f"Written of module {module.number}.")]
            version = 1 if module.key == "m1" else 0
            programmes.write(larch.programme, module, written=written, child=child, version=version, by=cast.sue, at=at)
    larch.assessment = assessments.submit(larch.programme, occasion="step_down", by=cast.sue, at=at)
    assessments.complete(
        larch.assessment, read_on=at.date(), outcome="Step down.", version=larch.assessment.version,
        fingerprint=digest(contents.programme_text(larch.programme)), by=cast.mary, at=at,
    )  # fmt: skip


def it_is_printed(sue, larch):
    sue.go(reverse("assessment", args=[larch.family.pk, larch.assessment.pk])).sees(MARK).is_well_served()
    with sue.page.expect_download() as download:
        sue.page.get_by_role("link", name="Download the PDF").click()
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(download.value.path()).pages).split())
    assert f"{MARK}, Wed 9 Sep 2026; answered Fri 11 Sep 2026" in text
    assert "I was never there" not in text
