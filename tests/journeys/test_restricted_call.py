"""A call about a restricted family: the caller's page is as for anybody, its few are told and settle it."""

import pytest

from casework.calls.models import SafetyCall
from casework.mentions.models import Mention
from casework.mentions.tasks import look
from casework.people.models import Person
from casework.restrictions import services as restrictions
from tests.factories import NOW, add_child

CONCERN = "A girl was seen alone at the station, in the cold."


@pytest.mark.rule("A7.20", "A11.2")
def test_a_call_about_a_restricted_family(cast, allocated, at_browser, clock, told):
    clock.move_to(NOW)
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)
    look()
    stan = at_browser(cast.stan)
    call = takes_it_as_any_other(stan)
    look()
    sue = at_browser(cast.sue)
    the_few_settle_it(sue, allocated)
    nothing_shows(stan, call)
    child = decided_into_a_new_family(at_browser(cast.sid), cast, call)
    look()
    the_second_record_is_settled(sue, child)
    restrictions.lift(allocated.family, because="He is gone.", by=cast.mary, at=NOW)
    assert Person.objects.get(pk=child.pk).merged_into == allocated.mia


def takes_it_as_any_other(stan):
    stan.go("/calls/add/").fill("Child's name", "Mia Ash").fill("Child's address", "Not known")
    stan.fill("Nature of the concern", CONCERN).press("Save, and put it through")
    stan.sees("The child, the address and the concern are saved.").fill("Put through to", "Sid Salt").press("Save")
    return SafetyCall.objects.get()


def the_few_settle_it(sue, allocated):
    sue.go("/notifications/").follow("A call may be about somebody of this family", exact=False)
    sue.sees(CONCERN).is_well_served().press("Save").sees("Say how you know.").is_well_served()
    sue.choose("It is about somebody of this family").fill("How do you know?", "She was at the station.").press("Save")
    sue.sees("It stands on this family’s file as a note.").is_well_served()
    assert CONCERN in allocated.family.casenote_set.get().passages.get().text


def nothing_shows(stan, call):
    page = stan.go(f"/calls/{call.pk}/").page.inner_text("main")
    assert "Sue" not in page
    assert "restricted" not in page.lower()
    assert stan.go("/notifications/").page.get_by_text("may be about").count() == 0


def decided_into_a_new_family(sid, cast, call):
    sid.go(f"/calls/{call.pk}/outcome/").choose("Referral to children's social care").fill("Why", "A child alone.")
    sid.fill("Name of the new family", "Ash").press("Record the decision").sees("The family Ash was added.")
    call.refresh_from_db()
    return add_child(call.family, cast.sid, at=NOW)


def the_second_record_is_settled(sue, child):
    sue.go("/notifications/").follow("Somebody who was entered may be about", exact=False)
    sue.sees("family Ash").choose("It is about somebody of this family").fill("How do you know?", "Her birthday.")
    sue.press("Save").sees("Recorded for this family alone.").is_well_served()
    assert Mention.objects.get(newcomer=child).outcome == "ours"
    assert Person.objects.get(pk=child.pk).merged_into is None
