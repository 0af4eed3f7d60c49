import pytest

from config.local import system


@pytest.fixture
def bare(monkeypatch):
    """A machine that has nothing, and a person who may not install."""
    monkeypatch.setattr(system.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(system, "browser", lambda: None)
    monkeypatch.setattr(system, "FONTS", ())
    monkeypatch.setattr(system.os, "getuid", lambda: 1000)
    monkeypatch.setattr(system.sys, "platform", "linux")


def test_where_nothing_is_missing_nothing_is_said():
    assert [system.provide(purpose) for purpose in system.PURPOSES] == ["", ""]


def test_what_is_missing_is_named_with_what_to_type(bare):
    packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
    assert system.provide("pdf").endswith(f"Type: sudo apt-get install {packages}")
    assert system.provide("browser").endswith("Type: sudo apt-get install chromium")


def test_root_with_apt_installs_it(bare, monkeypatch):
    asked = []
    monkeypatch.setattr(system.os, "getuid", lambda: 0)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system.subprocess, "run", lambda command, **_: asked.append(command))
    assert "chromium" in system.provide("browser")  # it is missing still, since nothing was truly installed
    assert asked[-1][:2] == ["apt-get", "install"]
    assert asked[-1][-1] == "chromium"
