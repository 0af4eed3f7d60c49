"""A family that does not fit a form, under each practice file that ships: what stands on file is possible."""

import re

import pytest
import time_machine

from casework.families.models import FamilyRole
from tests.practising import SHIPPED
from tests.shape.addresses import addresses
from tests.year import blended

pytestmark = pytest.mark.slow

NOT_NAMED = ("dora", "mary", "audrey", "bob")
# Each page is walked as each of them under the file that ships first, and under each other file as two of them: what
# keeps the place from them is one mask, which asks no practice, and what each may open is asked of each file elsewhere.
WALKED_BY = {
    "luton": NOT_NAMED,
    "caredirector": ("mary", "dora"),
    "family_help": ("mary", "bob"),
    "west_sussex": ("mary", "audrey"),
}
TELLS_IT = re.compile(r"lindenhurst|lx4\s*7qt", re.IGNORECASE)


@pytest.fixture(params=SHIPPED)
def year(request, cast, practise):
    practise(request.param)
    with time_machine.travel(blended.OPENED, tick=False) as clock:
        year = blended.tell(cast, clock)
        year.not_named = WALKED_BY[request.param]
        yield year


@pytest.mark.rule("A1.14", "A5.6", "A9.20", "A10.9", "A11.1")
def test_a_year_of_a_blended_family_reads_right(year, signed_in):
    each_is_what_they_are_in_each_family(year)
    both_workbooks_run(year)
    pages = {who: pages_of(year, signed_in(getattr(year.cast, who))) for who in ("sue", *year.not_named)}
    nobody_else_learns_the_place(pages)
    births_are_told_as_known(year, pages["mary"])
    the_condition_stands_on_each_page(pages["sue"])


def each_is_what_they_are_in_each_family(year):
    here = {member.person: member.role for member in year.family.members_now()}
    hers = {member.person: member.role for member in year.hers.members_now()}
    assert (here[year.zofia], hers[year.zofia]) == (FamilyRole.CHILD, FamilyRole.PARENT)
    assert here[year.kacper] == FamilyRole.OTHER_ADULT
    assert [child.name for child in year.hers.children_now() if child.born] == ["Hania Żak"]


def both_workbooks_run(year):
    assert [book.workbook_set.get().state for book in (year.family, year.hers)] == ["open", "open"]
    assert year.her_workbook.episodes.first().members.filter(person=year.zofia, role=FamilyRole.PARENT).exists()


def pages_of(year, client):
    """By name of the address and family, what each page of both families says."""
    return {
        (address.name, family.name): client.get(address.filled({"family_id": family.pk})).content.decode()
        for family in (year.family, year.hers)
        for address in addresses()
        if address.parts == ("family_id",)
    }


def nobody_else_learns_the_place(pages):
    for who in pages.keys() - {"sue"}:
        assert {name for name, text in pages[who].items() if TELLS_IT.search(text)} == set()
    told = {name for (name, _), text in pages["sue"].items() if TELLS_IT.search(text)}
    assert told >= {"notes"}


def births_are_told_as_known(year, pages):
    assert "Thu 12 Nov 2020" in pages["people", "Żak"]
    assert "about 4" in pages["people", "Żak"]  # Sami, of whom nobody knows the day
    assert "Thu 16 Apr 2026" in pages["people", "Żak, Zofia"]


def the_condition_stands_on_each_page(pages):
    shown = {
        name for name, family in pages if family == "Żak" and "Łukasz may not come near them" in pages[name, family]
    }
    assert {"family", "people", "notes", "workbook", "chronology"} <= shown
