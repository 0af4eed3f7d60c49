"""The processes that have to run all the time: each is started again when it ends, after a pause that grows."""

import signal
import time
from collections.abc import Callable, Sequence
from typing import IO, NoReturn

from config.local.logs import Log
from config.local.processes import Child

PAUSES = (0, 0.5, 1, 2, 4, 8, 15)  # seconds before a part is started again, by how often it has ended at once
# Seconds of a life that counts. What ends by itself earlier has failed to start, which takes long on a busy machine;
# what is killed earlier may have been killed for what it does at its start.
SETTLED, KILLED_LATER = 60, 10
STEP = 0.1  # seconds between two looks
BETWEEN_ROTATIONS = 60  # seconds
PREDECESSOR = 60  # seconds that a part may need until its killed predecessor has let go of what it held


class CannotLive(Exception):
    """Which part ends each time it is started, and how its log ends."""


class Part:
    """A process with its log. `answers` says of a server whether it serves; the others are started after the servers.

    `predecessor` are words in its log by which it ends because its killed predecessor still holds something.
    """

    def __init__(
        self,
        name: str,
        launch: Callable[[IO[bytes]], Child],
        log: Log,
        answers: Callable[[], bool] | None = None,
        predecessor: Sequence[str] = (),
    ) -> None:
        self.name, self.launch, self.log, self.answers, self.predecessor = name, launch, log, answers, predecessor
        self.child: Child | None = None
        self.up = False
        self.began = 0.0
        self.at_once = 0  # how often in a row it has ended soon after its start
        self.held_since: float | None = None
        self.due = 0.0  # when it is started (again)

    def start(self, now: float) -> None:
        self.up = False
        with self.log.opened() as log:
            self.child = self.launch(log)
        self.began = now

    def end(self) -> int:
        """Ends it, and gives its status; 0 where it was not running."""
        return self.child.end() if self.child else 0

    def is_up(self) -> bool:
        """Whether others can rely on it; asked of the server until it has answered once."""
        if not self.up and self.child and self.answers:
            self.up = self.answers()
        return self.up

    def held_by_predecessor(self, now: float) -> bool:
        said = self.log.tail()
        if not any(words in said for words in self.predecessor):
            self.held_since = None
            return False
        self.held_since = self.held_since or now
        return now - self.held_since < PREDECESSOR


class Supervisor:
    """Watches parts, in the order in which they depend on each other, and starts again what has ended."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], object], lives: int = len(PAUSES) + 1) -> None:
        self.parts, self.say, self.lives = parts, say, lives
        self.rotated = time.monotonic()

    def watch(self) -> NoReturn:
        """Until a part cannot live (CannotLive) or the caller is interrupted."""
        while True:
            self.look(time.monotonic())
            time.sleep(STEP)

    def bring_up(self, patience: float) -> None:
        """Starts servers and returns when they answer; CannotLive where they do not within `patience` seconds."""
        deadline = time.monotonic() + patience
        while not all(part.is_up() for part in self.parts):
            now = time.monotonic()
            if now > deadline:
                raise CannotLive(f"{self.parts[-1].name} does not answer.\n{self.parts[-1].log.tail()}")
            self.look(now)
            time.sleep(STEP / 5)

    def look(self, now: float) -> None:
        """One look at all parts."""
        for part in self.parts:
            if part.child and part.child.ended:
                self._note_end(part, part.child, now)
        served = all(part.is_up() for part in self.parts if part.answers)
        for part in self.parts:
            if not part.child and now >= part.due and (served or part.answers):
                part.start(now)
        if now - self.rotated > BETWEEN_ROTATIONS:
            self.rotated = now
            for part in self.parts:
                part.log.rotate()

    def _note_end(self, part: Part, child: Child, now: float) -> None:
        """Sets when the part is started again. What ends while a server is away is not to blame for it."""
        part.child, part.up = None, False
        served = all(server.up for server in self.parts if server.answers and server is not part)
        excused = part.held_by_predecessor(now) or (not served and not part.answers)
        if not excused:
            lived = now - part.began > (KILLED_LATER if child.process.returncode < 0 else SETTLED)
            part.at_once = 1 if lived else part.at_once + 1
            if part.at_once >= self.lives:
                end = f"{part.log.file} ends with:\n{part.log.tail()}"
                raise CannotLive(f"{part.name} ends as soon as it is started. {end}")
        pause = 0.5 if excused else PAUSES[min(part.at_once, len(PAUSES)) - 1]
        part.due = now + pause
        after = f" in {pause:g} s" if pause else ""
        self.say(f"{part.name} has ended ({how_ended(child.process.returncode)}) and is started again{after}.")


def how_ended(status: int) -> str:
    """In words: the signal by which a process was ended, or the status with which it ended."""
    return f"by {signal.Signals(-status).name}" if status < 0 else f"with status {status}"


def end_all(parts: Sequence[Part]) -> None:
    """All are asked first, so that they end side by side."""
    for part in parts:
        if part.child:
            part.child.ask_to_end()
    for part in parts:
        part.end()
