"""
What the machine itself has to hold: shared libraries that no wheel brings, fonts, and a browser for the tests.

As root with apt they are installed; otherwise a sentence says what to type.

    python -m config.local.system servers [pdf] [browser] [bare]      status 1 where something is missing and stays so
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

# The first does without a window, and takes half the processor's time of the second; Debian alone has a package of it.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome")
FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"))


# Debian's packages for names on paper, and a file of each: any font has Latin letters, the second Arabic ones too.
# A Mac has fonts of its own for all of them.
LETTERS = {"fonts-liberation": "*.[to]t[fc]"}
if sys.platform == "linux":
    LETTERS["fonts-dejavu-core"] = "DejaVuSans.ttf"


class Purpose(NamedTuple):
    """What is to be done, and the libraries that it loads: their names for the linker, and Debian's packages."""

    to: str
    libraries: dict[str, str]


PURPOSES = {
    # PostgreSQL loads zlib; Node and the web server the other two. Nearly every machine has them.
    "servers": Purpose(
        "run the servers and compile the styles", {"z": "zlib1g", "stdc++": "libstdc++6", "gcc_s": "libgcc-s1"}
    ),
    # As WeasyPrint opens them.
    "pdf": Purpose(
        "make a pack as PDF",
        {
            "gobject-2.0": "libglib2.0-0",
            "fontconfig": "libfontconfig1",
            "harfbuzz": "libharfbuzz0b",
            "harfbuzz-subset": "libharfbuzz-subset0",
            "pango-1.0": "libpango-1.0-0",
            "pangoft2-1.0": "libpangoft2-1.0-0",
        },
    ),
    # Playwright's own Node.
    "browser": Purpose("walk the journey in a browser", {"atomic": "libatomic1"}),
    "bare": Purpose("make a bare Debian", {}),
}


def browser() -> str | None:
    """The browser that the tests drive."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing(purpose: str) -> list[str]:
    """The Debian packages that are missing for a purpose."""
    # On a Mac the wheels need nothing of the system, so only WeasyPrint's libraries are looked for.
    libraries = PURPOSES[purpose].libraries if sys.platform == "linux" or purpose == "pdf" else {}
    lacking = [package for name, package in libraries.items() if not ctypes.util.find_library(name)]
    if purpose == "pdf":
        lacking += [package for package, file in LETTERS.items() if not _has_font(file)]
    if purpose == "browser" and not browser():
        lacking.append("chromium")
    if purpose == "bare" and not shutil.which("debootstrap"):
        lacking.append("debootstrap")
    return lacking


def provide(purpose: str) -> str:
    """Installs what is missing where that is allowed. Returns a sentence where something stays missing."""
    if missing(purpose) and os.getuid() == 0 and shutil.which("apt-get"):
        _install(missing(purpose))
    lacking = missing(purpose)
    if not lacking:
        return ""
    return f"To {PURPOSES[purpose].to} this machine lacks {', '.join(lacking)}. Type: {_command(lacking)}"


def _has_font(file: str) -> bool:
    return any(place.exists() and next(place.rglob(file), None) for place in FONTS)


def _install(packages: Sequence[str]) -> None:
    print(f"Installing {', '.join(packages)}", flush=True)
    quiet: dict[str, Any] = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    packages = [SHELL if each == "chromium" and _apt_knows(SHELL) else each for each in packages]
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, **quiet)


def _apt_knows(package: str) -> bool:
    return not subprocess.run(["apt-cache", "show", package], check=False, capture_output=True).returncode


def _command(packages: Sequence[str]) -> str:
    if sys.platform == "darwin":
        return "brew install --cask chromium" if "chromium" in packages else "brew install pango"
    return f"sudo apt-get install {' '.join(packages)}"


if __name__ == "__main__":
    sentences = list(filter(None, map(provide, sys.argv[1:])))
    print("\n".join(sentences), file=sys.stderr, end="\n" if sentences else "")
    sys.exit(1 if sentences else 0)
