"""Child processes that end when their parent does (on Linux also when that is killed)."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
PATIENCE = 20  # seconds between asking a process to end and ending it
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None

Command = Sequence[str | Path]


class Child:
    """A process with the signal that asks it to end."""

    def __init__(
        self,
        command: Command,
        *,
        farewell: signal.Signals = signal.SIGTERM,
        identity: tuple[int, int] | None = None,
        in_terminal: bool = False,
        **options,
    ) -> None:
        """`identity` (user, group) is taken on by the child; with `in_terminal` it shares Ctrl-C with us."""
        if identity:
            options |= {"user": identity[0], "group": identity[1], "extra_groups": []}
        self.farewell = farewell
        self.in_terminal = in_terminal
        self.name = Path(command[0]).name
        with _held_back():
            self.process = subprocess.Popen(
                command, preexec_fn=_ending_with_parent(farewell), start_new_session=not in_terminal, **options
            )

    @property
    def ended(self) -> bool:
        """Whether it has ended. What it had started in its session, and left behind, is then ended too."""
        if self.process.returncode is None and self.process.poll() is not None:
            self._end_left_behind()
        return self.process.returncode is not None

    def _end_left_behind(self) -> None:
        """Such as web workers whose parent was killed: they would hold its port."""
        if not self.in_terminal:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def ask_to_end(self) -> None:
        if not self.ended:
            self.process.send_signal(self.farewell)

    def end(self) -> int:
        """Asks, waits, and if need be insists; the process's status."""
        self.ask_to_end()
        if self.process.returncode is None:
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self._end_left_behind()
        return self.process.returncode


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """What asks us to end waits until a child is started: Python ignores exceptions raised while it forks."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _ending_with_parent(farewell: signal.Signals) -> Callable[[], None]:
    """Run in the child: it may not outlive us, nor ignore what we were told to ignore."""
    parent = os.getpid()

    def prepare() -> None:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
        if LIBC:
            LIBC.prctl(PR_SET_PDEATHSIG, int(farewell))
            if os.getppid() != parent:
                os._exit(1)

    return prepare


@contextlib.contextmanager
def on_ending(answer: Callable[[signal.Signals], None]) -> Iterator[None]:
    """Calls `answer` at Ctrl-C, SIGTERM and SIGHUP, also where the caller had us ignore them."""
    handlers = {ending: signal.getsignal(ending) for ending in ENDINGS}
    for ending in ENDINGS:
        signal.signal(ending, lambda number, _: answer(signal.Signals(number)))
    try:
        yield
    finally:
        for ending, handler in handlers.items():
            signal.signal(ending, handler)


class Ended(BaseException):
    """We were asked to end. Not an `Exception`: nothing on the way may swallow it."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(number.name)
        self.status = 128 + number


def raise_ended(number: signal.Signals) -> None:
    """Once: an impatient second Ctrl-C would leave half of the ending undone."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise Ended(number)


def run_to_its_end(command: Command, environment: dict[str, str]) -> int:
    """Runs a command in our terminal, passing on what asks us to end; its status is as in a shell."""
    child = Child(command, in_terminal=True, env=environment)

    def pass_on(number: signal.Signals) -> None:
        # Ctrl-C in a terminal has reached the command already.
        if number != signal.SIGINT or not _in_foreground():
            child.process.send_signal(number)

    with on_ending(pass_on):
        status = child.process.wait()
    return status if status >= 0 else 128 - status


def _in_foreground() -> bool:
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
