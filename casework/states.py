"""A subject's states in one table: from each state those that may follow, and who may move it, where that is computed.

Most moves are guarded by a right, which the service asks; the table then says only what may follow. Where who may
depends on the row (its owner, or a manager), the table says so.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from django.db.models import TextChoices

from casework.refusal import Refusal


class Mover(StrEnum):
    OWNER = "the one whose record it is"
    LEAD = "the lead worker or a manager"
    MANAGER = "a manager"


class States:
    """`moves[state]` are the states that may follow; as a dict, each with those who may make the move.

    In `self.moves` the value is None where anybody may who has the right that the service asks.
    """

    def __init__(
        self,
        noun: str,
        states: type[TextChoices],
        moves: Mapping[str, Collection[str] | Mapping[str, Collection[Mover]]],
    ) -> None:
        self.noun = noun
        self.states = states
        self.moves: dict[str, dict[str, Collection[Mover] | None]] = {
            state: _row(moves.get(state, {})) for state in states
        }

    def may(self, state: str, to: str, mover: Mover | None = None) -> bool:
        """Whether the move is in the table (and, where `mover` is given, for that mover)."""
        row = self.moves[self.states(state)]
        if to not in row:
            return False
        movers = row[self.states(to)]
        return mover is None or movers is None or mover in movers

    def require(self, state: str, to: TextChoices, *movers: Mover) -> None:
        """Raise a Refusal unless `to` may follow `state`, and one of `movers` may bring it about where that is said."""
        if state == to:
            raise Refusal(f"This {self.noun} is now '{to.label}' already. Open it again to see how it stands.")
        if not self.may(state, to):
            raise Refusal(
                f"This {self.noun} is now '{self.states(state).label}', so it cannot become '{to.label}'. "
                "Open it again to see how it stands."
            )
        allowed = self.moves[self.states(state)][to]
        if allowed is not None and not set(allowed).intersection(movers):
            raise Refusal(f"Only {' or '.join(sorted(mover.value for mover in allowed))} may do this.")


def _row(followers: Collection[str] | Mapping[str, Collection[Mover]]) -> dict[str, Collection[Mover] | None]:
    return dict(followers) if isinstance(followers, Mapping) else dict.fromkeys(followers)
