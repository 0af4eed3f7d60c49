import pytest

from casework.refusal import Refusal
from casework.states import Mover
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState


def test_supervision_goes_from_prepared_to_held_to_signed_off_or_is_not_held():
    moves = {(a, b) for a in SupervisionState for b in SupervisionState if SUPERVISION_STATES.may(a, b)}
    assert moves == {("prepared", "held"), ("held", "signed_off"), ("prepared", "not_held")}


def test_supervision_is_moved_only_by_a_manager():
    with pytest.raises(Refusal, match="Only a manager"):
        SUPERVISION_STATES.require("prepared", SupervisionState.HELD, Mover.LEAD)
