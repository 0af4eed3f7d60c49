import pytest

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
            assert EPISODE_STATES.may(state, to) is ((state, to) in MOVES)
