"""A finished record on its page: by whom it is read, what is held back since, and its earlier versions."""

import pytest

from casework.frozen.models import Frozen
from casework.masks.current import HELD_BACK
from casework.people.contact_details import services as contacts
from casework.trail.models import Viewing
from tests.cast import OUTCOME
from tests.factories import NOW
from tests.finished import beside, frozen_part, last_frozen
from workbook.summaries import services as summaries

WORDS = {"written": OUTCOME, "rag": "red", "rationale": "She lives at 9 Hidden Road, Luton now."}


@pytest.fixture(autouse=True)
def at_the_time(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def finalised(month, cast):
    """Sue's, finalised with a place that is protected later."""
    from_sue = month.episode.summaries.get(worker=cast.sue)
    summaries.write(from_sue, **WORDS, by=cast.sue, at=NOW)
    return summaries.finalise(from_sue, strategy_discussion="today", by=cast.sue, at=NOW)


def page(frozen):
    return f"/families/{frozen.family_id}/finished/{frozen.pk}/"


@pytest.mark.rule("A9.20", "A10.1")
def test_what_is_protected_since_is_held_back_and_those_named_read_the_original(month, finalised, cast, signed_in):
    frozen = last_frozen(finalised, "summary")
    before = frozen_part(signed_in(cast.mary), page(frozen))
    assert "9 Hidden Road" in before
    contacts.add_protected_contact(
        month.family, month.ann, kind="address", value="9 Hidden Road, Luton LU1 2AB", from_date=NOW.date(),
        readers=[cast.dora], because="He looks for her.", by=cast.sue, at=NOW,
    )  # fmt: skip
    now = frozen_part(signed_in(cast.mary), page(frozen))
    assert "9 Hidden Road" not in now
    assert HELD_BACK in now
    assert "held back since Tue 3 Nov 2026" in now
    assert frozen_part(signed_in(cast.dora), page(frozen)) == before
    assert Viewing.objects.filter(user=cast.dora, page=page(frozen)).exists()


@pytest.mark.rule("A3.13")
def test_taken_back_and_finalised_again_it_has_a_second_version_and_the_first_stays(finalised, cast, signed_in):
    first = last_frozen(finalised, "summary")
    before = frozen_part(signed_in(cast.mary), page(first))
    open_again = summaries.withdraw(finalised, because="A name is wrong.", by=cast.sue, at=NOW)
    summaries.write(open_again, **WORDS | {"rationale": "Another."}, by=cast.sue, at=NOW)
    summaries.finalise(open_again, strategy_discussion="today", by=cast.sue, at=NOW)
    second = last_frozen(finalised, "summary")
    assert [first.number, second.number] == [1, 2]
    assert frozen_part(signed_in(cast.mary), page(first)) == before
    assert page(first) in beside(signed_in(cast.mary), page(second))
    assert "It became ‘open’ on" in beside(signed_in(cast.mary), page(first))


def test_finished_record_of_another_family_is_not_found(finalised, cast, signed_in):
    frozen = last_frozen(finalised, "summary")
    assert signed_in(cast.stan).get(page(frozen)).status_code == 404
    other = page(frozen).replace(f"/families/{frozen.family_id}/", f"/families/{frozen.family_id + 1}/")
    assert signed_in(cast.mary).get(other).status_code == 404
    assert signed_in(cast.mary).get(page(Frozen(family_id=frozen.family_id, pk=frozen.pk + 1000))).status_code == 404
