"""A role that was entered wrongly is corrected; one that changes has a day; both reach what runs and nothing else."""

from datetime import date, timedelta

import pytest
import time_machine

from casework.families.models import FamilyRole
from casework.households import services as households
from casework.notes import services as notes
from casework.people.models import Person
from casework.people.not_known import services as not_known
from casework.people.not_known.queries import fingerprint_of_known
from casework.refusal import Conflict, Odd, Refusal
from casework.trail.confirming import confirming
from chronology.timeline.presenters import entries
from tests.factories import NOW, add_adult, add_child
from workbook.members import services as members
from workbook.members.presenters import say_where
from workbook.members.roles import services
from workbook.members.roles.queries import (
    FACTS_OF_A_CHILD,
    FACTS_OF_ANY_CHILD,
    RUNNING,
    fingerprint_of_role,
    running_as_a_child,
)
from workbook.programmes import services as programmes
from workbook.programmes.queries import parents_fingerprint
from workbook.workbooks.models import Workbook

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def member_of(family, person):
    return family.familymember_set.get(person=person, until_date=None)


def correct(family, person, role, by, because="Entered wrongly.", **values):
    member = member_of(family, person)
    seen = {"fingerprint": fingerprint_of_role(member)} | values
    return services.correct_role(member, role=role, because=because, by=by, at=NOW, **seen)


def change_role(family, person, role, by, from_date=YESTERDAY, because="Has come of age."):
    member = member_of(family, person)
    return services.change_role(
        member, role=role, from_date=from_date, because=because, fingerprint=fingerprint_of_role(member), by=by, at=NOW
    )


@pytest.fixture
def cousin(cast, month):
    """Added as a child with whom one works, which she is not: she is in the running episode as one."""
    details = {"name": "Cam Ash", "role": FamilyRole.CHILD, "born": date(2012, 1, 1), "by": cast.sue, "at": NOW}
    return members.add_person(month.family, **details)


@pytest.mark.rule("A1.14")
def test_correcting_a_role_reaches_the_running_episode_and_says_why(cast, month, cousin):
    member = correct(month.family, cousin, FamilyRole.OTHER_CHILD, cast.sue, because="She only visits.")
    assert (member.role, member.role_because) == ("other_child", "She only visits.")
    assert month.episode.members.get(person=cousin).role == "other_child"
    assert cousin not in month.family.children_now()
    assert cousin not in month.family.children_ever()
    assert member.history.count() == 2


@pytest.mark.rule("A1.14", "C2")
def test_correcting_a_role_leaves_a_finished_episode_as_it_stood(cast, story):
    finished = story.episode
    uncle = add_adult(story.family, cast.mary, name="Ed Ash")
    row = finished.members.get(person=story.ann)
    correct(story.family, uncle, FamilyRole.OTHER_ADULT, cast.mary)
    correct(story.family, story.ann, FamilyRole.OTHER_ADULT, cast.mary)
    assert finished.members.get(pk=row.pk).role == "parent"
    assert story.next_episode.members.get(person=story.ann).role == "other_adult"


def test_correcting_a_role_reaches_the_earlier_memberships_of_the_same_role(cast, month, cousin):
    for moved_on, inside in ((YESTERDAY, False), (TODAY, True)):
        moved = {"in_household": inside, "moved_on": moved_on, "because": "?", "by": cast.sue, "at": NOW}
        households.move(month.family, [cousin], **moved)
    correct(month.family, cousin, FamilyRole.OTHER_CHILD, cast.sue)
    assert set(month.family.familymember_set.filter(person=cousin).values_list("role", flat=True)) == {"other_child"}


def test_correcting_a_role_refuses_where_facts_would_have_no_holder(cast, month):
    with pytest.raises(Refusal, match="a part in a referral"):
        correct(month.family, month.mia, FamilyRole.OTHER_CHILD, cast.sue)
    kim = members.add_person(month.family, name="Kim", role="parent", born=date(2012, 1, 1), by=cast.sue, at=NOW)
    programme = month.family.familyprogramme_set.get()
    seen = parents_fingerprint(programme)
    programmes.set_parents(programme, parents=[month.ann, kim], fingerprint=seen, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match=r"Family Programme 1, which is shared with them"):
        correct(month.family, kim, FamilyRole.OTHER_CHILD, cast.sue)


def test_correcting_a_role_refuses_a_stale_page_no_reason_and_who_may_not(cast, month, cousin):
    with pytest.raises(Conflict):
        correct(month.family, cousin, FamilyRole.OTHER_CHILD, cast.sue, fingerprint="seen before")
    with pytest.raises(Refusal, match="Say why"):
        correct(month.family, cousin, FamilyRole.OTHER_CHILD, cast.sue, because=" ")
    for by in (cast.dora, cast.bob, cast.stan):
        with pytest.raises(Refusal):
            correct(month.family, cousin, FamilyRole.OTHER_CHILD, by)
    with pytest.raises(Refusal, match="recorded as that already"):
        correct(month.family, cousin, FamilyRole.CHILD, cast.sue)


def test_correcting_a_role_refuses_what_the_life_does_not_allow(cast, month):
    baby = add_child(month.family, cast.mary, name="Baby", born=None, expected=TODAY + timedelta(days=60))
    with pytest.raises(Refusal, match="unborn child"):
        correct(month.family, baby, FamilyRole.OTHER_ADULT, cast.sue)
    uncle = add_adult(month.family, cast.mary, name="Ed Ash")
    with pytest.raises(Refusal, match="Ed Ash is 35, so not a child"):
        correct(month.family, uncle, FamilyRole.CHILD, cast.sue)


@pytest.mark.rule("A1.14")
def test_correcting_a_role_keeps_the_workbook_whole(cast, month):
    kim = members.add_person(month.family, name="Kim", role="parent", born=date(2012, 1, 1), by=cast.sue, at=NOW)
    members.leave(month.family, month.ann, left_on=TODAY, because="To Leeds.", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="would have no child with whom we work, or no adult"):
        correct(month.family, kim, FamilyRole.OTHER_CHILD, cast.sue)
    assert month.episode.members.get(person=kim).role == "parent"


@pytest.mark.rule("A1.14")
def test_role_changes_from_a_day_by_a_membership_of_its_own(cast, month, cousin):
    member = member_of(month.family, cousin)
    since = YESTERDAY - timedelta(days=9)
    households.move(month.family, [cousin], in_household=False, moved_on=since, because="", by=cast.sue, at=NOW)
    begun = change_role(month.family, cousin, FamilyRole.OTHER_CHILD, cast.sue)
    before, now = month.family.familymember_set.filter(person=cousin).order_by("-pk")[1], begun
    assert (before.role, before.until_date) == ("child", YESTERDAY - timedelta(days=1))
    assert (now.role, now.from_date, now.role_because) == ("other_child", YESTERDAY, "Has come of age.")
    assert cousin in month.family.children_ever()
    assert cousin not in month.family.children_now()
    assert month.episode.members.get(person=cousin).role == "other_child"
    assert say_where(now) == "Lives elsewhere since Sat 24 Oct 2026"
    assert member.pk != before.pk
    lines = [(entry.source, entry.headline) for entry in entries(month.family) if entry.date == YESTERDAY]
    assert ("role-changed", "Cam Ash in this family: Other child") in lines
    assert not [source for source, _ in lines if source in ("moved", "joined", "left")]


def test_role_does_not_change_while_something_runs_for_the_child(cast, month):
    assert "a part in a referral" in running_as_a_child(month.family, month.mia)
    with pytest.raises(Refusal, match="This still runs for Mia Ash as a child of this family: a part in a referral"):
        change_role(month.family, month.mia, FamilyRole.OTHER_CHILD, cast.sue)


def test_role_changes_on_no_day_to_come_and_not_before_it_was_recorded(cast, month, cousin):
    with pytest.raises(Refusal, match="future"):
        change_role(month.family, cousin, FamilyRole.OTHER_CHILD, cast.sue, from_date=TODAY + timedelta(days=1))
    households.move(month.family, [cousin], in_household=False, moved_on=YESTERDAY, because="", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Give a later day"):
        change_role(month.family, cousin, FamilyRole.OTHER_CHILD, cast.sue, from_date=YESTERDAY)


def test_every_row_that_names_a_child_is_asked_before_a_role_is_corrected():
    """A new table with a child is listed or excused: derived, finished, or about who may read."""
    excused = {"DueDate", "FamilyGrant", "Filing"}
    named = {
        relation.field.model
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and hasattr(relation, "field") and relation.field.name in ("child", "index_child")
    }
    named = {model for model in named if not model.__name__.startswith("Historical") and model.__name__ not in excused}
    assert named == {*FACTS_OF_A_CHILD, *FACTS_OF_ANY_CHILD, Workbook}
    assert set(RUNNING) <= set(FACTS_OF_A_CHILD)


def test_correcting_a_role_to_an_adults_refuses_for_who_was_seen_as_a_child(cast, story):
    cousin = members.add_person(
        story.family, name="Cam", role="other_child", born=date(2011, 1, 1), by=cast.sue, at=NOW
    )
    seen = [(cousin, True, False, False)]
    notes.record(
        story.family, kind="home_visit", took_place_at=NOW - timedelta(hours=1), seen=seen, by=cast.sue, at=NOW
    )
    with pytest.raises(Refusal, match="a visit on which they were seen as a child"):
        correct(story.family, cousin, FamilyRole.PARENT, cast.sue)
    assert correct(story.family, cousin, FamilyRole.CHILD, cast.sue).role == "child"


@pytest.mark.rule("A10.9")
def test_correcting_to_a_child_we_work_with_asks_who_will_ask_for_a_birth_that_is_not_known(cast, month):
    details = {"name": "Kim Ash", "role": FamilyRole.OTHER_CHILD, "by": cast.sue, "at": NOW}
    kim = members.add_person(month.family, **details)
    with pytest.raises(Refusal, match="Nobody is named who will ask when Kim Ash was born"):
        correct(month.family, kim, FamilyRole.CHILD, cast.sue)
    not_known.learn(
        month.family, kim, fingerprint=fingerprint_of_known(kim), birth_to_be_asked_by=cast.dora, by=cast.rick, at=NOW
    )
    assert correct(month.family, kim, FamilyRole.CHILD, cast.sue).role == FamilyRole.CHILD


@pytest.mark.rule("C17", "A1.14")
def test_child_of_2_is_neither_corrected_nor_changed_to_a_parent(cast, month):
    tot = add_child(month.family, cast.mary, name="Tot Ash", born=date(2024, 6, 1))
    for act in (correct, change_role):
        with pytest.raises(Refusal, match=r"Tot Ash (is|was) 2.*, so not a parent or carer") as refusal:
            act(month.family, tot, FamilyRole.PARENT, cast.sue)
        assert refusal.value.field == "role"


@pytest.mark.rule("C17", "A1.14")
def test_role_asks_the_age_on_the_day_from_which_it_is(cast, month):
    """Of 18 since yesterday: an adult from today on, and odd as one on any day before."""
    born = TODAY.replace(year=TODAY.year - 18) - timedelta(days=1)
    with confirming(None):
        kim = members.add_person(month.family, name="Kim", role="other_child", born=born, by=cast.sue, at=NOW)
    with pytest.raises(Odd, match="Kim was 17 on"):
        change_role(month.family, kim, FamilyRole.OTHER_ADULT, cast.sue, from_date=TODAY - timedelta(days=9))
    assert change_role(month.family, kim, FamilyRole.OTHER_ADULT, cast.sue, from_date=TODAY).role == "other_adult"
