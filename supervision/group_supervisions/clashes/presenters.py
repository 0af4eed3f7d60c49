"""What is said of two families whose supervisions ask for the same people at once: said, and never refused."""

from datetime import datetime

from casework.access import families_for
from casework.families.models import Family
from casework.users.models import User
from casework.words import say_when
from supervision.group_supervisions.clashes.queries import in_the_same_hour


def clashes_with(family: Family, planned_for: datetime, reader: User) -> list[str]:
    """A sentence for each other family, of those that the reader finds."""
    return [
        f"{_names(workers)} also {'has' if len(workers) == 1 else 'have'} the supervision of {episode.family} "
        f"({episode.family.reference}) at {say_when(episode.supervision_planned_for)}."
        for episode, workers in in_the_same_hour(family, planned_for, families_for(reader)).items()
    ]


def _names(workers: list[User]) -> str:
    *others, last = map(str, workers)
    return f"{', '.join(others)} and {last}" if others else last
