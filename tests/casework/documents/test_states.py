from casework.documents.states import PRINT_STATES, PrintState


def test_print_is_made_or_fails_only_while_being_made_and_can_be_asked_for_again():
    moves = {(a, b) for a in PrintState for b in PrintState if PRINT_STATES.may(a, b)}
    assert moves == {
        ("wanted", "being_made"), ("being_made", "made"), ("being_made", "failed"), ("being_made", "wanted"),
        ("wanted", "dropped"), ("made", "wanted"), ("failed", "wanted"),
    }  # fmt: skip
