"""A mother flees: her worker protects where she is at once, and the others meet what is held back from them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.notes import services as notes
from casework.passages.models import NewText
from casework.people.contact_details.models import ContactDetail
from casework.people.key_contacts import services as key_contacts
from casework.protections.models import Protection
from tests.factories import NOW

ROAD = "Hidden Road"
ADDRESS = f"9 {ROAD}, Luton"
WRONG = "There is a problem"


@pytest.mark.rule("A9.20")
def test_a_mother_flees(cast, allocated, at_browser, clock, told):
    clock.move_to(NOW)
    family, ann = allocated.family, allocated.ann
    note = anns_place_is_told_before(cast, allocated)
    sue, rick, mary = at_browser(cast.sue), at_browser(cast.rick, width=390), at_browser(cast.mary)
    rick.go(f"/families/{family.pk}/notes/{note.pk}/").sees(ADDRESS)

    sue_protects_it_with_a_second_reader(sue, family, ann)
    what_locates_her_goes_with_it(sue, allocated)
    rick_reads_the_note_without_it(rick, family, note)
    rick_asks(rick, family, ann)
    mary_settles_what_she_does_not_read(mary, family)
    at_browser(cast.dora).go(reverse("person", args=[family.pk, ann.pk])).sees(ADDRESS)


def anns_place_is_told_before(cast, allocated):
    key_contacts.add_key_contact(
        allocated.family, profession="school", organisation="Acorns Nursery", telephone="01632 960667",
        about=[allocated.mia], from_date=NOW.date(), by=cast.sue,
    )  # fmt: skip
    return notes.record(
        allocated.family, kind="telephone_call", took_place_at=NOW - timedelta(hours=2), by=cast.sue, at=NOW,
        written=[NewText("detail", f"Ann rang from {ADDRESS}. She is frightened.")],
    )  # fmt: skip


def sue_protects_it_with_a_second_reader(sue, family, ann):
    """Wrong at first: without a reason, then without anybody beside her; nothing is saved, nothing typed is lost."""
    sue.go(f"/families/{family.pk}/people/{ann.pk}/contact-details/add/").choose("Address")
    sue.fill("Address, number or e-mail", ADDRESS).fill("From when does it hold?", NOW.date().isoformat())
    sue.choose("Protect it: show it only to those named here").press("Add it")
    sue.sees(WRONG).sees("Say why it is protected.").is_well_served()
    sue.fill("Why is it protected?", "He looks for her.").press("Add it").sees(WRONG).is_well_served()
    assert not ContactDetail.objects.filter(person=ann, kind="address").exists()
    assert sue.page.get_by_label("Address, number or e-mail", exact=True).input_value() == ADDRESS
    sue.page.get_by_label(re.compile("^Dora Dale")).check()
    sue.press("Add it")
    assert ContactDetail.objects.get(person=ann, kind="address").protection is not None


def what_locates_her_goes_with_it(sue, allocated):
    sue.sees("Who else lives there?").sees("Acorns Nursery").is_well_served()
    sue.choose("Mia Ash").page.get_by_label(re.compile("Acorns Nursery")).check()
    sue.press("Protect what is ticked").sees("What was ticked is protected too.").is_well_served()
    protection = Protection.objects.get()
    assert allocated.mia.pk in protection.people
    assert allocated.family.keycontact_set.get().protection == protection


def rick_reads_the_note_without_it(rick, family, note):
    rick.go(f"/families/{family.pk}/notes/{note.pk}/").is_well_served()
    expect(rick.page.get_by_text(ROAD)).to_have_count(0)
    rick.sees("Sue Sands has still to write this up.")
    for page in ("", "people/", "notes/", "chronology/"):
        rick.go(f"/families/{family.pk}/{page}")
        for words in (ROAD, "Acorns"):
            expect(rick.page.get_by_text(words)).to_have_count(0)


def rick_asks(rick, family, ann):
    rick.go(reverse("person", args=[family.pk, ann.pk])).sees("ask Dora Dale or Sue Sands").is_well_served()
    rick.follow("Ask to read", exact=False).press("Ask them").sees(WRONG).sees("Say why you need to know.")
    rick.is_well_served()
    rick.fill("Why do you need to know?", "I visit her on Friday.").press("Ask them")
    rick.sees("Those who may read it and the managers were told that you ask.").is_well_served()


def mary_settles_what_she_does_not_read(mary, family):
    mary.go("/notifications/").sees("asks to be told what is protected: I visit her on Friday.")
    mary.go(f"/families/{family.pk}/protections/{Protection.objects.get().pk}/settle/").is_well_served()
    mary.press("Settle it so").sees("The protection is settled.").is_well_served()
    expect(mary.page.get_by_text(ROAD)).to_have_count(0)
