from datetime import timedelta

import pytest

from casework.refusal import Conflict, Refusal
from casework.warnings import services as cautions
from tests.factories import NOW
from tests.former import lead_instead_of_sue, leave

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.17")]
TODAY = NOW.date()
SOON, YESTERDAY = TODAY + timedelta(days=30), TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def add(allocated, cast):
    def add(**values):
        values = {
            "kind": "dog", "detail": "Bites.", "source": "Seen on a visit", "from_date": TODAY, "review_on": SOON,
            "by": cast.dora, "at": NOW,
        } | values  # fmt: skip
        return cautions.add(allocated.family, **values)

    return add


def refused(field, act, *args, **values):
    with pytest.raises(Refusal) as refusal:
        act(*args, **values)
    assert refusal.value.field == field


def test_warning_is_added_by_any_worker(allocated, add):
    add()
    assert allocated.family.caution_set.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "ghost"}, "kind"),
        ({"detail": " "}, "detail"),
        ({"source": " "}, "source"),
        ({"from_date": TODAY + timedelta(days=1)}, "from_date"),
        ({"review_on": TODAY}, "review_on"),
    ],
)
def test_warning_has_its_kind_detail_source_and_days(allocated, add, values, field):
    refused(field, add, **values)
    assert not allocated.family.caution_set.exists()


def test_warning_is_not_added_by_a_reader(cast, add):
    for who in (cast.bob, cast.audrey, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            add(by=who)


def review(caution, by, **values):
    values = {"detail": "Bites.", "source": "Seen", "review_on": SOON, "version": caution.version} | values
    return cautions.review(caution, by=by, at=NOW, **values)


def test_warning_reviewed_has_the_words_of_now_and_the_next_day(cast, add):
    caution = add()
    for values, field in (
        ({"detail": " "}, "detail"),
        ({"source": " "}, "source"),
        ({"review_on": TODAY}, "review_on"),
    ):
        refused(field, review, caution, cast.dora, **values)
    refused(None, review, caution, cast.bob)
    after = review(caution, cast.dora, detail="Two dogs.", review_on=SOON + timedelta(days=5))
    assert (after.detail, after.review_on) == ("Two dogs.", SOON + timedelta(days=5))
    with pytest.raises(Conflict, match="Somebody changed"):
        review(caution, cast.dora)


def end(caution, by, **values):
    values = {"ended_on": TODAY, "because": "The dog is gone.", "version": caution.version} | values
    return cautions.end(caution, by=by, at=NOW, **values)


def test_warning_is_ended_by_the_lead_worker_with_day_and_reason_once(cast, add):
    caution = add(from_date=YESTERDAY)
    for values, field in (
        ({"because": " "}, "because"),
        ({"ended_on": TODAY + timedelta(days=1)}, "ended_on"),
        ({"ended_on": YESTERDAY - timedelta(days=1)}, "ended_on"),
    ):
        refused(field, end, caution, cast.sue, **values)
    refused(None, end, caution, cast.dora)
    ended = end(caution, cast.sue)
    assert (ended.ended_by, ended.ended_because) == (cast.sue, "The dog is gone.")
    for act in (end, review):
        with pytest.raises(Conflict, match="ended already"):
            act(ended, cast.sue)


def test_warning_is_ended_by_the_lead_of_now_and_not_by_a_former_one(allocated, cast, add):
    caution = add()
    lead_instead_of_sue(allocated, cast)
    refused(None, end, caution, cast.sue)
    assert end(caution, cast.cora).ended_by == cast.cora


def test_warning_is_added_and_reviewed_by_a_worker_of_now_and_not_by_a_former_one(cast, add):
    caution = add()
    leave(cast.dora, by=cast.mary)
    refused(None, add, by=cast.dora)
    refused(None, review, caution, cast.dora)
    assert add(by=cast.rick)
    assert review(caution, cast.rick, detail="Two dogs.").detail == "Two dogs."
