from datetime import timedelta

import pytest

from casework.allocations import services as allocations
from casework.families import services as families
from casework.plans import services as facts
from casework.plans.models import Assessment, Plan
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, add_child
from tests.former import make_former

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]
TODAY = NOW.date()  # a Tuesday


def days_ago(number):
    return TODAY - timedelta(days=number)


def refused(field, act, *args, **values):
    with pytest.raises(Refusal) as refusal:
        act(*args, **values)
    assert refusal.value.field == field, refusal.value.sentence
    return refusal.value.sentence


def end_plan(plan, day, by, **values):
    return facts.end_plan(plan, until_date=day, ended_because="Safe.", version=plan.version, by=by, at=NOW, **values)


def end_assessment(assessment, by, **values):
    values = {"ended_on": TODAY, "outcome": "NFA", "factors": ["3B"], "version": assessment.version} | values
    return facts.end_assessment(assessment, by=by, at=NOW, **values)


def test_plans_of_siblings_are_recorded_together(allocated, begin):
    begin(children=[allocated.mia, allocated.ben])
    plans = allocated.family.plan_set.all()
    assert {(plan.child, plan.category, plan.latest_category) for plan in plans} == {
        (allocated.mia, "NEG", "NEG"),
        (allocated.ben, "NEG", "NEG"),
    }
    assert len(plans) == 2


def test_plans_of_siblings_are_recorded_for_all_or_none(allocated, begin):
    begin(children=[allocated.ben])
    refused("from_date", begin, children=[allocated.mia, allocated.ben])
    assert allocated.family.plan_set.get().child == allocated.ben


def test_facts_are_of_children_of_this_family(allocated, cast, begin):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    kim = add_child(other, cast.mary, name="Kim Birch")
    for children in ([kim], [allocated.ann]):
        refused("children", begin, children=children)
    values = {"kind": "eh", "from_date": TODAY, "by": cast.dora, "at": NOW}
    refused("children", facts.begin_plans, allocated.family, [], **values)


@pytest.mark.parametrize("who", ["bob", "audrey", "stan"])
def test_facts_are_recorded_by_who_records_on_the_file(allocated, cast, begin, meet, assess, court, who):
    by = getattr(cast, who)
    for act in (begin, assess, court):
        refused(None, act, by=by)
    refused(None, meet, "strategy", planned_for=TODAY, by=by)
    plan = begin()
    refused(None, end_plan, plan, TODAY, by)


@pytest.mark.parametrize(
    ("kind", "category", "field"), [("cp", "", "category"), ("cp", "XXX", "category"), ("cin", "NEG", "category")]
)
def test_plan_has_a_category_only_where_it_protects(begin, kind, category, field):
    refused(field, begin, kind, category=category)


def test_plan_does_not_begin_in_the_future(begin):
    refused("from_date", begin, day=TODAY + timedelta(days=1))


def test_plans_of_a_kind_do_not_overlap(begin, cast):
    first = end_plan(begin(day=days_ago(100)), days_ago(50), cast.dora)
    assert "until Mon 14 Sep 2026" in refused("from_date", begin, day=days_ago(60))
    begin(day=days_ago(50))
    refused("from_date", begin, day=TODAY)
    refused("from_date", begin, day=days_ago(200))
    assert first.until_date == days_ago(50)


@pytest.mark.parametrize(("first", "second"), [("cin", "cp"), ("cp", "cin")])
def test_plan_of_a_child_in_need_does_not_overlap_a_protection_plan(begin, cast, first, second):
    standing = begin(first, day=days_ago(10))
    refused("from_date", begin, second)
    end_plan(standing, days_ago(1), cast.dora)
    begin(second, day=days_ago(1))


def test_plans_of_other_kinds_and_of_siblings_may_overlap(allocated, begin):
    begin("cp")
    begin("cwcf")
    begin("cin", children=[allocated.ben])
    assert allocated.family.plan_set.count() == 3


def test_plans_of_a_kind_do_not_overlap_across_families(allocated, cast, begin):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    kim = add_child(other, cast.mary, name="Kim Birch")
    values = {"kind": "cin", "from_date": days_ago(5), "by": cast.mary, "at": NOW}
    plan = facts.begin_plans(other, [kim], **values)[0]
    with acting(cast.mary):
        change(plan, child=allocated.mia)
    assert "another family" in refused("from_date", begin, "cp")


def test_plan_of_one_day_is_refused_only_where_it_protects(allocated, begin, cast):
    refused("until_date", end_plan, begin(day=days_ago(3)), days_ago(3), cast.dora)
    end_plan(begin("cin", day=days_ago(3), children=[allocated.ben]), days_ago(3), cast.dora)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), days_ago(11)])
def test_plan_ends_after_it_began_and_not_in_the_future(begin, cast, day):
    refused("until_date", end_plan, begin(day=days_ago(10)), day, cast.dora)


def test_plan_ends_once_and_with_its_reason(begin, cast):
    plan = begin(day=days_ago(10))
    values = {"until_date": TODAY, "version": plan.version, "by": cast.dora, "at": NOW}
    refused("ended_because", facts.end_plan, plan, ended_because=" ", **values)
    ended = end_plan(plan, TODAY, cast.dora)
    with pytest.raises(Conflict, match="ended or held already"):
        end_plan(ended, TODAY, cast.dora)
    with pytest.raises(Conflict, match="Somebody changed this"):
        end_plan(plan, TODAY, cast.dora)


def test_category_changes_from_a_day_and_the_first_stays(begin, cast):
    plan = begin(day=days_ago(30))

    def to(category, day, version):
        return facts.change_category(
            plan, latest_category=category, latest_category_from=day, version=version, by=cast.dora, at=NOW
        )

    for category, day, field in (
        ("NEG", TODAY, "latest_category"),
        ("XXX", TODAY, "latest_category"),
        ("EMO", days_ago(31), "latest_category_from"),
        ("EMO", TODAY + timedelta(days=1), "latest_category_from"),
    ):
        refused(field, to, category, day, plan.version)
    changed = to("EMO", days_ago(5), plan.version)
    assert (changed.category, changed.latest_category, changed.latest_category_from) == ("NEG", "EMO", days_ago(5))
    refused("latest_category_from", to, "PHY", days_ago(6), changed.version)
    assert [row.latest_category for row in plan.history.all()] == ["EMO", "NEG"]


def test_plan_counts_those_before_it_only_where_it_protects(begin):
    assert begin(previous_plans=2).previous_plans == 2
    refused("previous_plans", begin, "eh", previous_plans=1)


def test_assessment_ends_with_its_outcome_and_at_least_one_factor(assess, cast):
    assessment = assess(day=days_ago(10))
    for values, field in (
        ({"factors": []}, "factors"),
        ({"factors": ["21", "3B"]}, "factors"),
        ({"factors": ["18A"]}, "factors"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "ICPC"}, "outcome"),
        ({"ended_on": days_ago(11)}, "ended_on"),
        ({"ended_on": TODAY + timedelta(days=1)}, "ended_on"),
    ):
        refused(field, end_assessment, assessment, cast.dora, **values)
    assert end_assessment(assessment, cast.dora, factors=["21"]).factors == ["21"]


def test_enquiry_ends_with_its_own_outcomes_and_no_factors(assess, cast):
    enquiry = assess("section_47", day=days_ago(10))
    refused("outcome", end_assessment, enquiry, cast.dora, factors=[], outcome="EH")
    assert end_assessment(enquiry, cast.dora, factors=[], outcome="ICPC").outcome == "ICPC"


def test_assessment_does_not_begin_in_the_future(assess):
    refused("started_on", assess, day=TODAY + timedelta(days=1))


def test_initial_conference_is_not_at_a_weekend(meet):
    saturday = TODAY + timedelta(days=4)
    refused("planned_for", meet, "icpc", planned_for=saturday)
    refused("held_on", meet, "icpc", held_on=days_ago(2), outcome="Plan.")
    meet("icpc", planned_for=saturday - timedelta(days=1))
    meet("family_network", planned_for=saturday)


def test_conference_has_a_day(meet):
    refused("planned_for", meet, "strategy")


@pytest.mark.rule("A7.26")
def test_conference_is_planned_then_held_with_what_was_decided(meet, cast):
    planned = meet("strategy", planned_for=TODAY, led_by="Police")

    def hold(conference, **values):
        values = {"held_on": TODAY, "outcome": "Enquiries begin.", "version": conference.version} | values
        return facts.record_held(conference, by=cast.dora, at=NOW, **values)

    refused("outcome", hold, planned, outcome=" ")
    refused("held_on", hold, planned, held_on=TODAY + timedelta(days=1))
    held = hold(planned)
    assert (held.held_on, held.outcome) == (TODAY, "Enquiries begin.")
    with pytest.raises(Conflict, match="ended or held already"):
        hold(held)
    with pytest.raises(Conflict):
        facts.record_not_held(held, not_held_because="Snow", version=held.version, by=cast.dora, at=NOW)


def test_conference_is_not_held_with_its_reason(meet, cast):
    planned = meet("strategy", planned_for=TODAY)
    values = {"version": planned.version, "by": cast.dora, "at": NOW}
    refused("not_held_because", facts.record_not_held, planned, not_held_because=" ", **values)
    done = facts.record_not_held(planned, not_held_because="The police were called away.", **values)
    with pytest.raises(Conflict):
        facts.record_held(done, held_on=TODAY, outcome="x", version=done.version, by=cast.dora, at=NOW)


def test_review_conference_comes_after_its_plan_began(begin, meet):
    refused("planned_for", meet, "rcpc", planned_for=TODAY)
    plan = begin(day=days_ago(20))
    refused("held_on", meet, "rcpc", held_on=days_ago(20), outcome="Goes on.")
    assert meet("rcpc", held_on=days_ago(1), outcome="Goes on.").plan == plan
    assert meet("core_group", planned_for=TODAY).plan == plan
    assert meet("cin_review", planned_for=TODAY).plan is None


def test_legal_planning_meeting_has_the_outcome_of_the_gateway(meet):
    values = {"held_on": TODAY, "outcome": "Threshold met."}
    refused("outcome_code", meet, "legal_planning", **values)
    assert meet("legal_planning", outcome_code="B", **values).outcome_code == "B"


def test_legal_status_is_of_care_episodes_only(court):
    refused("status", court, "care", status="")
    refused("status", court, "care", status="ZZ")
    refused("status", court, "care_proceedings", status="C1")
    assert court("care", placement="Foster carers").status == "C1"


def test_legal_episodes_of_a_kind_do_not_overlap(court):
    court("care_proceedings", day=days_ago(10))
    refused("from_date", court, "care_proceedings")
    court("care")


def test_pre_proceedings_end_with_what_they_led_to(court, cast):
    episode = court("pre_proceedings", day=days_ago(10))
    values = {"until_date": TODAY, "outcome": "We go to court.", "version": episode.version, "by": cast.dora, "at": NOW}
    refused("outcome_code", facts.end_legal, episode, **values)
    refused("outcome", facts.end_legal, episode, **values | {"outcome": " "}, outcome_code="ISSUE")
    refused("until_date", facts.end_legal, episode, **values | {"until_date": days_ago(11)}, outcome_code="ISSUE")
    ended = facts.end_legal(episode, outcome_code="ISSUE", **values)
    with pytest.raises(Conflict):
        facts.end_legal(ended, outcome_code="DOWN", **values | {"version": ended.version})


def approve(row, by, **values):
    views = {"childs_views": "She wants to stay.", "carers_views": "Ann agrees."}
    return facts.approve(row, approval="Approved: it is safe.", version=row.version, by=by, at=NOW, **views | values)


@pytest.mark.rule("A9.15")
def test_approval_is_a_managers_with_the_views_of_child_and_carers(begin, cast):
    plan = begin()
    for name in ("childs_views", "carers_views"):
        assert "why that was not obtained" in refused(name, approve, plan, cast.mary, **{name: " "})
    values = {"childs_views": "x", "carers_views": "y", "version": plan.version, "by": cast.mary, "at": NOW}
    refused("approval", facts.approve, plan, approval=" ", **values)
    for who in (cast.sue, cast.dora, cast.sid):
        with pytest.raises(Refusal):
            approve(plan, who)
    approved = approve(plan, cast.dev)
    assert (approved.approved_by, approved.approved_at) == (cast.dev, NOW)
    with pytest.raises(Conflict, match="Dev Dunn has approved"):
        approve(approved, cast.mary)


@pytest.mark.rule("A9.15")
def test_approval_of_an_assessment_waits_for_its_end(assess, cast):
    assessment = assess(day=days_ago(10))
    with pytest.raises(Refusal, match="Approve it when it has ended"):
        approve(assessment, cast.mary)
    assert approve(end_assessment(assessment, cast.dora), cast.mary).approved_by == cast.mary


@pytest.mark.rule("A9.15")
def test_views_are_recorded_until_the_approval(begin, cast):
    plan = begin()
    views = {"childs_views": "Mia drew a house.", "carers_views": "", "by": cast.dora, "at": NOW}
    plan = facts.record_views(plan, version=plan.version, **views)
    assert plan.childs_views == "Mia drew a house."
    plan = approve(plan, cast.mary)
    with pytest.raises(Conflict):
        facts.record_views(plan, version=plan.version, **views)


def test_correction_is_the_leads_and_is_checked(begin, cast):
    plan = begin(day=days_ago(10))
    values = {"version": plan.version, "by": cast.sue, "at": NOW}
    refused("until_date", facts.correct, plan, from_date=days_ago(5), until_date=days_ago(6), **values)
    refused(None, facts.correct, plan, from_date=days_ago(5), **values | {"by": cast.dora})
    facts.correct(plan, from_date=days_ago(5), led_by="Sue Sands", **values)
    plan.refresh_from_db()
    assert (plan.from_date, plan.led_by, plan.history.count()) == (days_ago(5), "Sue Sands", 2)
    with pytest.raises(Conflict):
        facts.correct(plan, from_date=days_ago(4), **values)


def test_correction_may_not_make_plans_overlap(begin, cast):
    end_plan(begin(day=days_ago(100)), days_ago(50), cast.dora)
    plan = begin(day=days_ago(40))
    values = {"version": plan.version, "by": cast.sue, "at": NOW}
    refused("from_date", facts.correct, plan, from_date=days_ago(60), **values)


def test_withdrawn_fact_excludes_no_other(begin, meet, cast):
    plan = begin(day=days_ago(10))
    review = meet("rcpc", planned_for=TODAY + timedelta(days=20))
    values = {"version": plan.version, "by": cast.sue, "at": NOW}
    refused("because", facts.withdraw, plan, because=" ", **values)
    refused(None, facts.withdraw, plan, because="Of Ben.", **values | {"by": cast.dora})
    withdrawn = facts.withdraw(plan, because="Of Ben.", **values)
    assert not Plan.objects.not_withdrawn().exists()
    review.refresh_from_db()
    assert review.plan is None
    with pytest.raises(Conflict, match="in error"):
        end_plan(withdrawn, TODAY, cast.dora)
    begin(day=days_ago(10))


def test_facts_leave_their_history(assess, cast):
    assessment = end_assessment(assess(day=days_ago(3)), cast.dora)
    assert [row.history_user for row in Assessment.history.filter(id=assessment.pk)] == [cast.dora, cast.dora]


def test_correction_of_a_conference_is_held_or_not_held(meet, cast):
    planned = meet("strategy", planned_for=TODAY)
    values = {"held_on": TODAY, "outcome": "x", "not_held_because": "Snow.", "version": planned.version}
    refused("not_held_because", facts.correct, planned, by=cast.sue, at=NOW, **values)


def test_correction_of_the_category_is_to_a_day_of_the_plan(begin, cast):
    plan = end_plan(begin(day=days_ago(10)), days_ago(5), cast.dora)
    values = {"version": plan.version, "by": cast.sue, "at": NOW, "latest_category": "EMO"}
    for day in (days_ago(11), days_ago(4)):
        refused("latest_category_from", facts.correct, plan, latest_category_from=day, **values)


@pytest.mark.rule("A2.4")
def test_reunification_is_recorded_of_a_child_in_care(cast, court):
    care, before_court = court("care"), court("pre_proceedings")
    assert care.reunification is None
    care = facts.plan_reunification(care, reunification=True, version=care.version, by=cast.dora, at=NOW)
    assert care.reunification is True
    with pytest.raises(Conflict):
        facts.plan_reunification(care, reunification=False, version=1, by=cast.dora, at=NOW)
    with pytest.raises(Refusal):
        facts.plan_reunification(care, reunification=False, version=care.version, by=cast.bob, at=NOW)
    refused(
        "reunification", facts.plan_reunification, before_court, reunification=False, version=before_court.version,
        by=cast.dora, at=NOW,
    )  # fmt: skip
    care = facts.end_legal(care, until_date=TODAY, outcome="Home.", version=care.version, by=cast.dora, at=NOW)
    with pytest.raises(Conflict, match="ended"):
        facts.plan_reunification(care, reunification=False, version=care.version, by=cast.dora, at=NOW)


@pytest.mark.rule("A5.16")
def test_assessment_of_a_child_who_transfers_in_needs_a_safety_plan(assess):
    with pytest.raises(Refusal) as refused:
        assess(transfer_in_report="Northshire, conference of 1 October 2026")
    assert refused.value.field == "safety_plan"
    told = assess(
        transfer_in_report="Northshire, conference of 1 October 2026", safety_plan="Ann's sister fetches Mia."
    )
    assert (told.transfer_in_report, told.safety_plan) == (
        "Northshire, conference of 1 October 2026", "Ann's sister fetches Mia."
    )  # fmt: skip


def test_correction_and_withdrawal_are_who_leads_now_and_not_who_handed_over(begin, cast, allocated):
    plan = begin()
    allocations.change_lead(allocated.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=TODAY, by=cast.mary, at=NOW)
    for act, values in ((facts.correct, {"led_by": "Sue"}), (facts.withdraw, {"because": "Of Ben."})):
        with pytest.raises(Refusal, match="You may not"):
            act(plan, version=plan.version, by=cast.sue, at=NOW, **values)
    plan = facts.correct(plan, led_by="Cora", version=plan.version, by=cast.cora, at=NOW)
    assert facts.withdraw(plan, because="Of Ben.", version=plan.version, by=cast.cora, at=NOW).withdrawn_because


@pytest.mark.rule("A9.15")
def test_approval_is_refused_to_a_former_manager_and_open_to_a_second(begin, cast):
    plan = begin()
    make_former(cast.mary.memberships, by=cast.serena)
    with acting(cast.serena):
        cast.mary.memberships.create(team=cast.north, role=Role.SOCIAL_WORKER, from_date=TODAY)
    with pytest.raises(Refusal, match="needs the"):
        approve(plan, cast.mary)
    assert approve(plan, cast.dev).approved_by == cast.dev


def test_facts_are_not_recorded_by_a_former_member_of_the_team(begin, cast, allocated):
    part = allocated.family.allocation_set.get(worker=cast.dora)
    make_former(cast.dora.memberships, by=cast.mary, last_day=days_ago(60))
    with acting(cast.mary):
        change(part, until_date=days_ago(20), ended_because="LEFTRL")
    with pytest.raises(Refusal):
        begin()
    assert begin(by=cast.rick)


def test_change_that_changes_nothing_leaves_the_version(begin, cast):
    plan = begin(led_by="Dora")
    facts.correct(plan, led_by="Dora", version=1, by=cast.sue, at=NOW)
    plan.refresh_from_db()
    assert (plan.version, plan.history.count()) == (1, 1)
