"""How many save in one family at the same moment: those who wait for one lock must not take every thread there is."""

from collections import defaultdict
from threading import Condition
from time import monotonic

AT_ONCE = 2  # of the four threads of a process
PATIENCE = 0.5  # seconds


class Turns:
    """Whose turn it is to save, by family, in this process."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._began: dict[int, list[float]] = defaultdict(list)

    def take(self, family: int, *, waits: bool = True) -> bool:
        """Whether a turn was free, or became so; False once those who have one take longer than PATIENCE.

        Who has a turn gives it back by `give_back`. Who does not wait gets only one that is free.
        """
        with self._changed:
            while len(began := self._began[family]) >= AT_ONCE:
                left = min(began) + PATIENCE - monotonic()
                if left <= 0 or not waits:
                    return False
                self._changed.wait(left)
            began.append(monotonic())
        return True

    def give_back(self, family: int) -> None:
        """End one turn of the family, the first that began."""
        with self._changed:
            self._began[family].remove(min(self._began[family]))
            if not self._began[family]:
                del self._began[family]
            self._changed.notify_all()


TURNS = Turns()
