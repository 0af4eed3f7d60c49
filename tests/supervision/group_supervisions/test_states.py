import pytest

from casework.documents.states import PRINT_STATES, PrintState
from casework.refusal import Refusal
from casework.states import Mover
from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState


def test_supervision_goes_from_prepared_to_held_to_signed_off_or_is_not_held():
    moves = {(a, b) for a in SupervisionState for b in SupervisionState if SUPERVISION_STATES.may(a, b)}
    assert moves == {("prepared", "held"), ("held", "signed_off"), ("prepared", "not_held")}


def test_supervision_is_moved_only_by_a_manager():
    with pytest.raises(Refusal, match="Only a manager"):
        SUPERVISION_STATES.require("prepared", SupervisionState.HELD, Mover.LEAD)


def test_print_is_made_or_fails_only_while_being_made_and_can_be_asked_for_again():
    moves = {(a, b) for a in PrintState for b in PrintState if PRINT_STATES.may(a, b, Mover.PRODUCT)}
    assert moves == {
        ("wanted", "being_made"), ("being_made", "made"), ("being_made", "failed"), ("being_made", "wanted"),
        ("wanted", "dropped"), ("made", "wanted"), ("failed", "wanted"),
    }  # fmt: skip
