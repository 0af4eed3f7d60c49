"""The decision on a Workbook: whose it is, against the checklist or with it, and within 24 hours."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from casework.duedates.presenters import dues_of_many
from casework.families.services import add_family
from casework.practice.calendar import start_of_day
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.checklist import all_met, none_met
from tests.factories import NOW, UserFactory, add_child
from tests.told import times_told
from workbook.workbooks import queries
from workbook.workbooks import services as workbooks
from workbook.workbooks.clocks import start_decision_after_transfer
from workbook.workbooks.models import WorkbookDecision
from workbook.workbooks.queries import deciders_of

pytestmark = pytest.mark.django_db
CAME = NOW - timedelta(hours=3)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leo(cast, ash):
    """A brother who came to the family later."""
    return add_child(ash.family, cast.mary, name="Leo Ash")


@pytest.fixture
def transferred(cast, ash, leo):
    """A referral that was transferred in three hours ago."""
    return referrals.record_referral(
        ash.family, received_on=NOW.date(), source="6", reason="Police attended.", needs={leo: "N1"},
        transferred_at=CAME, by=cast.mary, at=NOW,
    )  # fmt: skip


def open_workbook(ash, by, referral=None, **values):
    details = {
        "reason": "Two adult workers are needed.", "answers": all_met(), "index_child": ash.ben,
        "people": [ash.mia, ash.ben, ash.ann], "supervision_planned_for": NOW + timedelta(days=28), "at": NOW,
    }  # fmt: skip
    return workbooks.open_workbook(referral or ash.referral, by=by, **details | values)


def decide_not(referral, by, **values):
    details = {"reason": "No adult worker is needed.", "answers": none_met(), "at": NOW}
    return workbooks.decide_not_to_open(referral, by=by, **details | values)


def clocks(family, **wanted):
    return family.due_dates.filter(timescale="workbook_decision", **wanted)


def running(family):
    return clocks(family, met_at=None, cancelled_at=None)


@pytest.mark.rule("A1.6", "C19")
def test_decision_is_due_a_day_from_the_transfer_and_is_the_managers(ash, cast, transferred):
    due = running(ash.family).get(subject_id=transferred.pk)
    assert (due.started_at, due.due_at) == (CAME, CAME + timedelta(hours=24))
    assert (due.owner, due.team) == (None, cast.north)
    assert dues_of_many([due], cast.mary)[0].url == f"/families/{ash.family.pk}/referrals/{transferred.pk}/workbook/"


@pytest.mark.rule("A1.6", "C19")
def test_decision_is_due_a_day_from_the_referral_where_no_transfer_is_recorded(cast):
    family = add_family(name="Larch", team=cast.north, by=cast.mary, at=NOW)
    child, other = add_child(family, cast.mary, name="Lou Larch"), add_child(family, cast.mary, name="Liv Larch")
    given = {"source": "6", "reason": "School.", "by": cast.mary, "at": NOW}
    came = referrals.record_referral(family, received_on=NOW.date(), needs={child: "N1"}, **given)
    assert running(family).get(subject_id=came.pk).due_at == NOW + timedelta(hours=24)
    day = NOW.date() - timedelta(days=3)
    late = referrals.record_referral(family, received_on=day, needs={other: "N1"}, **given)
    assert running(family).get(subject_id=late.pk).started_at == start_of_day(day)
    with acting(cast.mary):
        start_decision_after_transfer(family, at=NOW + timedelta(hours=1))
    assert running(family).get(subject_id=came.pk).started_at == NOW + timedelta(hours=1), "a transfer begins it anew"


def test_decision_is_not_due_while_a_workbook_is_open(cast, month, leo):
    referrals.record_referral(
        month.family, received_on=NOW.date(), source="6", reason="He came back.", needs={leo: "N1"},
        transferred_at=CAME, by=cast.mary, at=NOW,
    )  # fmt: skip
    assert not running(month.family).exists()


@pytest.mark.rule("A1.6")
@pytest.mark.parametrize("opened", [True, False])
def test_decision_either_way_meets_the_day(ash, cast, transferred, opened):
    if opened:
        open_workbook(ash, cast.mary, transferred)
    else:
        decide_not(transferred, cast.mary)
    assert clocks(ash.family).get(subject_id=transferred.pk).met_at == NOW


def test_decision_to_open_answers_every_referral_and_a_no_only_its_own(ash, cast, transferred):
    decide_not(ash.referral, cast.mary)
    assert running(ash.family).exists()
    open_workbook(ash, cast.mary, ash.referral)
    assert not running(ash.family).exists()


def test_decision_that_is_refused_leaves_the_day_running(ash, cast, transferred):
    with pytest.raises(Refusal):
        open_workbook(ash, cast.mary, transferred, people=[ash.ann])
    assert running(ash.family).exists()


@pytest.mark.rule("A1.6")
def test_decision_is_not_due_any_more_with_the_referrals_last_child(ash, cast, transferred):
    [involvement] = transferred.involvements.all()
    referrals.decide(transferred, decisions={involvement: ("NFA", "Not our family.")}, by=cast.mary, at=NOW)
    due = clocks(ash.family).get(subject_id=transferred.pk)
    assert (due.met_at, due.cancelled_at) == (None, NOW)


def test_decision_stays_due_while_another_child_of_the_referral_is_open(ash, cast, leo):
    ada = add_child(ash.family, cast.mary, name="Ada Ash")
    both = referrals.record_referral(
        ash.family, received_on=NOW.date(), source="6", reason="Both.", needs={leo: "N1", ada: "N1"},
        transferred_at=CAME, by=cast.mary, at=NOW,
    )  # fmt: skip
    one = both.involvements.get(child=leo)
    referrals.decide(both, decisions={one: ("NFA", "Not our child.")}, by=cast.mary, at=NOW)
    assert running(ash.family).exists()


@pytest.mark.rule("C19")
def test_first_case_discussion_is_a_date_of_its_own(ash, cast):
    day = NOW.date() - timedelta(days=1)
    assert decide_not(ash.referral, cast.mary, first_discussed_on=day).first_discussed_on == day
    with pytest.raises(Refusal, match="in the future"):
        decide_not(ash.referral, cast.mary, first_discussed_on=NOW.date() + timedelta(days=1))


@pytest.mark.rule("C4")
def test_decision_against_the_checklist_says_why(ash, cast):
    with pytest.raises(Refusal, match=r"not all of it is met\. Say why a Workbook is opened all the same") as refused:
        open_workbook(ash, cast.mary, answers=none_met())
    assert refused.value.field == "override_because"
    with pytest.raises(Refusal, match=r"all of it is met\. Say why no Workbook is opened all the same"):
        decide_not(ash.referral, cast.mary, answers=all_met())
    decide_not(ash.referral, cast.mary, answers=all_met(), override_because="The mother declines.")
    open_workbook(ash, cast.mary, answers=none_met(), override_because=" Her drinking is suspected. ")
    opened, refused = WorkbookDecision.objects.order_by("-opened")
    assert (opened.eligible, opened.override_because) == (False, "Her drinking is suspected.")
    assert (refused.eligible, refused.override_because) == (True, "The mother declines.")
    assert [row["met"] for row in opened.answers] == [False, False]


@pytest.mark.rule("C4")
@pytest.mark.parametrize(("opened", "eligible"), [(True, False), (False, True)])
def test_database_holds_a_decision_against_the_checklist_to_its_reason(ash, cast, opened, eligible):
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic(), acting(cast.mary):
        WorkbookDecision.objects.create(
            family=ash.family, referral=ash.referral, opened=opened, eligible=eligible, reason="So.",
            decided_by=cast.mary, by=cast.mary, at=NOW,
        )  # fmt: skip


def test_decision_without_an_answered_checklist_is_refused(ash, cast):
    with pytest.raises(Refusal, match="Answer the question of the checklist"):
        open_workbook(ash, cast.mary, answers={})
    assert not WorkbookDecision.objects.exists()


@pytest.mark.rule("C3", "C27")
def test_business_support_opens_what_a_manager_decided_and_the_manager_is_notified(ash, cast):
    workbook = open_workbook(ash, cast.bob, decided_by=cast.mary)
    decision = WorkbookDecision.objects.get()
    assert (workbook.opened_by, decision.by, decision.decided_by) == (cast.bob, cast.bob, cast.mary)
    assert times_told(cast.mary, "Bob Birch opened the Workbook, and recorded it as your decision") == 1


@pytest.mark.rule("C3", "C27")
def test_business_support_names_somebody_who_may_decide_on_this_family(ash, cast):
    for nobody in (None, cast.sue, cast.sid, cast.audrey, cast.bob):
        with pytest.raises(Refusal) as refused:
            open_workbook(ash, cast.bob, decided_by=nobody)
        assert refused.value.field == "decided_by"
    with pytest.raises(Refusal, match="needs the deputy"):
        decide_not(ash.referral, cast.bob)
    assert not WorkbookDecision.objects.exists()


def test_business_support_of_another_team_opens_nothing(ash, cast):
    other = UserFactory(name="Bea Busy", team=cast.south, role=Role.BUSINESS_SUPPORT)
    with pytest.raises(Refusal):
        open_workbook(ash, other, decided_by=cast.mary)


def test_manager_decides_in_nobody_elses_name(ash, cast):
    with pytest.raises(Refusal, match="your own"):
        open_workbook(ash, cast.dev, decided_by=cast.mary)


@pytest.mark.rule("C3")
def test_business_support_opens_nothing_where_the_file_does_not_name_it(ash, cast, practised):
    practised(workbook_opened_by=("team_manager",))
    with pytest.raises(Refusal, match="needs the deputy"):
        open_workbook(ash, cast.bob, decided_by=cast.mary)


@pytest.mark.rule("C3")
def test_deciders_are_the_managers_of_the_grade_and_the_lead_where_the_file_says_so(allocated, cast, practised):
    today = NOW.date()
    assert set(deciders_of(allocated.family, today)) == {cast.mary, cast.dev, cast.serena}
    practised(workbook_opened_by=("lead_worker", "business_support"))
    assert cast.sue in deciders_of(allocated.family, today)
    assert cast.dora not in deciders_of(allocated.family, today)


def test_deciders_are_without_a_manager_who_no_longer_signs_in(ash, cast):
    with acting(cast.mary):
        change(cast.dev, is_active=False)
    assert set(deciders_of(ash.family, NOW.date())) == {cast.mary, cast.serena}


@pytest.mark.rule("A1.4", "C3")
@pytest.mark.parametrize(
    ("practice", "opens"), [("caredirector", True), ("family_help", True), ("luton", False), ("west_sussex", True)]
)  # fmt: skip
def test_social_worker_who_leads_opens_it_where_the_practice_says_so(allocated, cast, practise, practice, opens):
    practise(practice)
    if opens:
        assert open_workbook(allocated, cast.sue).opened_by == cast.sue
        return
    with pytest.raises(Refusal):
        open_workbook(allocated, cast.sue)


@pytest.mark.rule("A1.12", "A1.13", "C1")
@pytest.mark.parametrize(
    ("practice", "name"), [("caredirector", "mia"), ("family_help", "ben"), ("luton", "ben"), ("west_sussex", "ben")]
)
def test_index_child_is_the_eldest_or_the_youngest_as_the_practice_says(ash, practise, practice, name):
    practise(practice)
    assert queries.preselected_index_child([ash.mia, ash.ben]) == getattr(ash, name)


@pytest.mark.rule("A1.6")
@pytest.mark.parametrize("decide", [open_workbook, decide_not])
def test_decision_is_refused_on_a_referral_on_which_no_case_is_open(cast, ash, decide):
    referral, by = ash.referral, cast.mary
    with acting(by):
        for involvement in referral.involvements.all():
            change(involvement, closed_on=NOW.date(), closed_because="RC7")
    with pytest.raises(Refusal, match="No child's case is open on this referral"):
        decide(ash if decide is open_workbook else referral, by)
    assert not WorkbookDecision.objects.exists()


@pytest.mark.rule("A1.4", "C3")
def test_social_worker_who_led_before_does_not_open_it(allocated, cast, practise, change_of_lead):
    practise("caredirector")
    with pytest.raises(Refusal):
        open_workbook(allocated, cast.sue)
    assert open_workbook(allocated, cast.cora).opened_by == cast.cora
