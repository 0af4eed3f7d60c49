"""A supervision reads for ever as it was signed off (A6.10), whatever becomes of what stands in it."""

from datetime import timedelta

import pytest

from casework.actions import services as actions
from casework.trail.acting import acting, service
from casework.trail.rows import change
from supervision.group_supervisions.recording import services as recording
from supervision.sign_offs import services as sign_offs
from tests.factories import add_child
from tests.finished import beside, frozen_part, last_frozen, words
from tests.supervision.conftest import LATER, SECTIONS, action
from workbook.members.services import join_episode

pytestmark = pytest.mark.rule("A6.10")
DAY = timedelta(days=1)
CLOSE = {"decision": "close", "decision_because": "All goals are reached.", "closed_reason": "work_completed",
         "no_final_because": "They moved."}  # fmt: skip


def sign(held, cast, **values):
    values = {"decision": "continue", "decision_because": "", "next_planned_for": LATER + 28 * DAY} | values
    return sign_offs.sign_off(held.supervision, **values, sections=SECTIONS, by=cast.mary, at=LATER)


def address(supervision):
    return f"/families/{supervision.family_id}/supervisions/{supervision.pk}/"


@pytest.fixture
def with_mine(held, cast):
    """An action of Sue's besides Ann's."""
    recording.agree_action(
        held.supervision, **action(what="Ring the school", owner_user=cast.sue), by=cast.mary, at=LATER
    )
    return held


def test_contents_have_all_that_the_group_read_and_agreed(with_mine, cast, signed_in):
    supervision = sign(with_mine, cast, left_out={with_mine.ben.pk: "About Mia alone."})
    said = words(frozen_part(signed_in(cast.mary), address(supervision)))
    for part in (
        "Mia Ash", "child we work with", "Sue Sands", "Left out, because On sick leave.",
        "Ann drinks when she is afraid", "Safer, but new.", "Nobody disagreed.", "Go to the GP",
        "Ring the school", "Sue Sands, by", "Ben Ash",
        "left out, because About Mia alone.", "Continue: the next Workbook episode opens",
    ):  # fmt: skip
        assert part in said, part


def test_owner_of_an_action_stays_the_one_who_agreed(with_mine, cast, signed_in):
    supervision, reader = sign(with_mine, cast), signed_in(cast.mary)
    before = frozen_part(reader, address(supervision))
    with acting(cast.mary):
        change(actions.AgreedAction.objects.get(what="Ring the school"), owner_user=cast.dora)
    assert frozen_part(reader, address(supervision)) == before
    assert "Sue Sands’s action ‘Ring the school’ went to Dora Dale on" in beside(reader, address(supervision))


def test_actions_stand_though_the_workbook_closed_and_took_them_back(with_mine, cast, signed_in):
    supervision = sign(with_mine, cast, **CLOSE, next_planned_for=None, withdraw=True)
    assert not actions.AgreedAction.objects.not_withdrawn().filter(what="Ring the school").exists()
    reader = signed_in(cast.mary)
    said = words(frozen_part(reader, address(supervision)))
    assert "No action was agreed." not in said
    assert "Ring the school" in said
    assert "‘Ring the school’ was taken back on" in beside(reader, address(supervision))


@pytest.mark.rule("C23")
def test_relationships_stay_those_that_the_group_checked(held, cast, signed_in):
    mother = held.family.relationship_set.get(person=held.ann, other=held.mia)
    supervision, reader = sign(held, cast), signed_in(cast.mary)
    before = frozen_part(reader, address(supervision))
    assert "Ann Ash is the mother of Mia Ash." in before
    with acting(cast.mary):
        change(mother, until_date=LATER.date(), ended_because="Entered wrongly.")
    assert frozen_part(reader, address(supervision)) == before
    assert "‘Ann Ash is the mother of Mia Ash’ was changed on" in beside(reader, address(supervision))


@pytest.mark.rule("C2")
def test_baby_is_filed_on_as_the_unborn_that_it_was(held, cast, signed_in, at_the_time):
    baby = add_child(held.family, cast.sue, name="Baby Ash", born=None, expected=(LATER + 40 * DAY).date())
    _joins(held.episode, baby, by=cast.sue)
    supervision, reader = sign(held, cast), signed_in(cast.mary)
    before = frozen_part(reader, address(supervision))
    assert "Baby Ash, unborn, due" in before
    at_the_time.shift(41 * DAY)
    with acting(cast.sue):
        change(baby, name="Zoe Ash", expected=None, born=(LATER + 40 * DAY).date())
    assert frozen_part(reader, address(supervision)) == before
    assert "Zoe" not in before
    assert "Baby Ash was born on" in beside(reader, address(supervision))


@service
def _joins(episode, person, *, by):
    join_episode(episode, person, at=LATER)


def test_names_and_roles_stay_as_they_stood(signed, cast, signed_in):
    reader = signed_in(cast.mary)
    before = frozen_part(reader, address(signed.supervision))
    with acting(cast.mary):
        change(signed.mia, name="Mia Oak")
        change(cast.sue, name="Sue Stone")
    assert frozen_part(reader, address(signed.supervision)) == before
    assert "Mia Ash is called Mia Oak now." in beside(reader, address(signed.supervision))


def test_each_passage_says_whose_words_of_which_row_and_history_it_is(signed):
    frozen = last_frozen(signed.supervision, "supervision")
    passages = [item for part in frozen.contents["parts"] for item in part["items"] if item["is"] == "passage"]
    thought = next(each for each in passages if each["text"] == "Ann drinks when she is afraid.")
    row = signed.supervision.passages.get(section="hypotheses")
    assert thought["origin"] == {
        "table": "supervision.SupervisionPassage", "id": row.pk, "field": "text", "history": row.history.latest().pk,
    }  # fmt: skip
    assert all(each["origin"]["history"] for each in passages)
    assert f"supervision.SupervisionPassage:{row.pk}" in frozen.origins
