"""Where throw-away servers stand: in memory where there is room, unless somebody says where."""

import shutil

import pytest

from config.local import homes


@pytest.fixture
def parent():
    """The folder in which a new home is made."""
    made = []

    def make():
        made.append(homes.temporary_home())
        return made[-1].parent

    yield make
    for home in made:
        shutil.rmtree(home)


@pytest.fixture
def memory(open_folder, monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(homes, "MEMORY", open_folder)
    monkeypatch.setattr(homes, "ROOM", 0)
    return open_folder


def test_they_stand_in_memory(memory, parent):
    assert parent() == memory


def test_where_there_is_too_little_of_it_or_somebody_says_where_they_stand_elsewhere(memory, parent, monkeypatch):
    monkeypatch.setattr(homes, "ROOM", shutil.disk_usage(memory).total + 1)
    assert parent() != memory
    monkeypatch.setattr(homes, "ROOM", 0)
    monkeypatch.setenv("TMPDIR", "/tmp")
    assert parent() != memory


def test_a_system_without_such_a_place_is_no_matter(memory, parent, monkeypatch):
    monkeypatch.setattr(homes, "MEMORY", memory / "nowhere")
    assert parent().exists()
