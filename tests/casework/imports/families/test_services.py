from datetime import date, timedelta

import pytest

from casework.allocations.models import Allocation
from casework.duedates.models import DueDate
from casework.families.models import Family, FamilyMember, FamilyTeam
from casework.holds.models import Held
from casework.holds.services import lift, place
from casework.imports.presenters import missing_lines
from casework.joins.models import FamilyJoin
from casework.people.asked_items.models import AskedItem
from casework.people.models import Person
from casework.protections.models import Protection
from casework.relationships.models import Relationship
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from casework.users.services import robot
from tests.casework.imports.families.conftest import ANN, BEN, MIA, NAMED
from tests.casework.imports.returns import child, episode
from tests.factories import NOW, TeamFactory, UserFactory

SUE = {
    "worker": "sue@north.example",
    "worker_role": "social_worker",
    "worker_leads": "yes",
    "worker_from": "2026-01-05",
}
RICK = {"worker": "rick@north.example", "worker_role": "recovery_worker"}
RELATED = {"relationships": "mother of P2; mother of P3"}


def refused(report):
    assert not report.kept
    return [(problem.line, problem.field, problem.sentence) for problem in report.problems if problem.refused]


@pytest.mark.rule("A10.9")
def test_family_comes_in_with_its_people_and_its_team(bring_in_people, north):
    report = bring_in_people(
        {**ANN, **NAMED}, {**MIA, "la_child_id": "AB1", "ethnicity": "MWBC"}, {**BEN, "in_household": "no"}
    )
    family = Family.objects.get()
    assert (family.name, family.familyteam_set.get().team, family.headline.overall_rag) == ("Ash", north, "")
    mia, _, ann = family.people_now()
    assert (mia.name, mia.la_child_id, mia.born) == ("Mia Ash", "AB1", date(2019, 5, 14))
    assert (ann.sex, family.roles()[ann.pk], family.roles()[mia.pk]) == ("F", "parent", "child")
    assert [member.in_household for member in family.members_now()] == [True, False, True]
    assert (AskedItem.objects.get().person, AskedItem.objects.get().values) == (mia, ["MWBC"])
    assert (report.figures["families, new"], report.figures["people, new"]) == (1, 3)


def test_relationships_come_in(bring_in_people):
    bring_in_people({**ANN, **NAMED, **RELATED}, MIA, {**BEN, "relationships": "half-sibling of P2"})
    assert [relationship.sentence for relationship in Relationship.objects.all()] == [
        "Ann Ash is the mother of Mia Ash", "Ann Ash is the mother of Ben Ash",
        "Ben Ash is a half-brother or half-sister of Mia Ash",
    ]  # fmt: skip


@pytest.mark.rule("A11.1")
def test_workers_come_in_allocated_and_one_leads(bring_in_people, sue, rick):
    bring_in_people({**ANN, **NAMED, **SUE}, {**MIA, **RICK}, {**BEN, **SUE})
    lead, other = Allocation.objects.order_by("from_date")
    assert (lead.worker, lead.role, lead.from_date, lead.lead_from) == (
        sue, Role.SOCIAL_WORKER, date(2026, 1, 5), date(2026, 1, 5),
    )  # fmt: skip
    assert (other.worker, other.from_date, other.lead_from) == (rick, NOW.date(), None)


FERN = {
    "worker": "fern@north.example",
    "worker_role": "family_help_lead",
    "worker_leads": "yes",
    "worker_from": "2026-01-05",
}


@pytest.fixture
def fern(north):
    return UserFactory(name="Fern Field", email="fern@north.example", team=north, role=Role.FAMILY_HELP_LEAD)


@pytest.mark.rule("A11.1")
def test_lead_comes_in_with_their_agreement_and_overseer(bring_in_people, sue, fern, practise):
    practise("family_help")
    bring_in_people({**ANN, **NAMED, **FERN, "lead_agreed_on": "2026-01-04", "lead_overseer": "sue@north.example"}, MIA)
    lead = Allocation.objects.get()
    assert (lead.agreed_on, lead.overseer, lead.overseen_from) == (date(2026, 1, 4), sue, date(2026, 1, 5))
    assert lead.agreement_recorded_by is not None
    assert DueDate.objects.running().get(timescale="lead_supervision").owner == sue
    assert not DueDate.objects.filter(timescale="overseer_named").exists()


@pytest.mark.rule("A11.1")
def test_lead_without_agreement_and_overseer_comes_in_is_warned_of_and_an_overseer_is_named(
    bring_in_people, fern, practise
):
    practise("family_help")
    report = bring_in_people({**ANN, **NAMED, **FERN}, MIA)
    assert report.kept
    assert [problem.field for problem in report.problems if "agreed" in problem.sentence] == ["lead_agreed_on"]
    assert DueDate.objects.running().filter(timescale="overseer_named").exists()


@pytest.mark.rule("A11.1")
@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"lead_overseer": "rick@north.example"}, "lead_overseer", "cannot oversee"),
        ({"lead_overseer": "fern@north.example"}, "lead_overseer", "Nobody oversees themselves"),
        ({"lead_overseer": "none@north.example"}, "lead_overseer", "Nobody with the address"),
        ({"lead_agreed_on": "2027-01-04"}, "lead_agreed_on", "in the future"),
        ({"lead_agreed_on": "1901-01-04"}, "lead_agreed_on", "1901"),
        ({"lead_agreed_on": "2026-01-04", "worker_leads": "no"}, "lead_agreed_on", "only said of the worker who leads"),
    ],
)
def test_terms_of_a_lead_that_cannot_be_are_refused_at_their_cell(
    bring_in_people, fern, sue, rick, practise, values, field, sentence
):
    practise("family_help")
    found = refused(bring_in_people({**ANN, **NAMED, **FERN, **values}, MIA))
    assert [(row[0], row[1]) for row in found] == [(2, field)]
    assert sentence in found[0][2]


@pytest.mark.rule("A7.9")
@pytest.mark.parametrize(("since", "due"), [("2026-11-02", 1), ("2026-01-05", 0), ("", 0)])
def test_first_visit_is_due_only_of_one_who_began_just_now(bring_in_people, sue, since, due):
    bring_in_people({**ANN, **NAMED, **SUE, "worker_from": since})
    assert Family.objects.get().due_dates.running().filter(timescale="first_visit").count() == due


@pytest.mark.rule("A10.6")
def test_children_of_the_census_become_one_family_with_their_names(bring_in, bring_in_people, sue):
    bring_in(child("AB1", episode()), child("AB2", episode(), born="2024-08-20"))
    report = bring_in_people(
        {**ANN, "family_name": "Ash", **RELATED, **SUE}, {**MIA, "la_child_id": "AB1"}, {**BEN, "la_child_id": "AB2"}
    )
    assert (report.figures["families, joined"], report.figures["people, new"]) == (1, 1)
    family, joined = Family.objects.order_by("pk")
    assert (family.name, joined.name) == ("Ash", "Child AB2")
    assert [person.name for person in family.people_now()] == ["Mia Ash", "Ben Ash", "Ann Ash"]
    assert family.involvement_set.count() == 2
    assert FamilyJoin.objects.get().joined == joined
    assert {due.owner for due in family.due_dates.running()} == {sue}


def test_names_from_the_file_stay_when_the_census_comes_again(bring_in, bring_in_people):
    bring_in(child("AB1", episode()))
    bring_in_people({**MIA, **NAMED, "la_child_id": "AB1"})
    report = bring_in(child("AB1", episode()))
    assert (Person.objects.get().name, Family.objects.get().name) == ("Mia Ash", "Ash")
    assert report.changes == []


def test_child_of_the_file_is_found_by_a_later_census(bring_in, bring_in_people):
    bring_in_people({**MIA, **NAMED, "la_child_id": "AB1"})
    bring_in(child("AB1", episode()))
    person = Person.objects.get()
    assert person.name == "Mia Ash"
    assert person.involvements.get().family == Family.objects.get()


def counts():
    models = (Family, FamilyMember, FamilyTeam, Person, AskedItem, Relationship, Allocation)
    return [(model.objects.count(), model.history.count()) for model in models]


def test_import_is_idempotent(bring_in_people, sue):
    rows = {**ANN, **NAMED, **RELATED, **SUE}, {**MIA, "ethnicity": "WBRI"}, BEN
    bring_in_people(*rows)
    before = counts()
    report = bring_in_people(*rows, at=NOW + timedelta(days=3))
    assert counts() == before
    assert report.figures["people, new"] == 0


def test_later_file_updates_the_record_and_reports_it(bring_in_people):
    bring_in_people({**ANN, **NAMED}, MIA)
    report = bring_in_people({**ANN, **NAMED, "family_name": "Ash-Reed"}, {**MIA, "name": "Mia Ash-Reed"})
    assert Family.objects.get().name == "Ash-Reed"
    assert Person.objects.filter(name="Mia Ash-Reed").exists()
    assert len(report.changes) == 2


def test_later_file_leaves_what_people_changed_since(bring_in_people, sue):
    rows = {**ANN, **NAMED, **RELATED, **SUE}, MIA, BEN
    bring_in_people(*rows)
    with acting(sue):
        change(Person.objects.get(name="Mia Ash"), name="Mia Jane Ash")
        change(FamilyMember.objects.get(person__name="Ann Ash"), until_date=NOW.date())
        change(Relationship.objects.first(), until_date=NOW.date())
        change(Allocation.objects.get(), until_date=NOW.date(), lead_until=NOW.date(), ended_because="OTHERS")
    before = counts()
    bring_in_people(*rows)
    assert counts() == before


def test_family_stays_with_its_team_and_it_is_reported(bring_in_people):
    TeamFactory(name="South")
    bring_in_people({**ANN, **NAMED})
    report = bring_in_people({**ANN, **NAMED, "team": "South"})
    assert report.kept
    assert Family.objects.get().familyteam_set.get().team.name == "North"
    assert "Transfer it on its page" in report.problems[0].sentence


def test_wrong_check_digit_is_kept_and_warned_of(bring_in_people):
    report = bring_in_people({**MIA, **NAMED, "nhs_number": "943 476 5918", "upn": "A801200005001"})
    assert report.kept
    assert Person.objects.get().nhs_number == "9434765918"
    assert [problem.field for problem in report.problems] == ["nhs_number", "upn"]


def test_dry_run_keeps_nothing(bring_in_people):
    report = bring_in_people({**ANN, **NAMED}, dry_run=True)
    assert (report.kept, report.figures["people, new"]) == (False, 1)
    assert not Person.objects.exists()


def test_import_says_all_refused_rows_at_once_and_keeps_nothing(bring_in_people):
    report = bring_in_people(
        {**ANN, **NAMED, "born": "soon"}, {**MIA, "worker": "nobody@north.example", "worker_role": "Social worker"},
        {**BEN, "team": "East"},
    )  # fmt: skip
    assert [(line, field) for line, field, _ in refused(report)] == [
        (2, "born"),
        (4, "team"),
        (4, "team"),
        (3, "worker"),
    ]
    assert not Family.objects.exists()


@pytest.mark.parametrize(
    "cells", [{"born": "soon"}, {"worker": "Sue", "worker_role": "Social worker"}, {**SUE, "worker_role": "boss"}]
)
def test_cell_that_cannot_be_read_is_not_missing_as_well(bring_in_people, sue, cells):
    assert len(refused(bring_in_people({**MIA, **NAMED, **cells}))) == 1


@pytest.mark.parametrize(
    ("rows", "line", "field", "says"),
    [
        ([{**MIA, **NAMED, "expected": "2026-12-24"}], 2, "expected", "not both"),
        ([{**MIA, **NAMED, "born": ""}], 2, "born", "Give the child’s date of birth"),
        ([{**ANN, **NAMED, "born": "", "expected": "2026-12-24"}], 2, "expected", "for an unborn child"),
        ([{**MIA, **NAMED, "born": "", "expected": "2026-12-24"}], 2, "sex", "an unborn child is U"),
        ([{**MIA, **NAMED, "born": "2026-11-04"}], 2, "born", "in the future"),
        ([{**MIA, **NAMED, "died": "2026-11-04"}], 2, "died", "in the future"),
        ([{**MIA, **NAMED, "died": "2019-05-13"}], 2, "died", "before the birth"),
        ([{**ANN, **NAMED, "la_child_id": "AB1"}], 2, "la_child_id", "Only a child"),
        ([{**MIA, **NAMED, "nhs_number": "943 476 59190"}], 2, "nhs_number", "more than 10 digits"),
        ([{**MIA, **NAMED}, {**BEN, "person": "P2"}], 3, "person", "stands already in line 2"),
        ([{**MIA, **NAMED, "la_child_id": "AB1"}, {**BEN, "la_child_id": "AB1"}], 3, "la_child_id", "in line 2"),
        ([{**MIA, **NAMED}, {**BEN, "family_name": "Oak"}], 3, "family_name", "In line 2 it is ‘Ash’"),
        ([{**MIA, "family_name": "Ash", "team": "West"}], 2, "team", "There is no team ‘West’"),
        ([{**MIA, "team": "North"}], 2, "family_name", "Give its name"),
        ([{**MIA, "family_name": "Ash"}], 2, "team", "Give the name of one"),
        ([{**ANN, **NAMED, "relationships": "mother of P9"}], 2, "relationships", "there is no ‘P9’ in this family"),
        ([{**ANN, **NAMED, "relationships": "partner of P1"}], 2, "relationships", "Nobody is related to oneself"),
        ([{**ANN, **NAMED, "worker_role": "Social worker"}], 2, "worker", "Give the worker’s e-mail address"),
        ([{**ANN, **NAMED, "worker": "no@where.example", "worker_role": "Social worker"}], 2, "worker", "works here"),
        ([{**ANN, **NAMED, "worker": "sue@north.example"}], 2, "worker_role", "Give the role"),
        ([{**ANN, **NAMED, **RICK, "worker": "sue@north.example"}], 2, "worker_role", "does not work as recovery"),
        ([{**ANN, **NAMED, **RICK, "worker_leads": "yes"}], 2, "worker_leads", "Whoever leads is a social worker"),
        ([{**ANN, **NAMED, **SUE, "worker_from": "2026-11-04"}], 2, "worker_from", "in the future"),
    ],
)  # fmt: skip
def test_import_refuses_what_cannot_be_stored_truthfully(bring_in_people, sue, rick, rows, line, field, says):
    ((refused_line, refused_field, sentence),) = refused(bring_in_people(*rows))
    assert (refused_line, refused_field) == (line, field)
    assert says in sentence
    assert not Person.objects.exists()


def test_leads_are_refused_where_there_are_two(bring_in_people, sue, north):
    UserFactory(name="Cora Cole", email="cora@north.example", team=north, role=Role.SOCIAL_WORKER)
    report = bring_in_people({**ANN, **NAMED, **SUE}, {**MIA, **SUE, "worker": "cora@north.example"})
    assert refused(report) == [(3, "worker_leads", "In line 2 sue@north.example leads. One worker leads.")]


def test_leads_are_refused_where_one_leads_here_already(bring_in_people, sue, north):
    UserFactory(name="Cora Cole", email="cora@north.example", team=north, role=Role.SOCIAL_WORKER)
    bring_in_people({**ANN, **NAMED, **SUE})
    report = bring_in_people({**ANN, **NAMED, **SUE, "worker": "cora@north.example"})
    assert refused(report) == [(2, "worker_leads", "Here Sue Sands leads. Change it on the family’s page.")]


def test_worker_of_another_team_is_refused(bring_in_people):
    stan = UserFactory(name="Stan Snow", team=TeamFactory(name="South"), role=Role.SOCIAL_WORKER)
    report = bring_in_people({**ANN, **NAMED, **SUE, "worker": stan.email})
    ((_, field, sentence),) = refused(report)
    assert (field, "in the family’s team, North" in sentence) == ("worker_role", True)


def test_worker_in_another_role_here_is_refused(bring_in_people, sue, north):
    bring_in_people({**ANN, **NAMED, **SUE})
    sue_too = UserFactory(name="Robot", team=north, role=Role.RECOVERY_WORKER)
    with acting(sue):
        change(Allocation.objects.get(), worker=sue_too)
    report = bring_in_people({**ANN, **NAMED, "worker": sue_too.email, "worker_role": "recovery_worker"})
    assert refused(report)[0][1:] == ("worker_role", "Here Robot works with the family as social worker.")


def test_child_recorded_here_as_an_adult_is_refused(bring_in_people):
    bring_in_people({**ANN, **NAMED})
    report = bring_in_people({**ANN, **NAMED, "role": "child"})
    assert refused(report)[0][1:] == (
        "role", "Here Ann Ash stands as parent or carer. Correct it in the file, or on the page.",
    )  # fmt: skip


def test_families_that_cannot_be_joined_are_refused_with_the_reason(bring_in, bring_in_people, sue):
    bring_in(child("AB1", episode()), child("AB2", episode()))
    for person in Person.objects.all():
        with acting(sue):
            Allocation.objects.create(
                family=person.memberships.get().family, worker=sue, role=Role.SOCIAL_WORKER, from_date=NOW.date()
            )
    report = bring_in_people({**MIA, **NAMED, "la_child_id": "AB1"}, {**BEN, "la_child_id": "AB2"})
    assert "workers are allocated to both" in refused(report)[0][2]
    assert not FamilyJoin.objects.exists()


@pytest.mark.rule("C23")
def test_relationship_is_left_out_while_a_summary_is_open(bring_in_people, north):
    bring_in_people({**ANN, **NAMED}, MIA, BEN)
    family = Family.objects.get()
    with acting(robot("tests")):
        place(family, Held.RELATIONSHIPS, family)
    report = bring_in_people({**ANN, **NAMED, **RELATED}, MIA, BEN)
    assert report.kept
    assert "Relationships are locked here" in report.problems[0].sentence
    assert not Relationship.objects.exists()
    with acting(robot("tests")):
        lift(family, Held.RELATIONSHIPS, family)
    bring_in_people({**ANN, **NAMED, **RELATED}, MIA, BEN)
    assert Relationship.objects.count() == 2


@pytest.mark.rule("C17")
@pytest.mark.parametrize(
    ("rows", "field", "sentence"),
    [
        ([{**ANN, **NAMED, "born": "2024-06-01"}], "born", "Ann Ash is 2, so not a parent or carer"),
        ([{**ANN, **NAMED}, {**MIA, "relationships": "mother of P1"}], "relationships", "which cannot be"),
        (
            [{**ANN, **NAMED, "born": "", "relationships": "mother of P4"},
             {**ANN, "person": "P4", "name": "Gran Ash", "born": "", "relationships": "mother of P1"}],
            "relationships", "nobody is their own ancestor",
        ),
    ],
)  # fmt: skip
def test_family_that_cannot_be_is_refused_with_the_reason(bring_in_people, rows, field, sentence):
    ((_, where, said),) = refused(bring_in_people(*rows))
    assert (where, sentence in said) == (field, True), said
    assert not Family.objects.exists()


@pytest.mark.rule("C17")
def test_family_that_is_odd_comes_in_and_the_report_says_so(bring_in_people):
    report = bring_in_people({**ANN, **NAMED, "sex": "M", "relationships": "mother of P2"}, MIA)
    assert report.kept
    (problem,) = [problem for problem in report.problems if problem.field == "relationships"]
    assert "Ann Ash is recorded as male" in problem.sentence
    assert (problem.refused, problem.kind) == (False, "Odd, and brought in as it is")
    assert Relationship.objects.get().kind == "mother"


ABOUT = {"born": "", "about_age": "5", "about_age_on": "2026-11-01", "birth_to_be_asked_by": "sue@north.example"}


@pytest.mark.rule("A10.9")
def test_child_of_about_five_comes_in_as_such_and_is_known_once_it_is(bring_in_people, sue):
    bring_in_people({**ANN, **NAMED}, {**MIA, **ABOUT})
    mia = Person.objects.get(name="Mia Ash")
    assert (mia.born, mia.about_age, mia.about_age_on, mia.birth_to_be_asked_by) == (None, 5, date(2026, 11, 1), sue)
    assert bring_in_people({**ANN, **NAMED}, MIA).kept
    mia.refresh_from_db()
    assert (mia.born, mia.about_age, mia.birth_to_be_asked_by) == (date(2019, 5, 14), None, None)


@pytest.mark.rule("A10.9")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"born": ""}, "born"),
        ({**ABOUT, "birth_to_be_asked_by": ""}, "born"),
        ({**ABOUT, "birth_to_be_asked_by": "nobody@north.example"}, "birth_to_be_asked_by"),
        ({**ABOUT, "born": "2021-03-02"}, "about_age"),
        ({**ABOUT, "about_age_on": ""}, "about_age_on"),
        ({**ABOUT, "about_age": "five"}, "about_age"),
        ({**ABOUT, "about_age_on": "2026-11-04"}, "about_age_on"),
    ],
)
def test_birth_of_a_child_is_given_in_one_way_or_somebody_asks(bring_in_people, sue, values, field):
    assert field in [each for _, each, _ in refused(bring_in_people({**ANN, **NAMED}, {**MIA, **values}))]


@pytest.mark.rule("A10.9")
def test_expected_birth_in_a_file_is_asked_about_afterwards(bring_in_people):
    bring_in_people({**ANN, **NAMED}, {**MIA, "born": "", "expected": "2027-01-12", "sex": "U"})
    assert DueDate.objects.running().get(timescale="expected_birth").child.name == "Mia Ash"


@pytest.mark.rule("C17")
@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({**BEN, "born": "", "sex": "U", "expected": "2040-01-01"}, "expected"),
        ({**BEN, "born": "", "sex": "U", "expected": "2019-01-01"}, "expected"),
        ({**BEN, **SUE, "worker_from": "1901-01-05"}, "worker_from"),
        ({**BEN, "died": "1901-01-05"}, "died"),
    ],
)
def test_day_that_a_form_would_refuse_is_refused_in_a_file(bring_in_people, sue, row, field):
    assert field in [each for _, each, _ in refused(bring_in_people({**ANN, **NAMED}, row))]


@pytest.mark.rule("A10.9")
def test_child_of_whom_no_name_is_known_comes_in_and_is_named_by_a_later_file(bring_in_people, sue):
    unnamed = {**MIA, **ABOUT, "name": "", "name_not_known": "yes"}
    assert bring_in_people({**ANN, **NAMED}, unnamed).kept
    girl = Person.objects.get(name_known=False)
    assert girl.name == "Girl of about 5, name not known"
    assert bring_in_people({**ANN, **NAMED}, unnamed).kept
    assert bring_in_people({**ANN, **NAMED}, {**MIA, **ABOUT}).kept
    girl.refresh_from_db()
    assert (girl.name, girl.name_known) == ("Mia Ash", True)
    both = {**MIA, "name_not_known": "yes"}
    assert "name_not_known" in [each for _, each, _ in refused(bring_in_people({**ANN, **NAMED}, both))]


@pytest.mark.rule("A9.20")
def test_whoever_a_file_brings_into_a_household_of_somebody_protected_lives_there_too(bring_in_people):
    bring_in_people({**ANN, **NAMED}, MIA)
    family, ann = Family.objects.get(), Person.objects.get(name="Ann Ash")
    with acting(robot("imports")):
        protection = Protection.objects.create(
            family=family, people=[ann.pk], because="Fled.", by=robot("imports"), at=NOW
        )
    bring_in_people({**ANN, **NAMED}, MIA, BEN)
    protection.refresh_from_db()
    assert protection.people == sorted([ann.pk, Person.objects.get(name="Ben Ash").pk])


@pytest.mark.rule("C17")
@pytest.mark.parametrize("door", ["families", "census"])
def test_death_in_a_file_ends_the_clocks_of_every_entry_and_tells_managers_once(bring_in, bring_in_people, north, door):
    mary = UserFactory(name="Mary Moss", team=north, role=Role.TEAM_MANAGER)
    bring_in(child("AB1", episode()), child("AB2", episode()))
    for number in ("AB1", "AB2"):
        assert DueDate.objects.running().filter(child__la_child_id=number).exists()
    first, again = (Person.objects.get(la_child_id=number) for number in ("AB1", "AB2"))
    with acting(robot("import")):
        change(again, merged_into=first, merged_because="One child.")
    died = {"families": ({**MIA, **NAMED, "la_child_id": "AB1", "died": "2026-11-01"},), "census": ()}[door]
    for _ in range(2):
        if died:
            assert bring_in_people(*died).kept
        else:
            bring_in(child("AB1", episode(), died="2026-11-01"))
    assert not DueDate.objects.running().filter(child__in=[first, again]).exists()
    families = Family.objects.filter(involvement__child__in=[first, again]).distinct().count()
    assert mary.notifications.filter(kind="death").count() == families


@pytest.mark.rule("C17")
def test_unborn_child_with_a_day_of_death_is_refused(bring_in_people):
    row = {**BEN, "born": "", "sex": "U", "expected": "2026-12-01", "died": "2026-11-01"}
    assert "died" in [each for _, each, _ in refused(bring_in_people({**ANN, **NAMED}, row))]


@pytest.mark.rule("C17")
@pytest.mark.parametrize("field", ["worker_from", "lead_agreed_on"])
def test_work_of_before_any_child_of_the_family_is_refused(bring_in_people, sue, field):
    report = bring_in_people({**ANN, **NAMED}, {**MIA, **SUE, field: "1995-01-05"})
    assert field in [each for _, each, _ in refused(report)]


@pytest.mark.rule("A11.1")
@pytest.mark.parametrize(("since", "until"), [("2026-01-05", "2026-10-20"), ("2026-12-20", None)])
def test_lead_in_a_file_leaves_who_led_or_is_named_to(bring_in_people, sue, north, since, until):
    """Cora led until 20 October, or is to lead in December: Sue does not come in as lead from January."""
    cora = UserFactory(name="Cora Cole", team=north, role=Role.SOCIAL_WORKER)
    assert bring_in_people({**ANN, **NAMED}, MIA).kept
    with acting(robot("import")):
        Allocation.objects.create(
            family=Family.objects.get(), worker=cora, role=Role.SOCIAL_WORKER, from_date="2026-01-05",
            lead_from=since, lead_until=until,
        )  # fmt: skip
    assert "worker_leads" in [each for _, each, _ in refused(bring_in_people({**ANN, **NAMED}, {**MIA, **SUE}))]


@pytest.mark.rule("C17")
def test_name_of_which_nothing_can_be_seen_is_none(bring_in_people):
    report = bring_in_people({**ANN, **NAMED}, {**MIA, "name": "\u200b\u2069 \u00a0"})
    assert "name" in [each for _, each, _ in refused(report)]


@pytest.mark.rule("A1.16")
def test_one_person_in_two_families_comes_in_once_and_joins_neither(bring_in, bring_in_people):
    """A father who lives with one family and whose child is in the other; a child of the census in both."""
    bring_in(child("AB1", episode()))
    father = {"person": "F", "name": "Fred Fern", "role": "parent", "born": "1985-01-02"}
    mia = {**MIA, "la_child_id": "AB1"}
    rows = [
        {**ANN, **NAMED}, mia, {**father, "family": "ASH", "in_household": "no", "relationships": "father of P2"},
        {**father, "family": "FERN", "family_name": "Fern", "team": "North"},
        {**mia, "family": "FERN", "role": "other child"},
    ]  # fmt: skip
    report = bring_in_people(*rows)
    assert report.aside == []
    ash, fern = Family.objects.order_by("name")
    person = Person.objects.get(name="Fred Fern")
    assert {row.family for row in person.memberships.all()} == {ash, fern}
    roles = {row.family: row.role for row in Person.objects.get(la_child_id="AB1").memberships.all()}
    assert roles == {ash: "child", fern: "other_child"}
    again = bring_in_people(*rows)
    assert (again.figures["people, new"], again.figures["families, new"], Family.objects.count()) == (0, 0, 2)


def test_one_person_in_two_families_is_said_alike(bring_in_people):
    other = {**ANN, "family": "FERN", "family_name": "Fern", "team": "North", "born": "1990-01-01"}
    report = bring_in_people({**ANN, **NAMED}, other)
    (problem,) = [problem for problem in report.problems if problem.refused]
    assert (problem.line, problem.field) == (3, "born")
    assert report.aside == ["FERN"]
    assert Family.objects.get().name == "Ash"


def test_child_with_whom_one_works_is_in_one_family(bring_in_people):
    mia = {**MIA, "la_child_id": "AB1"}
    report = bring_in_people({**mia, **NAMED}, {**mia, "family": "FERN", "family_name": "Fern", "team": "North"})
    (problem,) = [problem for problem in report.problems if problem.refused]
    assert (problem.field, "‘other child’" in problem.sentence) == ("role", True)


def test_teams_and_workers_that_are_not_here_are_listed(bring_in_people):
    worker = {"worker": "who@north.example", "worker_role": "Social worker"}
    report = bring_in_people({**ANN, **NAMED, "team": "West", **worker}, MIA)
    assert list(missing_lines(report)) == [
        "Not here yet, and to be added first, teams: West",
        "Not here yet, and to be added first, workers: who@north.example",
    ]
