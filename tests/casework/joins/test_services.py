"""Siblings who came in apart are brought together, and apart again."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps

from casework.access import Can, access_of, families_for
from casework.allocations import services as allocations
from casework.births import services as births
from casework.births.checks import Newborn
from casework.calls import services as calls
from casework.calls.models import SafetyCall
from casework.duedates.models import DueDate
from casework.duedates.presenters import dues_of_many
from casework.families import services as families
from casework.families.models import Family, FamilyRole
from casework.households import services as households
from casework.joins import services as joins
from casework.joins.services import UNRECORDED, movable_models
from casework.links import services as links
from casework.matching import services as matching
from casework.people import services as people
from casework.plans.services import begin_plans
from casework.referrals import services as referrals
from casework.refusal import Conflict, Refusal
from casework.relationships import services as relationships
from casework.trail.models import TrailEntry
from casework.users import services as users
from casework.users.roles import Role
from tests import brought_in
from tests.checklist import all_met
from tests.factories import LONG_AGO, NOW, UserFactory, add_adult, add_child
from workbook.workbooks import services as workbooks


@pytest.fixture
def brother(cast, ash):
    """A child who came in as a family of one, referred, with a case summary due."""
    family = families.add_family(name="Leo Ash", team=cast.north, by=cast.mary, at=NOW - timedelta(days=5))
    leo = add_child(family, cast.mary, name="Leo Ash", born=date(2020, 5, 5))
    referral = referrals.record_referral(
        family, received_on=(NOW - timedelta(days=5)).date(), source="2A", reason="The school is worried.",
        needs={leo: "N8"}, by=cast.mary, at=NOW - timedelta(days=5),
    )  # fmt: skip
    return SimpleNamespace(family=family, leo=leo, referral=referral)


@pytest.fixture
def joining(cast, ash, brother):
    return joins.join(ash.family, brother.family, because="Brother of Mia and Ben.", by=cast.mary, at=NOW)


def test_joining_brings_the_people_and_their_records(cast, ash, brother, joining):
    assert brother.leo in ash.family.people_now()
    assert brother.referral in ash.family.referral_set.all()
    assert ash.family.involvement_set.filter(child=brother.leo).exists()
    assert brother.family.people_now() == []
    due = DueDate.objects.get(child=brother.leo, timescale="case_summary")
    assert due.family == ash.family
    assert dues_of_many([due], cast.mary)[0].url == f"/families/{ash.family.pk}/children/{brother.leo.pk}/case-summary/"


def test_joining_keeps_in_history_from_which_family_each_row_came(ash, brother, joining):
    came = brother.referral.history.order_by("-history_id").first()
    assert came.family_id == ash.family.pk
    assert brother.referral.history.filter(family=brother.family.pk).exists()


def test_joining_ends_the_joined_familys_team(brother, joining):
    assert not brother.family.familyteam_set.filter(until_date=None).exists()


def test_joining_undone_is_as_before(cast, ash, brother, joining):
    joins.undo(joining, because="Another Ash family.", by=cast.mary, at=NOW)
    assert brother.family.people_now() == [brother.leo]
    assert brother.referral in brother.family.referral_set.all()
    assert brother.leo not in ash.family.people_now()
    due = DueDate.objects.get(child=brother.leo, timescale="case_summary")
    assert due.family == brother.family
    assert brother.family.familyteam_set.get(until_date=None).team == cast.north


def test_joining_undone_twice_is_undone_once(cast, brother, joining):
    joins.undo(joining, because="Another Ash family.", by=cast.mary, at=NOW)
    with pytest.raises(Conflict, match="taken apart already"):
        joins.undo(joining, because="Another reason.", by=cast.mary, at=NOW)
    assert brother.family.familyteam_set.filter(until_date=None).count() == 1


def test_joining_undone_ends_a_relationship_made_since(cast, ash, brother, joining):
    relation = relationships.relate(ash.family, brother.leo, kind="sibling", other=ash.mia, by=cast.mary, at=NOW)
    joins.undo(joining, because="Another Ash family.", by=cast.mary, at=NOW)
    relation.refresh_from_db()
    assert relation.until_date == NOW.date()


def test_joining_cannot_be_undone_once_work_rests_on_it(cast, ash, brother, joining):
    brother.referral.refresh_from_db()
    workbooks.open_workbook(
        brother.referral, reason="Together.", answers=all_met(), index_child=brother.leo, people=[brother.leo, ash.ann],
        supervision_planned_for=NOW + timedelta(days=20), by=cast.mary, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refusal, match="cannot be undone any more"):
        joins.undo(joining, because="Another Ash family.", by=cast.mary, at=NOW)
    assert brother.leo in ash.family.people_now()


def test_joining_refuses_a_family_with_a_workbook(cast, month, brother):
    with pytest.raises(Refusal, match="Workbook"):
        joins.join(brother.family, month.family, because="Brother.", by=cast.mary, at=NOW)


def test_joining_takes_a_family_into_one_with_a_workbook(cast, month, brother):
    joins.join(month.family, brother.family, because="Brother.", by=cast.mary, at=NOW)
    assert brother.leo in month.family.people_now()


def test_joining_refuses_a_family_with_itself(cast, ash):
    with pytest.raises(Refusal, match="Choose another family"):
        joins.join(ash.family, ash.family, because="?", by=cast.mary, at=NOW)


def test_joining_refuses_without_a_reason(cast, ash, brother):
    with pytest.raises(Refusal, match="Say why"):
        joins.join(ash.family, brother.family, because=" ", by=cast.mary, at=NOW)


@pytest.mark.parametrize("who", ["sue", "sid", "bob"])
def test_joining_is_for_who_decides_for_both(cast, ash, brother, who):
    with pytest.raises(Refusal, match="You may not"):
        joins.join(ash.family, brother.family, because="Brother.", by=getattr(cast, who), at=NOW)


# What is about a family and stays where it is when that family is joined to another, and how it is found then.
STAY = {
    "casework.FamilyTeam": "who had that family until then",
    "casework.FamilyJoin": "of which families it is made up",
    "casework.Headline": "derived anew of either family",
    "casework.ConflictOfInterest": "it counts for both from then on, joined and apart",
    "casework.Emergency": "who opened that family, and they did; it is reviewed where the record is now",
    "casework.EmergencyReview": "found by what it reviews",
    "casework.Viewing": "who opened that family's pages, and they did",
    "casework.Hold": "derived; what holds a family forbids the joining, or lets go with it",
    "casework.UnsavedText": "private until saved, at the address of its page",
    "casework.DocumentText": "found by its document",
    "casework.Frozen": "written once; found by the row that was finished, which moves",
    "casework.HeldBack": "found by the row that it holds back",
    "casework.AskedItem": "found by the person; the family is where it was said",
    "casework.OwnRightAnswer": "found by the person",
    "casework.PersonName": "found by the person; the family is where it was said",
    "casework.RelationshipOverride": "found by the moment at which the summary was locked, in its family",
    "workbook.ComingOfAge": "found by the involvement, which moves",
    "workbook.SharingChoice": "read of every family that is part of this one",
}


def about_families():
    """The models with a foreign key `family`, but histories."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields if field.related_model is Family}
        if "family" in names and not issubclass(model, TrailEntry):
            yield model


def test_whatever_is_about_a_family_moves_with_it_or_stays_for_a_reason_or_forbids_the_joining():
    """Of the apps to the right all other rows rest on a Workbook, an emerged vulnerability or a programme: held."""
    moved = {model._meta.label for model in (*movable_models(), *UNRECORDED, SafetyCall)}
    rest = {model._meta.label for model in about_families()} - moved - set(STAY)
    assert not {label for label in rest if label.startswith("casework.")}
    assert not moved & set(STAY)
    assert rest == HELD, "decide: does it come along, or does it hold the family?"


HELD = {
    "workbook.DelegatedTask", "workbook.DrawnPassage",
    "workbook.EmergedVulnerability", "workbook.EpisodeMember", "workbook.FamilyProgramme",
    "workbook.InterventionSummary", "workbook.ModulePassage", "workbook.ModuleRecord", "workbook.PlannedVisit",
    "workbook.PlannerAction", "workbook.ProgrammeAssessment", "workbook.ProgrammeChild", "workbook.ProgrammeParent",
    "workbook.SignificantChange", "workbook.SummaryNote", "workbook.SummaryPassage", "workbook.SupportPlanner",
    "workbook.Workbook", "workbook.WorkbookDecision", "workbook.WorkbookEpisode",
    "supervision.ActionReview", "supervision.Attendance", "supervision.Filing", "supervision.GroupSupervision",
    "supervision.Pack",
    "supervision.SupervisionAction", "supervision.SupervisionMove", "supervision.SupervisionPassage",
}  # fmt: skip


def test_joining_linked_families_leaves_their_link_as_it_was(cast, ash, brother):
    link = links.add_link(brother.family, ash.family, because="Brothers.", by=cast.mary, at=NOW)
    joining = joins.join(ash.family, brother.family, because="Brother of Mia.", by=cast.mary, at=NOW)
    joins.undo(joining, because="Another Ash family.", by=cast.mary, at=NOW)
    link.refresh_from_db()
    assert (link.family, link.other, link.until_date) == (brother.family, ash.family, None)


def test_joining_two_families_linked_to_a_third_keeps_one_link(cast, ash, brother):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    for one in (brother.family, ash.family):
        links.add_link(one, elm, because="Cousins.", by=cast.mary, at=NOW)
    joins.join(ash.family, brother.family, because="Brother of Mia.", by=cast.mary, at=NOW)
    assert ash.family.familylink_set.get(until_date=None).other == elm


def test_joining_keeps_once_a_relationship_that_both_have_recorded(cast, ash, brother):
    ann = brought_in.bring_in(
        brother.family, ash.ann, role=FamilyRole.PARENT, by=cast.mary, at=NOW, from_date=NOW.date() - timedelta(days=3)
    )
    brought_in.bring_in(
        brother.family, ash.mia, role=FamilyRole.CHILD, by=cast.mary, at=NOW, from_date=NOW.date() - timedelta(days=3)
    )
    relationships.relate(brother.family, ash.ann, kind="mother", other=ash.mia, by=cast.mary, at=NOW)
    for person in (ann.person, ash.mia):
        households.leave(brother.family, person, left_on=NOW.date(), because="Wrong.", by=cast.mary, at=NOW)
    joins.join(ash.family, brother.family, because="Brother of Mia.", by=cast.mary, at=NOW)
    assert ash.family.relationships_now().filter(person=ash.ann, other=ash.mia).count() == 1


def test_joining_is_refused_by_an_allocation_still_to_begin(cast, allocated, brother):
    tomorrow = NOW.date() + timedelta(days=1)
    allocations.allocate(
        brother.family, cast.cora, role="social_worker", lead=True, from_date=tomorrow, by=cast.mary, at=NOW
    )
    with pytest.raises(Refusal, match="workers are allocated to both"):
        joins.join(allocated.family, brother.family, because="Brother of Mia.", by=cast.mary, at=NOW)


def test_joining_leaves_the_former_team_only_reading(cast, brother, joining):
    assert access_of(cast.mary, brother.family, today=NOW.date()).rights == {Can.READ}


def test_joining_brings_a_call_that_became_a_referral(cast, ash):
    call = calls.take(cast.north, child_name="Leo", child_address="Not known", concern="Alone.", by=cast.sue, at=NOW)
    call = calls.decide(call, outcome="REFERRAL", because="Young.", new_family="Leo", by=cast.mary, at=NOW)
    joining = joins.join(ash.family, call.family, because="Brother of Mia.", by=cast.mary, at=NOW)
    call.refresh_from_db()
    assert call.family == ash.family
    joins.undo(joining, because="Another Leo.", by=cast.mary, at=NOW)
    call.refresh_from_db()
    assert call.family == joining.joined


def test_family_that_came_today_has_one_team_after_joining_and_undoing_on_the_same_day(cast, ash, time_machine):
    time_machine.move_to(NOW, tick=False)
    users.join_team(cast.south, cast.mary, role=Role.TEAM_MANAGER, from_date=LONG_AGO, by=cast.mary)
    joined = families.add_family(name="Leo Ash", team=cast.south, by=cast.mary, at=NOW)
    joining = joins.join(ash.family, joined, because="Brother.", by=cast.mary, at=NOW)
    assert not joined.familyteam_set.on(NOW.date()).exists()
    joins.undo(joining, because="Of another family.", by=cast.mary, at=NOW)
    joined.refresh_from_db()
    assert joined.familyteam_set.on(NOW.date()).get().team == joined.headline.team == cast.north
    for user in (cast.stan, cast.cora):
        assert families_for(user, Can.RECORD).contains(joined) is access_of(user, joined).can(Can.RECORD)


def test_joining_is_not_undone_where_somebody_was_added_to_the_joined_family_since(cast, ash, brother, joining):
    head = UserFactory(role=Role.SERVICE_MANAGER)
    brought_in.bring_in(brother.family, brother.leo, role=FamilyRole.CHILD, by=head, at=NOW)
    with pytest.raises(Refusal, match="Leo Ash was added to the family Leo Ash since"):
        joins.undo(joining, because="Not one family.", by=cast.mary, at=NOW)


@pytest.mark.rule("A11.1")
def test_joining_undone_lets_the_clock_of_naming_a_lead_run_again(cast, allocated, brother):
    """Leo has a plan and nobody leads; while he is with Mia and Ben Sue leads, and afterwards nobody does again."""
    begin_plans(brother.family, [brother.leo], kind="cin", from_date=NOW.date(), by=cast.mary, at=NOW)
    lead_named = DueDate.objects.running().filter(timescale="lead_named")
    assert lead_named.get().family == brother.family
    joining = joins.join(allocated.family, brother.family, because="Brother of Mia.", by=cast.mary, at=NOW)
    assert not lead_named.exists()
    joins.undo(joining, because="Another child.", by=cast.mary, at=NOW + timedelta(days=3))
    assert lead_named.get().family == brother.family


@pytest.mark.parametrize("role", [FamilyRole.CHILD, FamilyRole.OTHER_CHILD])
def test_joining_is_refused_where_somebody_is_in_both_under_two_entries(cast, ash, brother, role):
    mia = people.add_person(brother.family, name="Mia Leo", role=role, born=ash.mia.born, by=cast.mary, at=NOW)
    matching.merge(mia, ash.mia, because="Same.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="somebody belongs to both"):
        joins.join(ash.family, brother.family, because="One.", by=cast.mary, at=NOW)


@pytest.mark.parametrize("expected", [True, False])
def test_joining_is_not_undone_where_a_newborn_would_be_torn_from_the_mother_or_the_twin(cast, ash, brother, expected):
    mum = add_adult(brother.family, cast.mary, name="Eva Leo", sex="F", at=NOW - timedelta(days=5))
    if expected:
        soon = (NOW + timedelta(days=7)).date()
        baby = add_child(brother.family, cast.mary, name="Baby", born=None, expected=soon, at=NOW - timedelta(days=5))
    joining = joins.join(ash.family, brother.family, because="One.", by=cast.mary, at=NOW)
    born = {"born": NOW.date(), "by": cast.mary, "at": NOW}
    if expected:
        births.record_birth(ash.family, baby, children=[Newborn("Al", "M"), Newborn("Bo", "M")], **born)
    else:
        births.record_unexpected_birth(ash.family, mum, children=[Newborn("Bo", "M")], **born)
    with pytest.raises(Refusal, match="Bo was entered in this family since"):
        joins.undo(joining, because="No.", by=cast.mary, at=NOW)
