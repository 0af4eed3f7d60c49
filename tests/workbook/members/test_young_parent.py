"""A mother of 16: a child in her parents' family and a parent in her baby's, on every page of both."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse

from casework.actions import services as actions
from casework.births import services as births
from casework.births.checks import Newborn
from casework.case_summaries import services as case_summaries
from casework.closures import services as closures
from casework.families import services as families
from casework.families.models import ADULTS, FamilyRole
from casework.notes import services as notes
from casework.passages.models import NewText
from casework.people.own_right import services as own_right
from casework.people.own_right.queries import answer_of, is_asked
from casework.plans import services as plans
from casework.plans.models import AssessmentKind, PlanKind
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.relationships import services as relationships
from casework.users.roles import Role
from tests.checklist import all_met
from tests.factories import NOW, add_adult, add_child
from tests.shape.addresses import addresses
from workbook.allocations import services as allocations
from workbook.members import services as members
from workbook.programmes.modules import queries as modules_queries
from workbook.programmes.modules import services as modules
from workbook.workbooks import services as workbooks

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
BORN = date(2010, 4, 2)
# What no page of a family with a child and a parent may say.
NOT_SO = ("No parent or other adult", "No child has been added")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def refer(family, child, by):
    return referrals.record_referral(
        family, received_on=TODAY, source="6", reason="School.", needs={child: "N1"}, by=by, at=NOW
    )


@pytest.fixture
def kay(cast):
    """Kay Tester (16) with her mother in the family Tester, and with her baby in the family Small."""
    by = {"by": cast.mary, "at": NOW}
    tester = families.add_family(name="Tester", team=cast.north, **by)
    kay = add_child(tester, cast.mary, name="Kay Tester", born=BORN, sex="F")
    gran = add_adult(tester, cast.mary, name="Dot Tester")
    relationships.relate(tester, gran, kind="mother", other=kay, **by)
    small = families.add_family(name="Small", team=cast.north, **by)
    baby = add_child(small, cast.mary, name="Bo Small", born=TODAY - timedelta(weeks=3), at=NOW)
    members.bring_in(small, kay, role=FamilyRole.PARENT, in_household=True, **by)
    relationships.relate(small, kay, kind="mother", other=baby, **by)
    referral = refer(small, baby, cast.mary)
    allocations.allocate(small, worker=cast.sue, role=Role.SOCIAL_WORKER, lead=True, from_date=TODAY, **by)
    return SimpleNamespace(tester=tester, small=small, kay=kay, gran=gran, baby=baby, referral=referral)


def open_small(kay, by):
    return workbooks.open_workbook(
        kay.referral, reason="Two workers are needed.", answers=all_met(), index_child=kay.baby,
        people=[kay.kay, kay.baby], supervision_planned_for=NOW + timedelta(days=30), by=by, at=NOW,
    )  # fmt: skip


def open_tester(kay, by):
    return workbooks.open_workbook(
        refer(kay.tester, kay.kay, by), reason="Two workers are needed.", answers=all_met(), index_child=kay.kay,
        people=[kay.kay, kay.gran], supervision_planned_for=NOW + timedelta(days=30), by=by, at=NOW,
    )  # fmt: skip


@pytest.mark.rule("A1.14")
def test_mother_of_16_is_a_parent_in_one_family_and_a_child_in_the_other(kay):
    assert (kay.small.children_now(), kay.small.in_role_now(*ADULTS)) == ([kay.baby], [kay.kay])
    assert (kay.tester.children_now(), kay.tester.in_role_now(*ADULTS)) == ([kay.kay], [kay.gran])
    assert kay.kay not in kay.small.children_ever()


@pytest.mark.rule("A1.14")
def test_decision_page_ticks_the_mother_of_16_and_her_baby_and_opens(cast, kay, signed_in):
    browser = signed_in(cast.mary)
    address = reverse("workbook-decide", args=[kay.small.pk, kay.referral.pk])
    form = browser.get(address).context["form"]
    assert set(form.initial["people"]) == {kay.kay.pk, kay.baby.pk}
    assert form.initial["index_child"] == kay.baby.pk
    assert list(form.fields["index_child"].queryset) == [kay.baby]
    open_small(kay, cast.mary)
    episode = kay.small.workbook_set.get().episodes.get()
    assert dict(episode.members.values_list("person", "role")) == {kay.kay.pk: "parent", kay.baby.pk: "child"}
    assert [parent.person for parent in kay.small.familyprogramme_set.get().parents.all()] == [kay.kay]


@pytest.mark.rule("A1.14", "A1.16")
def test_mother_of_16_is_in_the_workbooks_of_both_families_each_in_her_role(cast, kay):
    open_tester(kay, cast.mary)
    open_small(kay, cast.mary)
    roles = kay.kay.episode_memberships.filter(until_date=None).order_by("pk").values_list("role", flat=True)
    assert list(roles) == ["child", "parent"]


@pytest.mark.rule("A1.14")
def test_workbook_refuses_the_mother_as_its_index_child_or_alone(cast, kay):
    opening = {"reason": "?", "answers": all_met(), "supervision_planned_for": NOW + timedelta(days=30), "at": NOW}
    for people, index_child in (([kay.kay, kay.baby], kay.kay), ([kay.kay], kay.kay), ([kay.baby], kay.baby)):
        with pytest.raises(Refusal, match=r"index child must be|at least one child and one adult"):
            workbooks.open_workbook(kay.referral, people=people, index_child=index_child, by=cast.mary, **opening)


@pytest.mark.slow
def test_no_page_of_either_family_says_that_somebody_is_missing(cast, kay, signed_in):
    open_tester(kay, cast.mary)
    open_small(kay, cast.mary)
    browser, looked = signed_in(cast.mary), 0
    for family, child, parent in ((kay.small, kay.baby, kay.kay), (kay.tester, kay.kay, kay.gran)):
        values = {"family_id": family.pk, "person_id": parent.pk, "child_id": child.pk}
        for address in addresses():
            if not set(address.parts) <= set(values) or "family_id" not in address.parts:
                continue
            response = browser.get(address.filled(values))
            if response.status_code != 200 or "html" not in response["Content-Type"]:
                continue
            looked += 1
            for words in NOT_SO:
                assert words not in response.text, (address.name, words)
    assert looked > 60


def test_overview_people_and_bar_list_her_where_she_belongs(cast, kay, signed_in):
    browser = signed_in(cast.mary)
    for family, children, adults in ((kay.small, [kay.baby], [kay.kay]), (kay.tester, [kay.kay], [kay.gran])):
        home = browser.get(reverse("family", args=[family.pk])).context
        assert ([m.person for m in home["children"]], [m.person for m in home["adults"]]) == (children, adults)
        people = browser.get(reverse("people", args=[family.pk])).context
        assert ([m.person for m in people["children"]], [m.person for m in people["adults"]]) == (children, adults)
        assert home["frame"].bar.children_line.startswith(f"{children[0]} (")
        assert "," not in home["frame"].bar.children_line


# Whatever is recorded of a child of the family, by the name of what it is.
OF_A_CHILD = {
    "referral": lambda small, who, by: refer(small, who, by),
    "plan": lambda small, who, by: plans.begin_plans(
        small, [who], kind=PlanKind.CHILD_IN_NEED, from_date=TODAY, by=by, at=NOW
    ),
    "assessment": lambda small, who, by: plans.begin_assessments(
        small, [who], kind=AssessmentKind.SINGLE, from_date=TODAY, by=by, at=NOW
    ),
    "conference": lambda small, who, by: plans.add_conferences(small, [who], kind="icpc", by=by, at=NOW),
    "court": lambda small, who, by: plans.begin_legal(small, [who], kind="care", from_date=TODAY, by=by, at=NOW),
    "case summary": lambda small, who, by: case_summaries.begin(small, who, by=by, at=NOW),
    "closing": lambda small, who, by: closures.save(small, who, written=[], version=0, by=by, at=NOW),
    "action": lambda small, who, by: actions.agree(
        small, what="Ring", due_on=TODAY, agreed_on=TODAY, owner_agency="School", child=who, by=by
    ),
    "seen on a visit": lambda small, who, by: notes.record(
        small, kind="home_visit", took_place_at=NOW - timedelta(hours=1), written=[NewText("purpose", "To see.")],
        seen=[(who, True, False, False)], by=by, at=NOW,
    ),
    "direct work": lambda small, who, by: modules.write(
        small.familyprogramme_set.get(), modules_queries.modules_of_children()[0], who,
        written=[NewText("words", "Hers.")], version=0, by=by, at=NOW,
    ),
    "birth": lambda small, who, by: births.record_birth(
        small, who, born=TODAY, children=[Newborn("Bo", "F")], by=by, at=NOW
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", OF_A_CHILD)
def test_services_of_children_refuse_who_is_no_child_there(cast, kay, what):
    """The mother is a child elsewhere; in her baby's family nothing is recorded of her as one."""
    open_small(kay, cast.mary)
    with pytest.raises(Refusal):
        OF_A_CHILD[what](kay.small, kay.kay, cast.sue if what != "referral" else cast.mary)


@pytest.mark.rule("A10.6")
def test_unexpected_birth_has_a_girl_of_the_family_as_mother(cast, kay, signed_in):
    from_form = signed_in(cast.mary).get(reverse("birth-add", args=[kay.tester.pk])).context["form"]
    assert set(from_form.fields["mother"].queryset) == {kay.kay, kay.gran}
    little = add_child(kay.tester, cast.mary, name="Lil Tester", born=date(2019, 1, 1), sex="F")
    assert little not in from_form.fields["mother"].queryset.all()


def test_own_right_is_asked_of_a_parent_under_18_until_somebody_answers(cast, kay, signed_in):
    browser = signed_in(cast.sue)
    page, address = (reverse(name, args=[kay.small.pk, kay.kay.pk]) for name in ("person", "person-own-right"))
    assert "Kay Tester is under 18 and a parent." in browser.get(page).text
    assert "Choose one of the answers." in browser.post(address, {"because": "?"}).text
    browser.post(address, {"answer": "own_worker", "because": "Dora works with her."})
    text = browser.get(page).text
    assert "Child in need in their own right: Yes, with a worker of their own (Sue Sands, Tue 3 Nov 2026)." in text
    assert "is under 18 and a parent" not in text
    assert answer_of(kay.kay).because == "Dora works with her."


def test_own_right_is_asked_where_she_is_a_parent_and_while_she_is_under_18(cast, kay):
    assert is_asked(kay.small, kay.kay, TODAY)
    assert not is_asked(kay.tester, kay.kay, TODAY)
    assert not is_asked(kay.small, kay.kay, date(2028, 4, 2))
    assert is_asked(kay.small, kay.kay, date(2028, 4, 1))
    assert not is_asked(kay.tester, kay.gran, TODAY)


def test_own_right_is_asked_of_a_child_whose_baby_is_in_the_same_family(cast, kay):
    baby = add_child(kay.tester, cast.mary, name="Bea Tester", born=TODAY, at=NOW)
    relationships.relate(kay.tester, kay.kay, kind="mother", other=baby, by=cast.mary, at=NOW)
    assert is_asked(kay.tester, kay.kay, TODAY)


def test_own_right_answer_is_read_in_the_other_family_only_by_who_may_open_this_one(cast, kay, signed_in):
    own_right.answer_own_right(
        kay.small, kay.kay, answer="not_in_need", because="She lives with Dot.", by=cast.sue, at=NOW
    )
    page = reverse("person", args=[kay.tester.pk, kay.kay.pk])
    assert "She lives with Dot." in signed_in(cast.mary).get(page).text


def test_own_right_refuses_of_whom_it_is_not_asked_and_by_whom_may_not_record(cast, kay):
    given = {"answer": "not_in_need", "because": "No.", "at": NOW}
    with pytest.raises(Refusal, match="is not one in this family now"):
        own_right.answer_own_right(kay.small, kay.baby, by=cast.sue, **given)
    for by in (cast.audrey, cast.stan):
        with pytest.raises(Refusal):
            own_right.answer_own_right(kay.small, kay.kay, by=by, **given)
    with pytest.raises(Refusal, match="how they are helped"):
        own_right.answer_own_right(kay.small, kay.kay, by=cast.sue, **given | {"because": " "})
