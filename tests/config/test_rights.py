"""docs/rights.md is as the code has it."""

from casework.access import Can
from config.management.commands.rights import PAGE, printed
from config.rights import deeds


def test_the_page_of_rights_is_as_printed():
    assert PAGE.read_text(encoding="utf-8") == printed(), "run `manage.py rights`"


def test_each_page_of_a_family_has_its_right():
    rights = {deed.name: deed.right for deed in deeds()}
    assert rights["history"] is Can.INSPECT  # a function that names it
    assert rights["people"] is Can.READ  # a function that only reads
    assert rights["person-add"] is Can.LEAD  # a page with a form
    assert rights["api-chronology"] is Can.READ
