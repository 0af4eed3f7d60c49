import pytest

from casework.refusal import Refusal
from casework.states import Mover
from workbook.episodes.states import EPISODE_STATES, RUNNING, EpisodeState

MOVES = [
    (EpisodeState.BEGUN, EpisodeState.OPEN),
    (EpisodeState.OPEN, EpisodeState.CLOSED),
    (EpisodeState.CLOSED, EpisodeState.REOPENED),
    (EpisodeState.REOPENED, EpisodeState.CLOSED),
    (EpisodeState.CLOSED, EpisodeState.SUPERVISED),
    *[(state, EpisodeState.ENDED) for state in (*RUNNING, EpisodeState.CLOSED)],
]


@pytest.mark.parametrize(("state", "to"), MOVES)
def test_episode_makes_each_of_its_moves(state, to):
    EPISODE_STATES.require(state, to)


def test_episode_has_no_other_moves():
    for state in EpisodeState:
        for to in EpisodeState:
            assert EPISODE_STATES.may(state, to, Mover.LEAD) is ((state, to) in MOVES)


def test_only_the_undoing_of_a_meeting_brings_a_supervised_episode_back():
    EPISODE_STATES.require(EpisodeState.SUPERVISED, EpisodeState.CLOSED, Mover.MANAGER)
    with pytest.raises(Refusal):
        EPISODE_STATES.require(EpisodeState.SUPERVISED, EpisodeState.CLOSED)
