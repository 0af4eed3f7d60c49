"""
What the machine itself has to hold: libraries for PDF, and a browser for the tests.

As root with apt they are installed; otherwise a sentence says what to type.

    python -m config.local.system pdf [browser]      status 1 where something is missing and stays so
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# As WeasyPrint loads them, and as Debian calls them.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"))
PURPOSES = {"pdf": "make a pack as PDF", "browser": "walk the journey in a browser"}


def browser() -> str | None:
    """The browser that the tests drive."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing(purpose: str) -> list[str]:
    """The Debian packages that are missing for a purpose."""
    if purpose == "browser":
        return [] if browser() else ["chromium"]
    libraries = [package for name, package in LIBRARIES.items() if not ctypes.util.find_library(name)]
    has_font = any(place.exists() and next(place.rglob("*.[to]t[fc]"), None) for place in FONTS)
    return libraries + ([] if has_font else ["fonts-liberation"])


def provide(purpose: str) -> str:
    """Installs what is missing where that is allowed. Returns a sentence where something stays missing."""
    if missing(purpose) and os.getuid() == 0 and shutil.which("apt-get"):
        _install(missing(purpose))
    lacking = missing(purpose)
    if not lacking:
        return ""
    return f"To {PURPOSES[purpose]} this machine lacks {', '.join(lacking)}. Type: {_command(lacking)}"


def _install(packages: Sequence[str]) -> None:
    print(f"Installing {', '.join(packages)}", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False, **quiet)


def _command(packages: Sequence[str]) -> str:
    if sys.platform == "darwin":
        return "brew install --cask chromium" if "chromium" in packages else "brew install pango"
    return f"sudo apt-get install {' '.join(packages)}"


if __name__ == "__main__":
    sentences = list(filter(None, map(provide, sys.argv[1:])))
    print("\n".join(sentences), file=sys.stderr, end="\n" if sentences else "")
    sys.exit(1 if sentences else 0)
