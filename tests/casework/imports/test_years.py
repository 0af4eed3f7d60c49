"""Returns of each form since 2021 that the department's rules pass, and what the import makes of them."""

from datetime import date, timedelta

import pytest

from casework.families.models import Headline
from casework.plans.models import LegalEpisode
from casework.referrals.models import Involvement
from tests.casework.imports.returns import (
    YEARS,
    assessment,
    child,
    enquiry,
    episode,
    need_plan,
    proceedings,
    protection_plan,
)

FORMS = (*YEARS, 2027)


def of_year(year):
    """The children of the year to 31 March: days are month and day of the year before, or the Monday after."""

    def day(text):
        on = date.fromisoformat(f"{year - 1}-{text}")
        return str(on + timedelta(days=max(0, 7 - on.weekday()) if on.weekday() > 4 else 0))

    closed = {"closed": day("09-01"), "because": "RC7"}
    assessed = assessment(day("06-03"), day("07-03"), ["3B", "4B"])
    other = "9" if year <= 2024 else "U"
    more = [proceedings(day("09-09"), day("09-20"), "1", "1")] if year >= 2027 else []
    return [
        child("NFA1", *(episode(day(f"{month}-04"), nfa="true") for month in ("06", "08", "11"))),
        child("NFA2", episode(day("06-04"), nfa="1"), episode(day("09-01"), need_plan(day("09-02"))), ethnicity="REFU"),
        child("BACK1", episode(day("06-02"), assessed, **closed), episode(day("09-01"), need_plan(day("10-01")))),
        child("UNBORN1", episode(day("11-03")), born=None, expected=f"{year}-06-15", sex="U", ethnicity="NOBT"),
        child("OTHER1", episode(day("06-02"), assessed, *more), sex=other, disabilities=["NONE"]),
        child(
            "TRANSFER1",
            episode(
                day("06-02"), assessed, protection_plan(day("06-12"), reviews=[day("09-09")]),
                source="5C", conference=day("06-12"),
            ),
        ),
        child(
            "CP1",
            episode(
                day("06-02"), assessed, enquiry(day("06-05"), day("06-26"), day("06-25")),
                protection_plan(day("06-25"), day("12-10"), reviews=[day("09-22")]), need_plan(day("12-10")),
            ),
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("year", FORMS)
def test_return_that_the_department_passes_comes_in_whole_and_without_warning(bring_in, year):
    report = bring_in(*of_year(year), year=year)
    told = {kind for kind, refused in report.kinds if "Gender 9" not in kind}
    assert (report.aside, told) == ([], set())
    assert report.figures["children, new"] == 7
    assert Involvement.objects.filter(closed_on=None).count() == 6
    assert Involvement.objects.filter(closed_because="NFA").count() == 4
    assert Headline.objects.filter(open=True).count() == 6
    assert LegalEpisode.objects.count() == (year >= 2027)


@pytest.mark.parametrize("year", FORMS)
def test_same_return_again_brings_nothing(bring_in, year):
    bring_in(*of_year(year), year=year)
    report = bring_in(*of_year(year), year=year)
    figures = {name: number for name, number in report.figures.items() if ", new" in name and number}
    assert (report.aside, report.changes, report.moves, report.gone, figures) == ([], [], [], [], {})
