"""A return as rows, and what a second run makes of them."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.duedates.models import DueDate
from casework.families.models import Family, FamilyMember, FamilyTeam, Headline
from casework.holds.models import Held
from casework.holds.services import place
from casework.imports.census import services as census_services
from casework.imports.ledger.models import Imported
from casework.joins.services import bring_together
from casework.people.asked_items.models import AskedItem
from casework.people.models import Person
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.referrals.models import Involvement, Referral
from casework.referrals.queries import waiting_for_decision
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unallocated.queries import without_lead
from casework.users.models import Team, User
from casework.users.services import robot
from tests.casework.imports.returns import assessment, child, enquiry, episode, need_plan, proceedings, protection_plan
from tests.factories import NOW, TeamFactory, UserFactory
from workbook.workbooks.models import Workbook

IMPORTED = (
    Person, Family, FamilyMember, FamilyTeam, Headline, AskedItem, Referral, Involvement, Assessment, Plan, Conference,
    LegalEpisode, DueDate, Imported,
)  # fmt: skip
CLOSED = {"closed": "2025-09-01", "because": "RC7"}
FULL = child(
    "AB1001",
    episode(
        "2025-06-02",
        assessment("2025-06-03", "2025-07-02", ["1B", "4B", "1B"]),
        need_plan("2025-07-03", "2025-07-20"),
        enquiry("2025-06-10", conference="2025-06-30"),
        protection_plan("2025-06-30", None, "NEG", "EMO", "1", ["2025-09-22", "2026-12-02"]),
        conference="2025-06-30",
        source="6",
        need="N5",
    ),
    episode("2021-01-05", closed="2021-03-01", because="RC7"),
    sex="M",
    ethnicity="MWBC",
    disabilities=["VIS", "MOB", "VIS"],
    upn="A801200005001",
    former_upn="B801200005001",
)


@pytest.fixture
def by_hand(db):
    """Change a row as somebody does on a page."""
    mary = UserFactory(name="Mary Moss")

    def do(row, **values):
        with acting(mary):
            change(row, **values)

    return do


def counts():
    models = (Family, FamilyMember, FamilyTeam, Person, AskedItem, Referral, Involvement, Assessment, Plan, Conference)
    return [model.objects.count() for model in models]


@pytest.mark.rule("A10.6")
def test_child_comes_in_as_a_family_of_one_in_the_team(bring_in, north):
    report = bring_in(FULL, child("AB1002", episode()))
    assert report.kept
    assert (report.figures["children"], report.figures["referrals"]) == (2, 3)
    for family in Family.objects.all():
        (member,) = family.members_now()
        assert family.name == member.person.name
        assert family.headline is not None
        assert family.familyteam_set.get().team == north
        assert family.familyteam_set.get().from_date == NOW.date()


@pytest.mark.rule("A10.9")
def test_child_comes_in_with_what_the_return_says(bring_in):
    bring_in(FULL)
    person = Person.objects.get(la_child_id="AB1001")
    assert (person.name, person.memberships.get().role, person.sex) == ("Child AB1001", "child", "M")
    assert (person.born, person.expected, person.died) == (date(2019, 5, 14), None, None)
    assert (person.upn, person.former_upn) == ("A801200005001", "B801200005001")
    answers = {item.item: (item.answer, item.values) for item in person.askeditem_set.all()}
    assert answers == {"ethnicity": ("known", ["MWBC"]), "disabilities": ("known", ["VIS", "MOB"])}


@pytest.mark.rule("A10.9")
def test_ethnicity_refused_is_declined_and_not_yet_obtained_is_no_answer(bring_in):
    bring_in(child("AB1", episode(), ethnicity="REFU"), child("AB2", episode(), ethnicity="NOBT"))
    (answer,) = AskedItem.objects.all()
    assert (answer.person.la_child_id, answer.answer, answer.values) == ("AB1", "declined", [])


@pytest.mark.parametrize(("given", "kept"), [(["NONE"], ["NONE"]), (["NONE", "LD"], ["LD"]), (["LD", "LD"], ["LD"])])
def test_disability_none_comes_in_alone(bring_in, given, kept):
    bring_in(child("AB1", episode(), disabilities=given))
    assert AskedItem.objects.get(item="disabilities").values == kept


@pytest.mark.parametrize(
    ("year", "sex", "kept"),
    [(2022, "M", "M"), (2023, "F", "F"), (2024, "U", "U"), (2024, "9", "U"), (2025, "F", "F"), (2026, "M", "M")],
)
def test_sex_comes_in_from_the_returns_of_all_years(bring_in, year, sex, kept):
    bring_in(child("AB1", sex=sex), year=year)
    assert Person.objects.get().sex == kept


def test_unborn_child_comes_in_with_the_expected_date_and_without_a_sex(bring_in):
    report = bring_in(child("AB1", episode(), born=None, expected="2026-12-24", sex="F"))
    person = Person.objects.get()
    assert (person.unborn, person.sex, report.refused) == (True, "U", 0)


@pytest.mark.rule("A10.16")
def test_referral_with_no_further_action_comes_in_closed(bring_in):
    """However many there are, with or without a closure, and beside an open one: none waits for anything."""
    unborn = child("AB3", episode("2025-06-02", nfa="true"), born=None, expected="2026-12-24", sex="U")
    bring_in(
        child("AB1", episode("2025-06-02", nfa="true"), episode("2025-08-01", nfa="1"), episode("2025-10-01")),
        child("AB2", episode("2025-06-02", nfa="true", closed="2025-06-05", because="RC7")),
        unborn,
    )
    found = [(row.opened_on, row.closed_on, row.closed_because) for row in Involvement.objects.order_by("pk")]
    assert sorted(found[:2]) == [
        (date(2025, 6, 2), date(2025, 6, 2), "NFA"), (date(2025, 8, 1), date(2025, 8, 1), "NFA"),
    ]  # fmt: skip
    assert found[2:4] == [(date(2025, 10, 1), None, ""), (date(2025, 6, 2), date(2025, 6, 5), "RC7")]
    assert DueDate.objects.running().count() == 1
    assert Involvement.objects.get(closed_on=None).family.due_dates.running().exists()
    assert without_lead(Involvement.objects.all(), NOW.date()).get().child.la_child_id == "AB1"
    assert not waiting_for_decision(Referral.objects.get(received_on=date(2025, 8, 1))).exists()
    assert set(Headline.objects.values_list("open", flat=True)) == {True, False}


def test_referral_that_an_earlier_import_left_open_is_closed_by_its_flag(bring_in):
    bring_in(child("AB1", episode()))
    report = bring_in(child("AB1", episode(nfa="true")))
    assert Involvement.objects.get().closed_because == "NFA"
    assert not DueDate.objects.running().exists()
    assert any("closed on" in change for change in report.changes)


def test_pre_proceedings_come_in_with_what_the_return_says(bring_in):
    given = proceedings(
        "2026-09-09", "2026-09-20", "1", "0", "2026-09-28", "3", "2026-10-01", "A", "2026-10-18", "2026-10-20"
    )
    report = bring_in(child("AB1", episode("2025-06-02", given, proceedings("2026-10-30"))), year=2027)
    running, ended = LegalEpisode.objects.order_by("-from_date")
    assert (running.kind, running.from_date, running.until_date) == ("pre_proceedings", date(2026, 10, 30), None)
    assert (ended.from_date, ended.until_date, ended.outcome_code) == (date(2026, 9, 9), date(2026, 10, 1), "")
    assert ended.outcome == (
        "The return says: letter before proceedings 20 September 2026; first meeting 28 September 2026; decision to "
        "step up or down 1 October 2026; application to the court 18 October 2026; letter of care proceedings "
        "20 October 2026; family group decision making offered: yes; family group decision making took place: no; "
        "review meetings: 3; code of the outcome: A."
    )
    assert report.figures["pre-proceedings, new"] == 2
    assert not [problem for problem in report.problems if "known here" in problem.sentence]


def test_referral_comes_in_with_its_involvement(bring_in):
    bring_in(FULL)
    now, before = Involvement.objects.order_by("-opened_on")
    assert (now.opened_on, now.need, now.closed_on) == (date(2025, 6, 2), "N5", None)
    assert (now.referral.received_on, now.referral.source) == (date(2025, 6, 2), "6")
    assert "census of 2026" in now.referral.reason
    assert "no further action" not in now.referral.reason
    assert (before.closed_on, before.closed_because) == (date(2021, 3, 1), "RC7")


@pytest.mark.rule("A9.1")
def test_case_summaries_of_open_living_children_are_due_over_the_quarter(bring_in):
    """Counted from the opening they would all be late on the first day; from today they would be due on one."""
    dead = child("AB3", episode(), died="2025-09-01")
    bring_in(FULL, child("AB2", episode(**CLOSED)), dead)
    family = Person.objects.get(la_child_id="AB1001").memberships.get().family
    due = family.due_dates.running().get()
    assert due.timescale == "case_summary"
    assert date(2026, 11, 17) <= due.due_at.date() <= date(2027, 2, 3)
    assert not Family.objects.exclude(pk=family.pk).filter(due_dates__isnull=False).exists()


def test_facts_of_a_child_come_in(bring_in):
    report = bring_in(FULL)
    single, enquired = Assessment.objects.order_by("started_on")
    assert (single.kind, single.ended_on, single.factors) == ("single", date(2025, 7, 2), ["1B", "4B"])
    assert (enquired.kind, enquired.ended_on, enquired.outcome) == ("section_47", date(2025, 6, 30), "ICPC")
    need, protection = Plan.objects.order_by("kind")
    assert (need.kind, need.from_date, need.until_date) == ("cin", date(2025, 7, 3), date(2025, 7, 20))
    assert (protection.category, protection.latest_category, protection.previous_plans) == ("NEG", "EMO", 1)
    initial = Conference.objects.get(kind="icpc")
    assert (initial.held_on, initial.plan) == (date(2025, 6, 30), None)
    assert report.figures["conferences"] == 1
    assert report.figures["reviews"] == 2


def test_review_still_to_come_is_planned_until_it_was_held(bring_in):
    bring_in(FULL)
    held, planned = protection_reviews()
    assert (held.held_on, held.planned_for, held.plan.kind) == (date(2025, 9, 22), None, "cp")
    assert (planned.held_on, planned.planned_for) == (None, date(2026, 12, 2))
    bring_in(FULL, at=NOW + timedelta(days=90))
    assert protection_reviews()[1].held_on is None  # an old return does not know what was held since
    bring_in(FULL, at=NOW + timedelta(days=180), year=2027)
    assert [review.held_on for review in protection_reviews()] == [date(2025, 9, 22), date(2026, 12, 2)]


def protection_reviews():
    return Conference.objects.filter(kind="rcpc").order_by("pk")


@pytest.mark.parametrize(("category", "latest"), [("NEG", None), (None, "NEG")])
def test_category_of_abuse_given_once_comes_in_for_both(bring_in, category, latest):
    bring_in(child("AB1", episode("2025-06-02", protection_plan(category=category, latest=latest))))
    plan = Plan.objects.get()
    assert (plan.category, plan.latest_category) == ("NEG", "NEG")


def test_enquiry_without_a_conference_has_no_known_end(bring_in):
    bring_in(child("AB1", episode("2025-06-02", enquiry(not_required="true"))))
    assert Assessment.objects.get().ended_on is None


def test_imported_rows_are_in_the_name_of_the_robot(bring_in):
    bring_in(FULL)
    for model in (Person, Family, Involvement, Plan):
        assert {str(state.history_user) for state in model.history.all()} == {"Robot 'import'"}


# --- Run again ---


def test_import_is_idempotent_and_writes_no_history_again(bring_in):
    bring_in(FULL)
    before = counts(), Imported.objects.count(), Person.history.count(), Involvement.history.count()
    report = bring_in(FULL)
    assert (counts(), Imported.objects.count(), Person.history.count(), Involvement.history.count()) == before
    assert report.changes == []
    assert report.figures["children, new"] == 0


def test_rows_alike_in_one_return_come_in_as_often_as_given(bring_in):
    twice = episode("2025-06-02", assessment("2025-06-03"), assessment("2025-06-03"))
    same_day = episode("2025-06-02", closed="2025-06-02", because="RC7")
    bring_in(child("AB1", twice, same_day))
    bring_in(child("AB1", twice, same_day))
    assert (Assessment.objects.count(), Involvement.objects.count()) == (2, 2)


def test_later_return_updates_the_record_and_reports_it(bring_in):
    bring_in(child("AB1", episode("2025-06-02", need_plan("2025-07-01"))))
    report = bring_in(
        child("AB1", episode("2025-06-02", need_plan("2025-07-01", "2025-08-30"), **CLOSED), sex="M", died="2026-01-01")
    )
    person, involvement, plan = Person.objects.get(), Involvement.objects.get(), Plan.objects.get()
    assert (person.sex, person.died) == ("M", date(2026, 1, 1))
    assert (involvement.closed_on, involvement.closed_because) == (date(2025, 9, 1), "RC7")
    assert plan.until_date == date(2025, 8, 30)
    assert report.figures["changed"] == 5
    assert any("closed on: nothing, in the file Mon 1 Sep 2025" in change for change in report.changes)
    assert involvement.history.count() == 2
    assert not involvement.family.due_dates.running().exists()


def test_later_return_with_a_death_cancels_what_was_due(bring_in):
    bring_in(child("AB1", episode()))
    bring_in(child("AB1", episode(), died="2026-02-01"))
    assert not Family.objects.get().due_dates.running().exists()


def test_later_return_with_a_birth_changes_both_dates_together(bring_in):
    bring_in(child("AB1", episode(), born=None, expected="2025-12-24", sex="U"))
    bring_in(child("AB1", episode(), born="2025-12-20", sex="F"))
    person = Person.objects.get()
    assert (person.born, person.expected, person.sex) == (date(2025, 12, 20), None, "F")


def test_later_return_that_reopens_a_referral_runs_its_clock_again(bring_in):
    bring_in(child("AB1", episode(**CLOSED)))
    bring_in(child("AB1", episode()))
    assert Involvement.objects.get().closed_on is None
    assert Involvement.objects.get().family.due_dates.running().count() == 1


def test_later_return_closes_one_referral_and_opens_the_next(bring_in):
    bring_in(child("AB1", episode("2025-06-02", need_plan("2025-07-01"))))
    report = bring_in(
        child("AB1", episode("2025-10-01", need_plan("2025-10-02")),
              episode("2025-06-02", need_plan("2025-07-01", "2025-08-01"), **CLOSED))
    )  # fmt: skip
    assert report.kept
    assert Involvement.objects.filter(closed_on=None).get().opened_on == date(2025, 10, 1)
    assert Plan.objects.filter(until_date=None).get().from_date == date(2025, 10, 2)


def test_later_return_leaves_what_people_changed_since(bring_in, by_hand):
    """The same return, run again after the team has closed the case and corrected the birth."""
    bring_in(FULL)
    by_hand(Person.objects.get(), name="Mia Ash", born=date(2019, 4, 14))
    by_hand(Involvement.objects.get(closed_on=None), closed_on=date(2026, 10, 1), closed_because="RC7")
    report = bring_in(FULL)
    person = Person.objects.get()
    assert (person.name, person.born) == ("Mia Ash", date(2019, 4, 14))
    assert not Involvement.objects.filter(closed_on=None).exists()
    assert report.changes == []


def test_later_return_warns_where_people_changed_the_value_too(bring_in, by_hand):
    bring_in(child("AB1", episode()))
    by_hand(Person.objects.get(), born=date(2019, 4, 14))
    report = bring_in(child("AB1", episode(), born="2019-03-14"))
    assert Person.objects.get().born == date(2019, 4, 14)
    (problem,) = [problem for problem in report.problems if "Changed here since" in problem.kind]
    assert (problem.child, problem.refused) == ("AB1", False)
    assert "14 Apr 2019" in problem.sentence
    assert "14 Mar 2019" in problem.sentence


def test_later_return_leaves_peoples_values_beside_updated_ones(bring_in, by_hand):
    """The import's own last state of the row then holds both: whose each value is must be told apart."""
    bring_in(child("AB1", episode()))
    by_hand(Person.objects.get(), born=date(2019, 4, 14))
    bring_in(child("AB1", episode(), sex="M"))
    bring_in(child("AB1", episode(), sex="M"))
    person = Person.objects.get()
    assert (person.born, person.sex) == (date(2019, 4, 14), "M")


def test_child_typed_here_before_is_filled_in_and_not_overwritten(bring_in, by_hand):
    bring_in(child("AB1", episode()))
    person = Person.objects.get()
    by_hand(person, la_child_id="AB2", born=date(2019, 4, 14))
    before = episode("2024-01-05", closed="2024-02-01", because="RC7")
    report = bring_in(child("AB2", before, born="2011-01-01", upn="B801200005001"))
    person.refresh_from_db()
    assert Person.objects.count() == 1
    assert (person.upn, person.born) == ("B801200005001", date(2019, 4, 14))
    assert [problem.kind for problem in report.problems] == ["Changed here since, and left as it is"]


def test_referral_open_here_and_not_in_the_return_refuses_another(bring_in):
    bring_in(child("AB1", episode("2025-06-02")))
    report = bring_in(child("AB1", episode("2026-01-05")))
    (problem,) = report.problems
    assert (problem.refused, problem.field) == (True, "CINclosureDate")
    assert "Another referral of the child is open here. Close it on the child’s page" in problem.sentence
    assert "The referral of Mon 2 Jun 2025 is not in the return." in problem.sentence


def test_asked_item_that_somebody_wrote_is_kept(bring_in, by_hand):
    bring_in(child("AB1", episode(), ethnicity="NOBT"))
    with acting(UserFactory()):
        AskedItem.objects.create(
            family=Family.objects.get(), person=Person.objects.get(), item="ethnicity", answer="known", values=["AIND"]
        )
    report = bring_in(child("AB1", episode(), ethnicity="WBRI"))
    assert AskedItem.objects.get().values == ["AIND"]
    assert [problem.kind for problem in report.problems] == ["Changed here since, and left as it is"]


def test_facts_go_to_the_family_in_which_the_child_is_now(bring_in):
    bring_in(child("AB1", episode(**CLOSED)), child("AB2", episode()))
    first, second = Family.objects.order_by("pk")
    with acting(UserFactory()):
        bring_together(second, first, because="Siblings.", at=NOW)
    bring_in(child("AB1", episode(**CLOSED), episode("2026-01-05")), child("AB2", episode()))
    assert Involvement.objects.get(opened_on=date(2026, 1, 5)).family == second


def test_facts_go_to_the_person_of_whom_this_one_is_a_double(bring_in, by_hand):
    bring_in(child("AB1", episode(**CLOSED)), child("AB2", episode(**CLOSED)))
    first, second = Person.objects.order_by("pk")
    by_hand(first, merged_into=second, merged_because="The same child.")
    bring_in(child("AB1", episode(**CLOSED), episode("2026-01-05")))
    assert Involvement.objects.get(opened_on=date(2026, 1, 5)).child == second


def test_family_without_a_team_comes_to_the_team_of_the_import(bring_in, by_hand):
    bring_in(child("AB1", episode(**CLOSED)))
    by_hand(FamilyTeam.objects.get(), until_date=NOW.date())
    south = TeamFactory(name="South")
    bring_in(child("AB1", episode(**CLOSED), episode("2026-01-05")), team=south)
    assert Family.objects.get().familyteam_set.get(until_date=None).team == south


def test_case_that_is_held_open_is_not_closed_by_a_return(bring_in):
    bring_in(child("AB1", episode()))
    family = Family.objects.get()
    with acting(robot("tests")):
        place(family, Held.CLOSURE, Workbook(pk=1))
    report = bring_in(child("AB1", episode(**CLOSED)))
    assert report.kept
    assert Involvement.objects.get().closed_on is None
    (problem,) = report.problems
    assert problem.sentence.startswith("The case is not closed here")


def test_plan_open_here_and_not_in_the_return_refuses_another(bring_in):
    bring_in(child("AB1", episode("2025-02-03", need_plan("2025-03-01"))))
    report = bring_in(child("AB1", episode("2025-02-03", need_plan("2025-08-01"))), child("AB2", episode()))
    (problem,) = [problem for problem in report.problems if problem.refused]
    assert (problem.child, problem.field) == ("AB1", "CINPlanDates")
    assert "Another plan of the same kind is open here" in problem.sentence
    assert "The child in need plan of Sat 1 Mar 2025 is not in the return." in problem.sentence
    assert Person.objects.filter(la_child_id="AB2").exists()


# --- Moved, and gone ---


def test_date_that_moved_within_one_episode_is_a_move(bring_in):
    """Not a second referral, assessment or plan, and nothing is refused."""
    before = episode(
        "2025-06-02", assessment("2025-06-03"), need_plan("2025-07-01"), enquiry("2025-06-10"),
        proceedings("2025-09-09"),
    )  # fmt: skip
    after = episode(
        "2025-06-03", assessment("2025-06-05", "2025-07-15", ["1B"]), need_plan("2025-07-08"), enquiry("2025-06-11"),
        proceedings("2025-09-10"),
    )  # fmt: skip
    bring_in(child("AB1", before))
    stood = counts()
    report = bring_in(child("AB1", after))
    assert counts() == stood
    assert (report.refused, report.figures["moved"], report.gone) == (0, 5, [])
    assert any(move.endswith("AB1: the referral, from 2025-06-02 to 2025-06-03") for move in report.moves)
    involvement = Involvement.objects.select_related("referral").get()
    assert (involvement.opened_on, involvement.referral.received_on) == (date(2025, 6, 3), date(2025, 6, 3))
    single = Assessment.objects.get(kind="single")
    assert (single.started_on, single.ended_on, single.factors) == (date(2025, 6, 5), date(2025, 7, 15), ["1B"])
    assert (Plan.objects.get().from_date, LegalEpisode.objects.get().from_date) == (date(2025, 7, 8), date(2025, 9, 10))
    again = bring_in(child("AB1", after))
    assert (counts(), again.changes, again.moves, again.gone) == (stood, [], [], [])


def test_move_back_is_a_move_too(bring_in):
    bring_in(child("AB1", episode("2025-06-02")))
    bring_in(child("AB1", episode("2025-06-03")))
    report = bring_in(child("AB1", episode("2025-06-02")))
    assert Involvement.objects.count() == 1
    assert report.refused == 0
    assert Involvement.objects.get().opened_on == date(2025, 6, 2)


def test_date_that_people_put_right_here_is_not_moved(bring_in, by_hand):
    bring_in(child("AB1", episode("2025-06-02", assessment("2025-06-04"))))
    by_hand(Assessment.objects.get(), started_on=date(2025, 6, 6))
    report = bring_in(child("AB1", episode("2025-06-02", assessment("2025-06-05"))))
    assert Assessment.objects.get().started_on == date(2025, 6, 6)
    assert "Changed here since, and left as it is" in {problem.kind for problem in report.problems}


def test_referral_of_another_need_and_source_is_no_move(bring_in):
    closed = {"closed": "2025-06-20", "because": "RC7"}
    bring_in(child("AB1", episode("2025-06-02", **closed)))
    report = bring_in(child("AB1", episode("2025-07-01", source="6", need="N5")))
    assert Involvement.objects.count() == 2
    assert report.gone == ["AB1: the referral of Mon 2 Jun 2025 is not in the return. It stays as it is."]


def test_what_ended_before_the_year_of_a_return_is_not_missed_in_it(bring_in):
    """A return has what was open in its year: an assessment of the year before is neither gone nor moved."""
    first = episode("2025-01-06", assessment("2025-01-07", "2025-02-20", ["1B"]))
    bring_in(child("AB1", first), year=2025)
    report = bring_in(child("AB1", episode("2025-01-06", assessment("2025-04-02", "2025-05-20", ["1B"]))), year=2026)
    assert Assessment.objects.count() == 2
    assert (report.moves, report.gone) == ([], [])


def test_child_who_is_open_and_gone_from_the_return_is_told(bring_in):
    bring_in(child("AB1", episode()), child("AB2", episode(**CLOSED)), child("AB3", episode()))
    report = bring_in(child("AB1", episode()))
    assert report.gone == ["AB3: the child is open here and is not in the return. Nothing was changed."]


def test_report_counts_what_is_open_and_past_its_time(bring_in):
    late = episode("2025-06-02", assessment("2025-06-03"), enquiry("2025-06-10"))
    report = bring_in(child("AB1", late), child("AB2", episode("2026-03-02", assessment("2026-03-03"))))
    assert (report.figures["assessments, overdue"], report.figures["section 47 enquiries, overdue"]) == (1, 1)


def test_child_of_another_team_is_not_missed_in_the_return_of_this_one(bring_in):
    """For several teams there is a return for each."""
    bring_in(child("AB1", episode()), team=TeamFactory(name="South"))
    assert bring_in(child("AB2", episode())).gone == []


def test_referral_that_was_recorded_in_error_here_stays_so(bring_in, by_hand):
    bring_in(child("AB1", episode()))
    DueDate.objects.update(cancelled_at=NOW)
    by_hand(
        Involvement.objects.get(), withdrawn_because="Recorded in error.", withdrawn_by=UserFactory(), withdrawn_at=NOW
    )
    report = bring_in(child("AB1", episode(**CLOSED)), child("AB2", episode("2025-06-02", nfa="true")))
    assert Involvement.with_withdrawn.get(child__la_child_id="AB1").closed_on is None
    assert "Recorded in error here" in {problem.kind for problem in report.problems}
    assert not DueDate.objects.running().exists()


def test_second_return_of_a_year_brings_only_what_changed(bring_in):
    children = [child(f"AB{number}", episode("2025-06-02", assessment("2025-06-03"))) for number in range(5)]
    bring_in(*children)
    stood, entries = counts(), Imported.objects.count()
    closed = child("AB4", episode("2025-06-02", assessment("2025-06-03", "2025-07-03", ["1B"]), **CLOSED))
    report = bring_in(*children[:4], closed, child("AB9", episode("2026-01-05")))
    made = [now - before for now, before in zip(counts(), stood, strict=True)]
    assert made == [1, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert (report.figures["children, new"], report.figures["changed"]) == (1, 4)
    assert report.figures["moved"] == report.figures["gone"] == 0
    assert {change.partition(", ")[2][:3] for change in report.changes} == {"AB4"}
    assert Imported.objects.exclude(key__startswith="census:AB9:").count() == entries


# --- Many at once ---


MANY = [
    child("AB1", episode(conference="2025-06-30")),
    FULL,
    child(
        "AB3", episode("2025-06-02", need_plan("2025-07-01"), proceedings()), ethnicity="REFU", disabilities=["NONE"]
    ),
    child("AB4", episode("2025-06-02", nfa="true"), episode("2025-06-02", nfa="true"), episode("2025-10-01")),
    child("AB5", episode(), born=None, expected="2026-12-24", sex="U"),
    child("AB6", episode(), died="2025-12-24"),
    child("AB7", episode("2025-09-01"), born="2007-12-01"),
    child("AB8"),
]


def written():
    """Every row that an import writes, and its history, without ids and moments."""
    rows = {}
    for model in (*IMPORTED, *(each.history.model for each in IMPORTED if hasattr(each, "history"))):
        names = [
            field.attname for field in model._meta.concrete_fields
            if not (field.is_relation and field.related_model not in (User, Team))
            and field.name not in ("id", "row", "at", "history_id", "history_date", "run", "subject_id", "names")
        ]  # fmt: skip
        rows[model] = sorted(map(repr, model._base_manager.values_list(*names)))
    return rows


def test_children_written_together_are_as_if_written_one_by_one(bring_in, monkeypatch):
    robot("import")
    with transaction.atomic():
        one_by_one(monkeypatch)
        bring_in(*MANY)
        expected = written()
        transaction.set_rollback(True)
    monkeypatch.undo()
    bring_in(*MANY)
    assert written() == expected
    assert len(expected[Conference.history.model]) == 4


def one_by_one(monkeypatch):
    monkeypatch.setattr(census_services, "children_here", set)


def test_statements_of_new_children_do_not_grow_with_them(bring_in):
    """A hundred together cost hardly more than ten."""

    def statements(first, number):
        children = [
            child(f"AB{first + each}", episode("2025-06-02", assessment("2025-06-03"), need_plan("2025-07-01")))
            for each in range(number)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert bring_in(*children).figures["children, new"] == number
        return len(captured)

    statements(0, 2)
    few, many = statements(1000, 10), statements(2000, 100)
    assert many < few * 1.5
    assert many < 100


def test_one_who_cannot_stand_beside_many_is_set_aside_alone(bring_in, by_hand):
    """The database refuses only when it is written: then each is written by itself."""
    bring_in(child("AB0", episode()))
    by_hand(Person.objects.get(), la_child_id="OLD")
    given = [child(f"AB{number}", episode("2025-06-02")) for number in (1, 2)]
    broken = child("AB3", episode("2025-06-02", protection_plan(previous="9999999")))
    report = bring_in(*given, broken)
    assert report.figures["children, new"] == 2
    assert report.aside == ["AB3"]
