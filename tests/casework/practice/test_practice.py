"""Each mistake in a practice file is a sentence that names the file, the key and what is allowed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from casework import practice

LUTON = (practice.SHIPPED / "luton.toml").read_text(encoding="utf-8")


@pytest.fixture
def read(tmp_path):
    def read(text):
        file = tmp_path / "ours.toml"
        file.write_text(text, encoding="utf-8")
        return practice.read(str(file))

    return read


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('unit = "weeks"', 'unit = "fortnights"', "timescales.summary_update.unit: this must be one of"),
        ('index_child = "youngest"', 'index_child = "oldest"', "settings.index_child: this must be one of"),
        ("length = 48", 'length = "two days"', "timescales.visit_write_up.length: this must be a whole number"),
        ("length = 48", "length = 0", "this must be greater than 0, not 0"),
        ("supervision_hour = 10", "supervision_hour = 25", "this must be less than or equal to 23, not 25"),
        ("supervision_hour = 10", "supervision_our = 10", "settings.supervision_our: there is no such key"),
        ("supervision_hour = 10", "", "settings.supervision_hour: this key is missing"),
        ("reminders_from_hour = 7", "reminders_from_hour = 22", "must lie before reminders_until_hour"),
        ('length = 1, unit = "hours" } # A7.20', 'length = 0, unit = "hours" } #', "must be greater than 0, not 0"),
        ('open_workbook = "deputy"', 'open_workbook = "auditor"', "decisions.open_workbook: this must be one of"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_what_is_allowed(read, before, after, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(LUTON.replace(before, after, 1))
    assert "ours.toml" in str(refused.value)
    assert sentence in str(refused.value)


def test_all_mistakes_are_told_at_once(read):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(LUTON.replace("length = 48", "length = 0").replace("supervision_hour = 10", ""))
    assert len(str(refused.value).splitlines()) == 2


def test_a_file_that_is_no_toml_is_told(read):
    with pytest.raises(ImproperlyConfigured, match="not valid TOML"):
        read("[authority")


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        practice.read("nowhere")


@pytest.mark.rule("C27")
def test_each_decision_names_its_lowest_grade():
    lowest = practice.current().decisions.model_dump()
    assert lowest.pop("restrict") == "team_manager"
    assert set(lowest.values()) == {"deputy"}


@pytest.mark.rule("A7.6")
def test_a_home_visit_has_the_headings_of_the_guidance_and_each_childs_voice_apart():
    sections = practice.current().note_kinds["home_visit"].sections
    assert [section.key for section in sections if section.each_child] == ["voice"]
    wanted = {
        "purpose",
        "voice",
        "observation",
        "parents_views",
        "working_well",
        "worried_about",
        "what_next",
        "interpreter",
    }
    assert {section.key for section in sections} == wanted


@pytest.mark.rule("A9.2")
def test_a_case_summary_has_its_seven_headings():
    assert len(practice.current().case_summary_sections) == 7
