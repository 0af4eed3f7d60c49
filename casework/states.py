"""A subject's states in one table: from each state those that may follow, and who may bring that about."""

from enum import StrEnum

from casework.refusal import Refusal


class Mover(StrEnum):
    OWNER = "the one whose record it is"
    LEAD = "the lead social worker or a manager"
    MANAGER = "a manager"
    PRODUCT = "the product itself"


class States:
    """`moves[state][next state]` is the set of those who may make the move."""

    def __init__(self, noun, states, moves):
        self.noun = noun
        self.states = states
        self.moves = {state: moves.get(state, {}) for state in states}

    def may(self, state, to, mover=None):
        """Whether the move stands in the table (and, where `mover` is given, for that mover)."""
        movers = self.moves[self.states(state)].get(to)
        return movers is not None and (mover is None or mover in movers)

    def require(self, state, to, *movers):
        """Raise a Refusal unless one of `movers` may bring `state` to `to`."""
        if state == to:
            raise Refusal(f"This {self.noun} is now '{to.label}' already. Open it again to see how it stands.")
        if not self.may(state, to):
            raise Refusal(
                f"This {self.noun} is now '{self.states(state).label}', so it cannot become '{to.label}'. "
                "Open it again to see how it stands."
            )
        if not any(self.may(state, to, mover) for mover in movers):
            allowed = " or ".join(sorted(mover.value for mover in self.moves[self.states(state)][to]))
            raise Refusal(f"Only {allowed} may do this.")
