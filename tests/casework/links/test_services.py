import pytest
import time_machine

from casework.families import services as families
from casework.links import queries
from casework.links import services as links
from casework.refusal import Conflict, Refusal
from tests.factories import NOW, add_adult

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def south(cast):
    return families.add_family(name="Birch", team=cast.south, by=cast.sid, at=NOW)


def link(ash, other, by, **values):
    return links.add_link(ash.family, other, **{"because": "Ann's brother.", "by": by, "at": NOW, **values})


@pytest.mark.rule("A1.16")
def test_link_says_why_and_through_whom_and_opens_nothing(cast, ash, south):
    said = link(ash, south, cast.mary, person=ash.ann)
    assert (said.because, said.person, said.from_date) == ("Ann's brother.", ash.ann, NOW.date())
    with pytest.raises(Refusal, match="You may not"):
        links.add_link(south, ash.family, because="So.", by=cast.mary, at=NOW)


def test_link_is_refused_a_second_time_from_either_side(cast, ash, south):
    link(ash, south, cast.mary)
    with pytest.raises(Refusal, match="linked already"):
        link(ash, south, cast.mary)
    with pytest.raises(Refusal, match="linked already"):
        links.add_link(south, ash.family, because="So.", by=cast.sid, at=NOW)
    link(ash, south, cast.mary, person=ash.ann)


def test_link_that_cannot_be_is_refused_with_what_to_do(cast, ash, south):
    bea = add_adult(south, cast.sid, name="Bea Birch")
    for values, sentence in (
        ({"other": ash.family}, "another family"), ({"because": " "}, "Say what links"),
        ({"person": bea}, "belongs to this family"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=sentence):
            link(ash, values.pop("other", south), cast.mary, **values)


def test_link_is_only_to_families_that_one_may_find(cast, allocated, south):
    with pytest.raises(Refusal, match="that you may find"):
        link(allocated, south, cast.sue)
    birch = families.add_family(name="Beech", team=cast.north, by=cast.mary, at=NOW)
    link(allocated, birch, cast.sue)
    with pytest.raises(Refusal, match="You may not"):
        link(allocated, birch, cast.dora)


def test_link_is_ended_once_by_either_family_with_a_reason(cast, ash, south):
    said = link(ash, south, cast.mary)
    with pytest.raises(Refusal, match="not linked any more"):
        links.end_link(south, said, because=" ", by=cast.sid, at=NOW)
    with pytest.raises(Refusal, match="You may not"):
        links.end_link(south, said, because="Moved.", by=cast.mary, at=NOW)
    ended = links.end_link(south, said, because="Moved.", by=cast.sid, at=NOW)
    with pytest.raises(Conflict, match="ended already"):
        links.end_link(south, said, because="Another reason.", by=cast.sid, at=NOW)
    assert (ended.until_date, ended.ended_because) == (NOW.date(), "Moved.")
    assert not queries.links_between(ash.family, south).exists()
