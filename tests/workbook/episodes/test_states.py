import pytest

from casework.refusal import Refusal
from casework.states import Mover
from workbook.episodes.states import EPISODE_STATES, RUNNING, EpisodeState

MOVES = [
    (EpisodeState.BEGUN, EpisodeState.OPEN, Mover.MANAGER),
    (EpisodeState.OPEN, EpisodeState.CLOSED, Mover.LEAD),
    (EpisodeState.CLOSED, EpisodeState.REOPENED, Mover.LEAD),
    (EpisodeState.REOPENED, EpisodeState.CLOSED, Mover.LEAD),
    (EpisodeState.CLOSED, EpisodeState.SUPERVISED, Mover.MANAGER),
    *[(state, EpisodeState.ENDED, Mover.MANAGER) for state in (*RUNNING, EpisodeState.CLOSED)],
]


@pytest.mark.parametrize(("state", "to", "mover"), MOVES)
def test_episode_moves_are_made_by_those_who_may(state, to, mover):
    EPISODE_STATES.require(state, to, mover)
    with pytest.raises(Refusal, match="Only"):
        EPISODE_STATES.require(state, to, Mover.OWNER)


def test_episode_has_no_other_moves():
    stand = {(state, to) for state, to, _ in MOVES}
    for state in EpisodeState:
        for to in EpisodeState:
            assert EPISODE_STATES.may(state, to) is ((state, to) in stand)
