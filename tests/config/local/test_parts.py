"""What has to run is started again: with growing pauses, not for ever, and not to blame for a server that is away."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from config.local import parts
from config.local.logs import Log
from config.local.parts import CannotLive, Part, Supervisor, how_ended
from config.local.processes import Child

FIRST_PAUSES = list(parts.PAUSES)
PATIENCE = 10  # seconds


def until(true):
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def has_ended(pid):
    """Also where nobody has reaped it yet."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


class Process:
    """A child that runs until a test ends it."""

    def __init__(self):
        self.ended = False
        self.process = self
        self.returncode = None

    def end_by(self, status):
        self.ended, self.returncode = True, status


class Machine:
    """Parts of such processes under a clock of the test's."""

    def __init__(self, folder):
        self.folder, self.now, self.said, self.serves = folder, 1000.0, [], True
        self.supervisor = Supervisor([], self.said.append)

    def part(self, name, **options):
        part = Part(name, lambda log: Process(), Log(self.folder / f"{name}.log"), **options)
        self.supervisor.parts.append(part)
        return part

    def after(self, seconds):
        self.now += seconds
        self.supervisor.look(self.now)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_part_that_ends_is_started_again_and_said(machine):
    part = machine.part("web")
    machine.after(0)
    first = part.child
    machine.after(60)
    first.end_by(-signal.SIGKILL)
    machine.after(1)
    assert part.child is not first and not part.child.ended
    assert machine.said == ["web has ended (by SIGKILL) and is started again."]


def test_part_that_ends_at_once_waits_longer_each_time_and_in_the_end_ends_all_with_its_log(machine):
    part = machine.part("web")
    machine.after(0)
    for pause in FIRST_PAUSES:
        part.child.end_by(3)
        machine.after(0.1)
        assert part.due == machine.now + pause
        if pause:
            assert part.child is None
            machine.after(pause - 0.01)
            assert part.child is None
            machine.after(0.02)
        assert not part.child.ended
    part.log.file.open("a").write("no such module\n")
    part.child.end_by(3)
    with pytest.raises(CannotLive, match="web ends as soon as it is started") as ended:
        machine.after(0.1)
    assert str(part.log.file) in str(ended.value) and "no such module" in str(ended.value)


@pytest.mark.parametrize(("status", "seconds"), [(3, parts.SETTLED), (-signal.SIGKILL, parts.KILLED_LATER)])
def test_part_that_has_lived_a_while_begins_with_the_shortest_pause_again(machine, status, seconds):
    part = machine.part("web")
    machine.after(0)
    for _ in range(4 * len(FIRST_PAUSES)):
        machine.after(seconds + 1)
        part.child.end_by(status)
        machine.after(0.1)
        assert part.due == machine.now
        assert not part.child.ended


def test_part_that_fails_after_a_long_start_cannot_live_either(machine):
    part = machine.part("web")
    machine.after(0)
    with pytest.raises(CannotLive):
        for _ in range(4 * len(FIRST_PAUSES)):
            part.child.end_by(3)
            machine.after(0.1)
            machine.after(max(FIRST_PAUSES))
            machine.after(parts.SETTLED - 2 * max(FIRST_PAUSES))


def test_part_waits_while_a_server_is_away_and_is_not_to_blame_for_ending_then(machine):
    server, part = machine.part("PostgreSQL", answers=lambda: machine.serves), machine.part("web")
    machine.after(0)
    machine.after(1)
    assert part.child
    machine.serves = False
    machine.after(60)
    server.child.end_by(-9)
    for _ in range(3 * len(FIRST_PAUSES)):
        if part.child:
            part.child.end_by(1)
        machine.after(1)
    assert server.child and not part.child
    machine.serves = True
    machine.after(1)
    assert part.child and part.at_once == 0


@pytest.mark.parametrize(
    "words", ["FATAL: pre-existing shared memory block (key 1, ID 2) is still in use", "postmaster.pid"]
)
def test_server_whose_killed_predecessor_holds_its_memory_or_lock_is_tried_again_for_a_minute(machine, words):
    server = machine.part("PostgreSQL", answers=lambda: False, predecessor=("postmaster.pid", "shared memory block"))
    machine.after(0)
    began = machine.now
    with pytest.raises(CannotLive):
        while machine.now < began + 1000:
            if server.child:
                server.log.file.open("a").write(words)
                server.child.end_by(1)
            machine.after(0.5)
    assert parts.PREDECESSOR <= machine.now - began < 2 * parts.PREDECESSOR


def test_child_that_is_killed_takes_with_it_what_it_had_started():
    child = Child(["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, text=True)
    left = int(child.process.stdout.readline())
    child.process.kill()
    until(lambda: child.ended)
    until(lambda: has_ended(left))


def test_how_a_process_ended_is_said_in_words():
    assert (how_ended(-9), how_ended(3)) == ("by SIGKILL", "with status 3")
