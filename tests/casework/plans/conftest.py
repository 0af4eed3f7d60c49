import pytest

from casework.plans import services as facts
from casework.trail.confirming import confirming
from tests.factories import NOW


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def begin(allocated, cast):
    """Records a plan of Mia (or of `children`), by Dora who is allocated and does not lead."""

    def begin(kind="cp", day=None, children=None, category=None, **values):
        category = category if category is not None else "NEG" if kind == "cp" else ""
        values = {"from_date": day or NOW.date(), "category": category, "by": cast.dora, "at": NOW} | values
        # Some begin before the referral, which is odd and can be so.
        with confirming(None):
            return facts.begin_plans(allocated.family, children or [allocated.mia], kind=kind, **values)[0]

    return begin


@pytest.fixture
def meet(allocated, cast):
    """Adds a conference of Mia."""

    def meet(kind, **values):
        values = {"by": cast.dora, "at": NOW} | values
        return facts.add_conferences(allocated.family, [allocated.mia], kind=kind, **values)[0]

    return meet


@pytest.fixture
def assess(allocated, cast):
    def assess(kind="single", day=None, **values):
        values = {"started_on": day or NOW.date(), "by": cast.dora, "at": NOW} | values
        return facts.begin_assessments(allocated.family, [allocated.mia], kind=kind, **values)[0]

    return assess


@pytest.fixture
def court(allocated, cast):
    def court(kind="care", day=None, **values):
        status = "C1" if kind == "care" else ""
        values = {"from_date": day or NOW.date(), "status": status, "by": cast.dora, "at": NOW} | values
        return facts.begin_legal(allocated.family, [allocated.mia], kind=kind, **values)[0]

    return court
