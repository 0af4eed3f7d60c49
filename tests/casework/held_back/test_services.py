"""What tells a protected place is held back, in whatever order it was recorded, and the record stays as it is."""

from datetime import date

import pytest

from casework.families import services as families
from casework.families.models import FamilyMember
from casework.held_back import services
from casework.held_back.models import HeldBack
from casework.masks.current import HELD_BACK
from casework.masks.queries import mask_in_family, mask_in_lists
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.protecting import services as protecting
from casework.refusal import Refusal
from casework.trail.acting import acting, hearing
from casework.trail.rows import change
from casework.warnings import services as cautions
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
TELLS = "She lives in hidden rd now."


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def warn(cast):
    def act(family, detail, by=cast.sue):
        return cautions.add(
            family, kind="not_alone", detail=detail, source="Police", from_date=NOW.date(),
            review_on=date(2026, 12, 1), by=by, at=NOW,
        )  # fmt: skip

    return act


def held(row):
    return set(HeldBack.objects.filter(subject_id=row.pk, subject_type="casework.Caution").values_list("field", "by"))


def masked(family, user, text):
    mask = mask_in_family(family.pk, user.pk)
    return bool(mask) and mask.of(text).startswith(HELD_BACK)


def test_protecting_holds_back_what_was_written_before(allocated, cast, warn, protect):
    before = warn(allocated.family, TELLS)
    other = warn(allocated.family, "He has a dog.")
    protect(allocated.family, allocated.ann)
    assert held(before) == {("detail", cast.sue.pk)}
    assert not held(other)
    before.refresh_from_db()
    assert before.detail == TELLS


def test_writing_after_it_was_protected_is_held_back_at_once_and_the_writer_told(allocated, cast, warn, protect):
    protect(allocated.family, allocated.ann)
    with hearing() as news:
        after = warn(allocated.family, TELLS, by=cast.rick)
    assert held(after) == {("detail", cast.rick.pk)}
    assert news == [services.NEWS]
    with hearing() as news:
        warn(allocated.family, "He has a dog.", by=cast.rick)
    assert news == []


def test_family_joined_later_and_another_entry_of_the_person_are_searched_too(allocated, cast, warn, protect):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    told = warn(birch, TELLS, by=cast.mary)
    protect(allocated.family, allocated.ann)
    assert not held(told)
    with acting(cast.mary):
        member = FamilyMember.objects.create(family=birch, person=allocated.ann)
        services.follow([member])
    assert held(told)
    assert masked(birch, cast.mary, TELLS)
    later = warn(birch, "At 9 Hidden Road.", by=cast.mary)
    assert held(later)


def test_family_of_whoever_is_protected_with_them_is_searched(allocated, cast, warn, protect):
    """Mia lives there with Ann; her father's family, in which Ann is not, may not learn it from its record."""
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    with acting(cast.mary):
        FamilyMember.objects.create(family=birch, person=allocated.mia)
    told = warn(birch, TELLS, by=cast.mary)
    protect(allocated.family, allocated.ann, people=[allocated.mia])
    assert held(told)
    assert masked(birch, cast.mary, TELLS)


def test_mask_is_for_all_but_those_named_and_no_longer_than_it_is_protected(allocated, cast, protect):
    contact, family = protect(allocated.family, allocated.ann), allocated.family
    assert masked(family, cast.rick, TELLS)
    assert masked(family, cast.mary, TELLS)
    assert not masked(family, cast.dora, TELLS)
    assert mask_in_lists(cast.rick.pk).of(TELLS).startswith(HELD_BACK)
    assert mask_in_lists(cast.dora.pk).of(TELLS) == TELLS
    with acting(cast.mary):
        change(contact.protection.readers.get(user=cast.dora), ended_on=NOW.date())
    assert masked(family, cast.dora, TELLS)
    assert mask_in_lists(cast.dora.pk).of(TELLS).startswith(HELD_BACK)
    contact.refresh_from_db()
    protecting.unprotect_contact(family, contact, fingerprint=fingerprint_of_contact(contact), by=cast.sue, at=NOW)
    assert not masked(family, cast.rick, TELLS)
    assert mask_in_lists(cast.rick.pk) is None


def test_mask_says_whom_to_ask(allocated, cast, protect):
    protect(allocated.family, allocated.ann)
    said = mask_in_family(allocated.family.pk, cast.rick.pk).of(TELLS)
    assert said == "[held back: tells a protected place. Ask Dora Dale or Sue Sands.]"


def test_reader_holds_back_other_words_and_their_later_wordings(allocated, cast, warn, protect):
    words = "the white house opposite the bakery"
    contact, caution = protect(allocated.family, allocated.ann), warn(allocated.family, f"Go to {words}!")
    details = {"protection": contact.protection, "words": words, "because": "Everybody knows it.", "at": NOW}
    with pytest.raises(Refusal, match="not named"):
        services.hold_by_hand(allocated.family, **details, by=cast.rick)
    [row] = services.hold_by_hand(allocated.family, **details, by=cast.dora)
    assert (row.field, row.by_hand, row.subject_id) == ("detail", True, caution.pk)
    assert masked(allocated.family, cast.rick, f"Go to {words}!")
    assert held(warn(allocated.family, f"Not {words}."))
    new = {"detail": "The one beside the old bakery, you know.", "source": "Police", "version": 1}
    cautions.review(caution, **new, review_on=date(2026, 12, 1), by=cast.sue, at=NOW)
    assert masked(allocated.family, cast.rick, new["detail"])
    assert not masked(allocated.family, cast.dora, new["detail"])


@pytest.mark.parametrize(
    ("words", "because", "sentence"),
    [
        ("the white house", "Known.", "at least 5 words"),
        ("words that stand in no text", "Known.", "No text of this family"),
        ("the white house opposite the bakery", " ", "Say why"),
    ],
)
def test_reader_is_refused_what_cannot_be_found(allocated, cast, protect, words, because, sentence):
    contact = protect(allocated.family, allocated.ann)
    with pytest.raises(Refusal, match=sentence):
        services.hold_by_hand(
            allocated.family, protection=contact.protection, words=words, because=because, by=cast.sue, at=NOW
        )
