"""How large a county of so many families is: who is open, in which team, and who works there.

A team in use has the same number of open families in a county of any size, so that pages of two sizes compare.
"""

from collections.abc import Iterator
from typing import NamedTuple

OPEN_IN_A_TEAM = 67
OPEN_SHARE = 0.035  # of 100,000 families 3,500 are open
TEAMS = 52
FEWEST_IN_USE = 4
FAMILIES_OF_A_TEAM = 1_900
# People of a team, besides its manager and deputy.
SOCIAL_WORKERS, SPECIALISTS, SUPPORT = 10, 8, 2
WHERE_UNUSED = 1


class Size(NamedTuple):
    families: int

    @property
    def open(self) -> int:
        """The open families: a thirtieth of a county, and at least a team's where there are three times as many."""
        return max(int(self.families * OPEN_SHARE), min(OPEN_IN_A_TEAM, (self.families + 2) // 3))

    @property
    def teams_in_use(self) -> int:
        """All teams exist; families are in these."""
        return min(TEAMS, max(FEWEST_IN_USE, self.families // FAMILIES_OF_A_TEAM))

    def places(self) -> Iterator["Place"]:
        """Each family's place, the open ones spread over all."""
        opened = closed = 0
        for number in range(self.families):
            if (number + 1) * self.open // self.families > number * self.open // self.families:
                # The last team takes the rest.
                team = min(opened // OPEN_IN_A_TEAM, self.teams_in_use - 1)
                yield Place(number, True, team, opened - team * OPEN_IN_A_TEAM)
                opened += 1
            else:
                yield Place(number, False, closed % self.teams_in_use, closed // self.teams_in_use)
                closed += 1


class Place(NamedTuple):
    """`rank` counts the open, or the closed, families of the team."""

    number: int
    is_open: bool
    team: int
    rank: int
