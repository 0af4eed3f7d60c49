"""A visit is recorded on the wrong family, significant and with an action, and then said to be an error."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.duedates.models import DueDate
from tests.journeys.conftest import local
from tests.journeys.larches import OPENED, the_larches, with_a_workbook

WHEN = OPENED + timedelta(days=2)
HEADLINE, SAID, ACTION = "The boiler was condemned", "Ola has slept in her coat for a week.", "Ring the wrong school"
FIRST_VISIT = "First visit"


@pytest.mark.rule("A10.1", "A10.2", "A7.7", "A8.1")
def test_wrong_family_note_action_and_all(cast, at_browser, clock, told):
    clock.move_to(OPENED)
    larch = with_a_workbook(the_larches(cast), cast)
    clock.move_to(WHEN)
    sue, dora = at_browser(cast.sue), at_browser(cast.dora, width=390)
    first_visit = DueDate.objects.running().get(family=larch.family, timescale="first_visit")
    a_visit_is_recorded(sue, larch)
    note = larch.family.casenote_set.get()
    everybody_reads_it(sue, dora, larch)
    assert not DueDate.objects.running().filter(timescale="first_visit").exists()
    old = at_browser(cast.sue)
    old.go(reverse("note-write-up", args=[larch.family.pk, note.pk])).sees("Write up")
    clock.move_to(WHEN + timedelta(hours=1))
    it_is_an_error(sue, larch, note)
    nobody_counts_it(sue, dora, larch)
    again = DueDate.objects.running().get(family=larch.family, timescale="first_visit")
    assert (again.due_at, again.owner) == (first_visit.due_at, first_visit.owner)
    assert not DueDate.objects.running().filter(timescale="visit_write_up").exists()
    old_links_say_so(sue, dora, old, larch, note)
    only_who_inspects_reads_it(dora, at_browser(cast.mary), larch)


def a_visit_is_recorded(sue, larch):
    sue.go(reverse("note-record-kind", args=[larch.family.pk, "home_visit"]))
    sue.fill("When it ended", local(WHEN - timedelta(minutes=10)))
    sue.choose("Seen").choose("Alone").fill("Reason and purpose", SAID)
    sue.choose("This is significant").fill("Headline", HEADLINE).fill("Why it is significant", "They freeze.")
    sue.press("Save").sees(HEADLINE).is_well_served()
    sue.follow("Add an action").fill("What is to be done?", ACTION).fill("By when?", "2026-09-05")
    sue.select("Who will do it?", "Dora Dale").press("Add the action").sees(ACTION)


def everybody_reads_it(sue, dora, larch):
    family = [larch.family.pk]
    sue.go(reverse("chronology", args=family)).sees(HEADLINE)
    sue.go(reverse("actions", args=family)).sees(ACTION)
    assert seen(sue, larch) == 2
    dora.go(reverse("actions", args=family)).sees(ACTION).is_well_served()
    assert FIRST_VISIT not in sue.go("/").page.content()


def seen(person, larch):
    """Of how much a child's page says when: seen, seen alone, the sleeping place."""
    page = person.go(reverse("child", args=[larch.family.pk, larch.lily.pk])).page
    return page.locator("section[aria-labelledby=seen] li a").count()


def it_is_an_error(sue, larch, note):
    sue.go(reverse("note", args=[larch.family.pk, note.pk])).follow("This note was recorded in error")
    sue.sees("Nobody counts as seen by it").sees(f"The action ‘{ACTION}’").is_well_served()
    sue.press("Record that it is an error").sees("Choose why it was recorded in error.").is_well_served()
    sue.choose("It belongs to another family").fill("What happened?", "I had both files open.")
    sue.press("Record that it is an error").sees("Sue Sands said so").is_well_served()


def nobody_counts_it(sue, dora, larch):
    assert seen(sue, larch) == 0
    sue.go("/").sees(FIRST_VISIT)
    family = [larch.family.pk]
    summary = larch.episode.summaries.get(worker__name="Sue Sands")
    pages = [
        reverse("chronology", args=family), reverse("actions", args=family), reverse("notes", args=family),
        reverse("summary", args=[*family, summary.pk]), reverse("family", args=family),
        reverse("family-supervisions", args=family), reverse("api-chronology", args=family),
    ]  # fmt: skip
    for person, address in [*((sue, page) for page in pages), (dora, "/"), (sue, "/")]:
        html = person.go(address).page.content()
        assert person.response.ok, address
        assert not [words for words in (HEADLINE, SAID, ACTION) if words in html], address
    dora.go("/notifications/").sees("that it is an error")


def old_links_say_so(sue, dora, old, larch, note):
    ids = [larch.family.pk, note.pk]
    for person in (sue, dora):
        for name in ("note", "note-write-up", "note-withdraw", "note-significant"):
            person.go(reverse(name, args=ids)).sees("recorded in error. Sue Sands said so")
        person.go(reverse("action-report", args=[larch.family.pk, larch.family.agreedaction_set.get().pk]))
        person.sees("recorded in error. Sue Sands said so").is_well_served()
    # The second window, in which its text is still open.
    old.fill("Reason and purpose", "And her brother too.").press("Save")
    old.sees("recorded in error").is_well_served()
    assert note.passages.get().text == SAID


def only_who_inspects_reads_it(dora, mary, larch):
    listed = reverse("in-error-list", args=[larch.family.pk])
    dora.go(listed).follow("Home visit of", exact=False).sees("opens only to those who inspect").is_well_served()
    assert SAID not in dora.page.content()
    mary.go(listed).follow("Home visit of", exact=False).sees("I had both files open.").sees(SAID).is_well_served()
