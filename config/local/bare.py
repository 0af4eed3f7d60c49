"""
`make bare`: `make run`, `make lint` and `make test` in a Debian that holds next to nothing.

    python -m config.local.bare [arguments of pytest]

Once as root, for whom `make` installs what is missing, and once as an ordinary user, who is told what to type: it is
typed as told. Each begins in a new root made by debootstrap, with a fresh clone of what is committed. By what this
machine reaches archives and registries (certificates, proxies, mirrors) is read from it and carried into the root.
Needs root, for chroot. What is mounted and started stands in namespaces of its own and ends with them.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from config.local.ports import HOST, any_free_port
from config.local.processes import Command
from config.local.system import provide

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".run" / "bare"
INCLUDED = ["python3", "make", "git", "ca-certificates"]
CERTIFICATES = "usr/local/share/ca-certificates"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CARRIED = re.compile(
    r"(https?|ftp|all|no)_proxy|PIP_(INDEX_URL|CERT|DEFAULT_TIMEOUT)|UV_\w*INDEX\w*|SSL_CERT_FILE", re.I
)
UP, TYPE = "Ctrl-C stops it.", "Type: sudo apt-get install "
PATIENCE = 60  # seconds for `make run` to stop
MOST_TYPED = 5  # sentences that a user is told, one after another, before everything is there

# The first process of the namespace: whatever its command leaves running is named and ends with it.
FIRST = """
mount -t proc proc "$0/proc" && mount -t devpts devpts "$0/dev/pts" && mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm" \\
    || exit 125
chroot "$0" "$@"
status=$?
for process in "$0"/proc/[0-9]*; do
    command=$(tr "\\0" " " < "$process/cmdline" 2> /dev/null)
    [ "${process##*/}" = 1 ] || [ -z "$command" ] || echo "Left running: $command"
done
exit $status
"""


class Failed(Exception):
    """What did not work; the output of the command stands above it."""


class Bare:
    """A bare Debian in a folder, with a clone of the product in the home of `user`."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.root = PLACE / user
        self.home = Path("/root") if user == "root" else Path("/home") / user

    def make(self) -> None:
        remove(self.root)
        self.root.mkdir(parents=True)
        mirror, *sources = debian_sources()
        archive, release = mirror.split()[1:3]
        include = f"--include={','.join(INCLUDED)}"
        run(["debootstrap", "--variant=minbase", include, release, self.root, archive], stdout=subprocess.DEVNULL)
        (self.root / "etc/apt/sources.list").write_text("\n".join([mirror, *sources]) + "\n")
        for name in ("resolv.conf", "hosts"):
            shutil.copy(Path("/etc") / name, self.root / "etc" / name)
        if (Path("/") / CERTIFICATES).exists():
            shutil.copytree(Path("/") / CERTIFICATES, self.root / CERTIFICATES, dirs_exist_ok=True)
        self.execute("root", "update-ca-certificates > /dev/null 2>&1")
        if self.user != "root":
            self.execute("root", f"useradd --create-home {self.user}")
        run(
            [
                "git",
                "clone",
                "--quiet",
                "--depth=1",
                f"file://{ROOT}",
                self.root / self.home.relative_to("/") / "product",
            ]
        )
        self.execute("root", f"chown -R {self.user}: {self.home}/product")

    def command(self, user: str, script: str, **environment: str) -> Command:
        """The command line that runs a shell script there, in the product's folder if there is one."""
        home = "/root" if user == "root" else f"/home/{user}"
        values = {"HOME": home, "USER": user, "PATH": PATH, **carried(), **environment}
        enter: Command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", FIRST, self.root]
        become = [] if user == "root" else ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        given = [f"{name}={value}" for name, value in values.items()]
        inside = f"cd {home}/product 2> /dev/null || cd; {script}"
        return [*enter, "env", "-i", *given, *become, "sh", "-c", inside]

    def execute(self, user: str, script: str) -> None:
        run(self.command(user, script))

    def follow(self, sentences: Sequence[str]) -> None:
        """Types, as root, what the user was told to type."""
        for sentence in sentences:
            packages = sentence.partition(TYPE)[2]
            print(f"$ sudo apt-get install {packages}", flush=True)
            install = f"apt-get install -y -qq --no-install-recommends {packages} > /dev/null"
            self.execute("root", f"export DEBIAN_FRONTEND=noninteractive; apt-get update -qq; {install}")

    def prove(self, script: str) -> None:
        """Runs a command of the user, who types what it says is missing and then runs it again."""
        for _ in range(MOST_TYPED):
            began = time.monotonic()
            process = self._start(script)
            said = list(_shown(process))
            if process.wait() == 0:
                print(f"=== {script}: done after {time.monotonic() - began:.0f} s", flush=True)
                return
            told = [line for line in said if TYPE in line]
            if not told or self.user == "root":
                break
            self.follow(told)
        raise Failed(f"`{script}` failed for {self.user} in {self.root}.")

    def prove_run(self) -> None:
        """`make run` answers at its address, stops at Ctrl-C and leaves nothing running."""
        for _ in range(MOST_TYPED):
            port, began = any_free_port(), time.monotonic()
            process = self._start("make run", PORT=port)
            said = []
            for line in _shown(process):
                said.append(line)
                if UP in line:
                    return self._stop(process, port, began)
            if not (told := [line for line in said if TYPE in line]):
                break
            self.follow(told)
        raise Failed(f"`make run` failed for {self.user} in {self.root}.")

    def _stop(self, process: subprocess.Popen, port: str, began: float) -> None:
        with urlopen(f"http://{HOST}:{port}/sign-in/", timeout=10) as answer:
            if "Family Safeguarding Workbook" not in answer.read().decode():
                raise Failed("Something else answers at the address of `make run`.")
        print(f"=== make run: answers after {time.monotonic() - began:.0f} s", flush=True)
        os.killpg(process.pid, signal.SIGINT)
        said = list(_shown(process))
        process.wait(PATIENCE)
        if not any("Stopped." in line for line in said) or any("Left running" in line for line in said):
            raise Failed("`make run` did not stop whole at Ctrl-C.")

    def _start(self, script: str, **environment: str) -> subprocess.Popen:
        """In a process group of its own, as a terminal does it, so that Ctrl-C can be sent to all of it."""
        print(f"=== {script}, as {self.user}", flush=True)
        return subprocess.Popen(
            self.command(self.user, script, **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def debian_sources() -> list[str]:
    """Lines for sources.list: Debian's archive of this machine's release first, its updates after it."""
    ask = ["apt-get", "indextargets", "--format", "$(ORIGIN) deb $(REPO_URI) $(RELEASE) $(COMPONENT)"]
    known = subprocess.run([*ask, "Created-By: Packages"], capture_output=True, text=True, check=True).stdout
    lines = [line.removeprefix("Debian ") for line in known.splitlines() if line.startswith("Debian deb ")]
    if not lines:
        raise Failed("This machine's apt knows no archive of Debian. Run `apt-get update` first.")
    return sorted(dict.fromkeys(lines), key=lambda line: len(line.split()[2]))


def carried() -> dict[str, str]:
    """What of this machine's environment and settings the ordinary clients need to reach their registries."""
    index = _asked("pip", "config", "get", "global.index-url")
    registry = _asked("npm", "config", "get", "registry")
    found = {"PIP_INDEX_URL": index, "UV_DEFAULT_INDEX": index, "npm_config_registry": registry}
    set_here = {name: value for name, value in os.environ.items() if CARRIED.fullmatch(name)}
    return {name: value for name, value in {**found, **set_here}.items() if value}


def _asked(program: str, *arguments: str) -> str:
    command: Command = [Path(sys.executable).parent / program, *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _shown(process: subprocess.Popen) -> Iterator[str]:
    """The lines that the process says, shown as they come."""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        yield line.rstrip()


def run(command: Command, **options: Any) -> None:
    if subprocess.run(command, **options).returncode:
        raise Failed(f"`{shlex.join(map(str, command[:8]))}` failed.")


def remove(folder: Path) -> None:
    """Never across a mount, should one have been left there."""
    subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)


def main(arguments: list[str]) -> None:
    if os.getuid() != 0:
        raise Failed("Only root can make a bare Debian. Type: sudo make bare")
    if sentence := provide("bare"):
        raise Failed(sentence)
    tests = f"make test ARGS={shlex.quote(shlex.join(arguments))}" if arguments else "make test"
    for user in ("root", "worker"):
        bare = Bare(user)
        bare.make()
        bare.prove_run()
        bare.prove("make lint")
        bare.prove(tests)
        remove(bare.root)
    print("=== All of it works on a bare machine, for root and for an ordinary user.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Failed, OSError, subprocess.TimeoutExpired) as failed:
        sys.exit(str(failed))
