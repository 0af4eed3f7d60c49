import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from config.local import system

INSTALLED = Path(sysconfig.get_path("platlib"))
# Of the C library itself, without which no program runs at all.
C_LIBRARY = {"c", "m", "dl", "pthread", "rt", "resolv"}


@pytest.fixture
def bare(monkeypatch):
    """A machine that has nothing, and a person who may not install."""
    monkeypatch.setattr(system.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(system, "browser", lambda: None)
    monkeypatch.setattr(system, "FONTS", ())
    monkeypatch.setattr(system.os, "getuid", lambda: 1000)
    monkeypatch.setattr(system.sys, "platform", "linux")


@pytest.mark.parametrize("purpose", ["servers", "pdf", pytest.param("browser", marks=pytest.mark.slow)])
def test_where_nothing_is_missing_nothing_is_said(purpose):
    assert system.provide(purpose) == ""


def test_what_is_missing_is_named_with_what_to_type(bare):
    libraries = "libglib2.0-0 libfontconfig1 libharfbuzz0b libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0"
    assert system.provide("pdf").endswith(f"Type: sudo apt-get install {libraries} fonts-liberation fonts-dejavu-core")
    assert system.provide("servers").endswith("Type: sudo apt-get install zlib1g libstdc++6 libgcc-s1")
    assert system.provide("browser").endswith("Type: sudo apt-get install libatomic1 chromium")


@pytest.mark.skipif(sys.platform != "linux", reason="wheels for other systems take nothing of them")
def test_every_library_that_a_wheel_takes_from_the_system_is_asked_for_by_name():
    programs = [str(file) for file in INSTALLED.rglob("*") if _is_program(file)]
    assert len(programs) > 100
    loaded = subprocess.run(["ldd", *programs], capture_output=True, text=True).stdout
    # Another package's library, or one beside it, is found in a wheel; the rest is the system's, or missing.
    found = re.findall(r"^\s+lib(\S+?)\.so\S* => (not found|/\S+)", loaded, re.MULTILINE)
    taken = {name for name, place in found if not place.startswith(str(INSTALLED))}
    asked = {name for purpose in system.PURPOSES.values() for name in purpose.libraries}
    assert {"z", "stdc++", "gcc_s", "atomic"} <= taken
    assert taken - C_LIBRARY <= asked


def _is_program(file):
    if file.suffix in (".py", ".pyc", ".pyi") or file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def test_every_library_that_weasyprint_opens_is_asked_for_by_name():
    source = (INSTALLED / "weasyprint" / "text" / "ffi.py").read_text()
    opened = re.findall(r"_dlopen\(\s+ffi, (.+?)\)\n", source, re.DOTALL)
    needed = [call for call in opened if "allow_fail" not in call or "harfbuzz-subset" in call]
    assert len(needed) == len(system.PURPOSES["pdf"].libraries)
    for call in needed:
        assert any(f"'{name}'" in call for name in system.PURPOSES["pdf"].libraries), call


def test_the_image_of_the_application_holds_what_it_loads():
    compose = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
    recipe = compose["services"]["web"]["build"]["dockerfile_inline"].split()
    for purpose in ("servers", "pdf"):
        assert set(system.PURPOSES[purpose].libraries.values()) <= set(recipe)


@pytest.mark.parametrize(("known", "installed"), [(True, "chromium-headless-shell"), (False, "chromium")])
def test_root_with_apt_installs_it(bare, monkeypatch, known, installed):
    asked = []
    monkeypatch.setattr(system, "_apt_knows", lambda package: known)
    monkeypatch.setattr(system.os, "getuid", lambda: 0)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system.subprocess, "run", lambda command, **_: asked.append(command))
    assert "chromium" in system.provide("browser")  # it is missing still, since nothing was truly installed
    assert asked[-1][:2] == ["apt-get", "install"]
    assert asked[-1][-1] == installed
