from supervision.group_supervisions.states import SUPERVISION_STATES, SupervisionState


def test_supervision_goes_from_prepared_to_held_to_signed_off_and_back_until_then():
    moves = {(a, b) for a in SupervisionState for b in SupervisionState if SUPERVISION_STATES.may(a, b)}
    assert moves == {("prepared", "held"), ("held", "prepared"), ("held", "signed_off"), ("prepared", "not_held")}
