"""A duty worker takes a call on a family that they may not see, and leaves its workers a note."""

from datetime import timedelta

import pytest

from casework.calls.models import SafetyCall
from casework.left_notes.models import LeftNote
from casework.mentions.tasks import look
from tests.factories import NOW
from tests.journeys.conftest import local

CONCERN = "Their gran rang: Ann is not at home, and Ben is crying."


@pytest.mark.rule("A7.17", "A7.20")
def test_a_duty_worker_takes_a_call_on_a_family_they_may_not_see(cast, allocated, at_browser, clock, told):
    clock.move_to(NOW)
    family = allocated.family
    stan = at_browser(cast.stan)
    stan.go(f"/families/{family.pk}/")
    assert stan.response.status == 404
    takes_the_call(stan)
    leaves_the_workers_a_note(stan, family)
    look()
    sue = at_browser(cast.sue, width=390)
    the_worker_is_told_and_reads_it(sue, family)
    stan.go(f"/families/{family.pk}/notes/")
    assert stan.response.status == 404
    a_name_alone_waits_for_the_manager(stan, at_browser(cast.sid), family)


def takes_the_call(stan):
    stan.go("/calls/").follow("Take a call").fill("Child's name", "Ben Ash").fill("Child's address", "3 Orchard Close")
    stan.fill("Nature of the concern", CONCERN).press("Save, and put it through")
    stan.fill("Put through to", "Sid Salt").press("Save").sees("put through to Sid Salt")
    assert SafetyCall.objects.get().family is None


def leaves_the_workers_a_note(stan, family):
    stan.follow("Record a note for another team's family").sees("you do not see the family's record")
    assert stan.page.get_by_label("Or the name of the child or adult whom it is about").input_value() == "Ben Ash"
    stan.press("Record the note").sees("Write what you want them to know.").is_well_served()
    stan.fill("The family's reference", family.reference).fill("What happened, and what was said", CONCERN)
    stan.press("Record the note").sees("Your note is kept.").sees(CONCERN).is_well_served()
    assert stan.page.get_by_text("Allocated").count() == 0


def the_worker_is_told_and_reads_it(sue, family):
    sue.go("/notifications/").follow("Stan Snow, who does not work with this family", exact=False)
    sue.sees(CONCERN).sees("Recorded by team South for this family.").is_well_served()
    assert family.casenote_set.get().author.name == "Stan Snow"


def a_name_alone_waits_for_the_manager(stan, sid, family):
    stan.go("/left-notes/add/").fill("Or the name of the child or adult whom it is about", "Young Ben")
    stan.fill("When was it?", local(NOW - timedelta(minutes=5))).fill("What happened, and what was said", "He is well.")
    stan.press("Record the note").sees("Your note is kept.")
    look()
    sid.go("/notifications/").follow("waits to be filed", exact=False).sees("He is well.").is_well_served()
    sid.follow("File it", exact=False).press("Save").sees("one of the two").is_well_served()
    sid.fill("To which family does it belong?", family.reference).press("Save").sees("is on the file of the family")
    assert LeftNote.objects.filter(note__family=family).count() == 2
