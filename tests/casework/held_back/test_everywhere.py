"""A page knows each protected place, whoever's text tells it and in whichever family it stands.

Ann of Ash has fled. Families near hers are linked to it, became part of it, came of a call, share her mother with it or
are those of the one from whom it is kept. Oak has nothing to do with her; Fir lives in the same house.
"""

from types import SimpleNamespace

import pytest
from django.urls import NoReverseMatch, reverse

from casework.calls import services as calls
from casework.ecomap import services as ecomap
from casework.families import services as families
from casework.families.models import Family, FamilyRole
from casework.held_back.models import HeldBack
from casework.held_back.queries import families_with
from casework.joins import services as joins
from casework.links.services import add_link
from casework.masks.current import HELD_BACK
from casework.masks.queries import mask_in_family
from casework.matching import services as matching
from casework.people import services as people
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.key_contacts import services as key_contacts
from casework.people.protecting import services as protecting
from casework.people.safe_contacts import services as safe_contacts
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.warnings import services as cautions
from tests import brought_in
from tests.factories import NOW, add_adult, add_child
from tests.shape.addresses import FOR_MACHINES, addresses
from tests.shape.walking import text_of

pytestmark = pytest.mark.rule("A9.20")
PLACE = "9 Hidden Road, Luton LU1 2AB"
TELLS = "She is at 9 hidden rd."
DRAWN = "9 Hidden Rd"
STREET = "He was seen in Hidden Road."
NURSERY = "She goes to Acorn Nursery."
LATER = NOW.date().replace(month=12)


@pytest.fixture(autouse=True)
def now_and_here(settings, tmp_path, time_machine):
    settings.DATA_DIR = tmp_path
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def warn(cast):
    def act(family, *details):
        for detail in details:
            cautions.add(
                family, kind="not_alone", detail=detail, source="Police", from_date=NOW.date(), review_on=LATER,
                by=cast.mary, at=NOW,
            )  # fmt: skip

    return act


@pytest.fixture
def make(cast):
    """A family of the North team with a child, and with its own address where that is given."""

    def act(name, address="", child=""):
        family = families.add_family(name=name, team=cast.north, by=cast.mary, at=NOW)
        kim = add_child(family, cast.mary, name=child or f"Kim {name}")
        if address:
            contacts.add_contact(family, kim, kind="address", value=address, from_date=NOW.date(), by=cast.mary)
        return family, kim

    return act


@pytest.fixture
def protect(allocated, cast):
    """Where Ann and Mia live, with Mia's nursery."""

    def act(*, from_whom=(), nursery=False):
        family, by = allocated.family, cast.sue
        contact = contacts.add_contact(
            family, allocated.ann, kind="address", value=PLACE, from_date=NOW.date(), by=by
        )  # fmt: skip
        seen = [_nursery(family, allocated.mia, by)] if nursery else []
        return protecting.protect_contact(
            family, contact, fingerprint=fingerprint_of_contact(contact), readers=[cast.dora], people=[allocated.mia],
            key_contacts=seen, from_whom=from_whom, because="He looks for her.", by=by, at=NOW,
        )  # fmt: skip

    return act


def _nursery(family, child, by):
    details = {"profession": "school", "organisation": "Acorn Nursery", "telephone": "01632 960777"}
    return key_contacts.add_key_contact(family, **details, about=[child], from_date=NOW.date(), by=by)


@pytest.fixture
def near(allocated, cast, make, warn):
    """Families near Ash by name, each with the texts that tell; only the joined one is empty by now."""
    family, mary = allocated.family, cast.mary
    linked, _ = make("Elm")
    allocated.link = add_link(family, linked, because=TELLS, by=mary, at=NOW)
    joined, _ = make("Old")
    warn(joined, TELLS)
    joins.join(family, joined, because="Siblings.", by=mary, at=NOW)
    gran = people.add_person(family, name="Gran Ash", role=FamilyRole.OTHER_ADULT, by=mary, at=NOW)
    shared, _ = make("Birch")
    brought_in.bring_in(shared, gran, role=FamilyRole.PARENT, by=mary, at=NOW)
    safe_contacts.add(
        family, gran, when=TELLS, how="Only by Gran.", voicemail="no", post_read_by="", code_word="",
        from_date=NOW.date(), by=mary,
    )  # fmt: skip
    with acting(mary):
        change(gran, known_as=f"Gran of {DRAWN}")
    ecomap.add(
        family, person=None, with_whom=f"Club at {DRAWN}", kind="school", strength="strong", flow="to", about="",
        from_date=NOW.date(), by=mary, at=NOW,
    )  # fmt: skip
    kept, him = make("Thorn", child="Tom Thorn")
    return SimpleNamespace(linked=linked, joined=joined, shared=shared, kept=kept, him=him, called=_called(cast))


def _called(cast) -> Family:
    call = calls.take(cast.north, child_name="A girl", child_address="not known", concern=TELLS, by=cast.mary, at=NOW)
    calls.put_through(call, to="Mary Moss", by=cast.mary, at=NOW)
    decided = calls.decide(
        call, outcome="REFERRAL", because="To be assessed.", new_family="Rowan", by=cast.mary, at=NOW
    )
    return decided.family


def pages(client, family):
    """Each page that the address of the family's own rows leads to."""
    values = {"family_id": family.pk, "other_id": family.pk, "module": "m4", "kind": "home_visit"}
    for name, row in (
        ("person_id", family.people_ever().first()), ("caution_id", family.caution_set.first()),
        ("link_id", family.familylink_set.first()), ("call_id", family.calls.first()),
        ("join_id", family.familyjoin_set.first()), ("safe_contact_id", family.safecontact_set.first()),
    ):  # fmt: skip
        if row is not None:
            values |= {name: row.pk} | ({"child_id": row.pk, "found_id": row.pk} if name == "person_id" else {})
    for address in (each for each in addresses() if each.name not in FOR_MACHINES | {"sign-out"}):
        if set(address.parts) <= set(values):
            query = f"?call={values['call_id']}" if address.name == "referral-add" and "call_id" in values else ""
            answer = client.get(address.filled(values) + query)
            yield address.name, answer.status_code, text_of(answer)


def telling(found, *words):
    return {name for name, _, text in found if any(word in text.casefold() for word in words)}


def masked(family, text, user=0):
    mask = mask_in_family(family.pk, user)
    return bool(mask) and mask.of(text).startswith(HELD_BACK)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["ash", "linked", "joined", "shared", "kept", "called", "oak"])
def test_no_page_of_any_family_tells_the_place(allocated, near, make, warn, cast, signed_in, protect, which):
    near.ash, (near.oak, _) = allocated.family, make("Oak")
    for one in (near.ash, near.kept, near.oak):
        warn(one, TELLS)
    # Of a family that became part of another only its history is left, for the auditor.
    reader = signed_in(cast.audrey if which == "joined" else cast.mary)
    before = telling(pages(reader, getattr(near, which)), "hidden rd")
    assert before
    if which == "ash":
        assert before >= {"genogram", "ecomap"}
    protect(from_whom=[near.him])
    found = list(pages(reader, getattr(near, which)))
    assert len(found) > 60
    assert not {name for name, status, _ in found if status >= 500}
    assert not telling(found, "hidden rd", "hidden road")
    assert telling(found, HELD_BACK.casefold()) >= before - {"families"}


@pytest.mark.slow
def test_family_in_the_same_house_reads_its_own_address_on_each_page(make, warn, cast, signed_in, protect):
    fir, _ = make("Fir", "9 Hidden Road, Luton LU1 2AB")
    warn(fir, TELLS)
    mary = signed_in(cast.mary)
    before = telling(pages(mary, fir), "hidden rd", "hidden road")
    protect()
    lists = {name for name in before if not reverse_of_family(name)}
    assert telling(pages(mary, fir), "hidden rd", "hidden road") >= before - lists
    assert before - lists


def reverse_of_family(name):
    try:
        reverse(name)
    except NoReverseMatch:
        return True
    return False


@pytest.mark.django_db
def test_family_reads_of_its_own_what_it_has_and_nothing_else_of_the_place(make, protect):
    beside, _ = make("Fir", "44 Hidden Road, Luton LU1 2AB")
    far, _ = make("Oak")
    protect()
    for text in ("At 44 Hidden Road.", "It is LU1 2AB.", STREET):
        assert not masked(beside, text), text
    for text in (TELLS, "At 9, Hidden Road"):
        assert masked(beside, text), text
    assert masked(far, "It is LU1 2AB.")
    assert not masked(far, STREET)


@pytest.mark.django_db
def test_family_of_the_one_from_whom_it_is_kept_lifts_nothing_by_a_guess(near, make, protect, cast):
    """Nor does one that is near otherwise; and who guesses right sees in a family of their own what others see."""
    protect(from_whom=[near.him])
    for family in (near.kept, near.linked, near.shared):
        person = family.people_now()[0]
        contacts.add_contact(family, person, kind="address", value=PLACE, from_date=NOW.date(), by=cast.mary)
        assert masked(family, TELLS), family


@pytest.mark.django_db
def test_new_family_of_somebody_of_the_same_name_is_near(make, protect):
    again, _ = make("Ash", PLACE, child="mia ash")
    protect()
    assert masked(again, TELLS)
    assert masked(again, STREET)


@pytest.mark.django_db
def test_street_and_nursery_are_masked_near_those_whom_they_tell_of_and_nowhere_else(near, make, protect, allocated):
    oak, _ = make("Oak")
    protect(from_whom=[near.him], nursery=True)
    for family in (allocated.family, near.linked, near.joined, near.shared, near.kept, near.called):
        assert masked(family, STREET), family
        assert masked(family, NURSERY), family
        assert masked(family, "Ring 01632 960777."), family
    for text in (STREET, NURSERY, "Ring 01632 960777."):
        assert not masked(oak, text), text


@pytest.mark.django_db
def test_nursery_is_masked_in_the_other_family_of_the_child_it_is_about(allocated, make, cast):
    """Of a child who does not live at the address and was never in the family that protects it."""
    (hers, elder), (other, _) = make("Yew"), make("Lime")
    row = _nursery(hers, elder, cast.mary)
    brought_in.bring_in(other, elder, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
    contact = contacts.add_protected_contact(
        allocated.family, allocated.ann, kind="address", value=PLACE, from_date=NOW.date(), readers=[cast.dora],
        because="Fled.", by=cast.sue, at=NOW,
    )  # fmt: skip
    assert not masked(other, NURSERY)
    with acting(cast.sue):
        change(row, protection=contact.protection)
    assert masked(hers, NURSERY)
    assert masked(other, NURSERY)


@pytest.mark.django_db
def test_entries_linked_once_stay_near_when_that_was_undone(allocated, make, warn, cast, protect):
    other, _ = make("Pine")
    ann = add_adult(other, cast.mary, name="Anna Pine")
    matching.merge(ann, allocated.ann, because="Same.", by=cast.mary, at=NOW)
    warn(other, STREET)
    protect()
    matching.unmerge(ann, by=cast.mary, at=NOW)
    assert masked(other, STREET)
    assert HeldBack.objects.filter(family=other, field="detail").exists()


@pytest.mark.django_db
def test_what_is_held_back_is_looked_for_where_it_is_masked(allocated, near, make, warn, protect):
    oak, _ = make("Oak")
    for family in (near.linked, near.shared, near.kept, oak):
        warn(family, STREET)
    kept = protect(from_whom=[near.him])
    wanted = {allocated.family, near.linked, near.joined, near.shared, near.kept, near.called}
    assert families_with(kept.protection) == {family.pk for family in wanted}
    noted = set(HeldBack.objects.filter(subject_type="casework.Caution").values_list("family", flat=True))
    assert noted == {allocated.family.pk, near.linked.pk, near.shared.pk, near.kept.pk}


@pytest.mark.django_db
def test_families_that_come_near_later_are_searched_then(allocated, make, warn, cast, protect):
    elm, _ = make("Elm")
    warn(elm, STREET)
    protect()
    assert not HeldBack.objects.filter(family=elm).exists()
    add_link(elm, allocated.family, because="Cousins.", by=cast.mary, at=NOW)
    assert HeldBack.objects.filter(family=elm, field="detail").exists()


@pytest.mark.django_db
def test_worker_and_team_that_are_key_contacts_stay_in_columns_of_staff(allocated, cast, protect, signed_in):
    """Their names say who works here; in a sentence they tell whom a child sees."""
    row = _nursery(allocated.family, allocated.mia, cast.sue)
    with acting(cast.sue):
        change(row, name=cast.sue.name, organisation=cast.north.name, email=cast.sue.email)
    contact = protect()
    with acting(cast.sue):
        change(row, protection=contact.protection)
    for text in (cast.sue.name, cast.north.name, cast.sue.email):
        assert not masked(allocated.family, text), text
    assert masked(allocated.family, f"She sees {cast.sue.name} each week.")
    rick = signed_in(cast.rick)
    assert cast.sue.name in text_of(rick.get(reverse("families")))
    assert cast.sue.name in text_of(rick.get(reverse("family", args=[allocated.family.pk])))
