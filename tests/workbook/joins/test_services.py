"""A family of which this app has its first row is not joined to another."""

import pytest
import time_machine

from casework.families import services as families
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.joins import services as joins
from casework.refusal import Refusal
from tests.checklist import none_met
from tests.factories import NOW
from workbook.programmes import services as programmes
from workbook.workbooks import services as workbooks
from workbook.workbooks.vulnerabilities import services as vulnerabilities

pytestmark = pytest.mark.django_db
REFUSED = "the family Ash has a Workbook of its own. Its record stays one"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def refuses_joining(family, by):
    other = families.add_family(name="Birch", team=family.team_now(), by=by, at=NOW)
    with pytest.raises(Refusal, match=REFUSED):
        joins.join(other, family, because="Cousins.", by=by, at=NOW)
    return bool(holds_against(family, Held.JOINING))


def test_joining_is_refused_once_a_workbook_was_opened(cast, month):
    assert refuses_joining(month.family, cast.mary)


def test_joining_is_refused_once_a_workbook_was_decided_against(cast, allocated):
    workbooks.decide_not_to_open(allocated.referral, answers=none_met(), reason="No.", by=cast.mary, at=NOW)
    assert refuses_joining(allocated.family, cast.mary)


def test_joining_is_refused_once_a_vulnerability_emerged(cast, allocated):
    vulnerabilities.record_vulnerability(
        allocated.referral,
        vulnerability="substance_misuse",
        what="Bottles.",
        noticed_on=NOW.date(),
        by=cast.dora,
        at=NOW,
    )
    assert refuses_joining(allocated.family, cast.mary)


def test_joining_is_refused_once_a_family_programme_is_open(cast, allocated):
    programmes.open_programme(allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW)
    assert refuses_joining(allocated.family, cast.mary)


def test_joining_goes_on_while_nothing_is_decided(cast, allocated):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    assert joins.join(other, allocated.family, because="Cousins.", by=cast.mary, at=NOW)
