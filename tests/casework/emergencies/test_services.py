"""Opening a record in an emergency: who may, which record, for how long, who is told, and the review of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from casework import practice
from casework.access import Can, access_of, families_for, families_to_find
from casework.access.several import access_by_family
from casework.actions import services as actions
from casework.conflicts import services as conflicts
from casework.duedates.models import DueDate
from casework.emergencies import services as emergencies
from casework.emergencies.models import Emergency
from casework.emergencies.queries import named_few, number_in
from casework.emergencies.tasks import pass_on_unreviewed
from casework.families import services as families
from casework.grants import services as grants
from casework.held_back import services as held_back
from casework.joins import services as joins
from casework.left_notes import services as left_notes
from casework.links import services as links
from casework.matching.asking.queries import families_to_ask
from casework.notifications.models import Notification
from casework.notifications.queries import notifications_for
from casework.notifications.registry import shown
from casework.people import services as people
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import contacts_of
from casework.protections import services as protections
from casework.protections.queries import fingerprint_of_protection, names, protections_in, reads
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.users.models import Post, TeamMembership, User
from casework.users.roles import Role
from tests import brought_in
from tests.closing import agree, asked
from tests.factories import NOW, TeamFactory, UserFactory, add_child
from tests.former import leave, make_former
from workbook.one_workbook.checks import check_choice
from workbook.one_workbook.models import Ground, WorkbookChoice

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.5")]
TODAY, HOUR = NOW.date(), timedelta(hours=1)
WHY = "Police ring: she is locked in with him, is it her?"
SECRET = "9 Hidden Row"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def opened(by, typed, *, at=NOW, call=None, **values):
    given = {"because": WHY, "typed": typed, "hours": 4, "declared": True} | values
    return emergencies.open_record(call, **given, by=by, at=at)


def restrict(family, cast, *more):
    readers = [cast.sue, cast.dora, cast.rick, *more]
    restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)


def reached(user, family):
    """What each of the questions says of the family, which must be the same."""
    found = access_of(user, family).rights
    assert access_by_family(user, [family.pk])[family.pk].rights == found
    assert {can for can in Can if families_for(user, can).filter(pk=family.pk).exists()} == found
    assert families_to_find(user).filter(pk=family.pk).exists() or not found
    return found


def told(row):
    return set(
        User.objects.filter(pk__in=Notification.objects.filter(kind="emergency", subject_id=row.pk).values("user"))
    )


def clock(row):
    return DueDate.objects.running().filter(timescale="emergency_reviewed", subject_id=row.pk).count()


def test_opening_gives_reading_alone_until_its_hours_are_over(cast, allocated):
    family = allocated.family
    row = opened(cast.stan, family.reference)
    assert (row.outcome, row.family, row.because, row.until_at) == ("opened", family, WHY, NOW + 4 * HOUR)
    assert reached(cast.stan, family) == {Can.READ}
    assert reached(UserFactory(team=cast.south, role=Role.SOCIAL_WORKER), family) == set()
    for moment, expected in ((4 * HOUR - timedelta(seconds=1), {Can.READ}), (4 * HOUR, set()), (30 * HOUR, set())):
        with time_machine.travel(NOW + moment, tick=False):
            assert reached(cast.stan, family) == expected, moment


def test_opening_a_restricted_family_tells_those_on_its_list_and_lasts_over_midnight(cast, allocated):
    family = allocated.family
    restrict(family, cast)
    row = opened(cast.stan, family.reference, hours=24)
    assert told(row) == {cast.sid, cast.mary, cast.sue, cast.dora, cast.rick}
    for user in (cast.dev, cast.cora, cast.serena):
        assert reached(user, family) == set()
    with time_machine.travel(NOW + 23 * HOUR, tick=False):
        assert reached(cast.stan, family) == {Can.READ}


def test_opening_tells_the_lead_and_the_managers_of_both_teams_and_is_to_be_reviewed(cast, allocated):
    row = opened(cast.stan, allocated.family.reference)
    assert told(row) == {cast.sid, cast.sue, cast.mary, cast.dev}
    [note] = notifications_for(cast.sid).filter(kind="emergency")
    [line] = shown([note], cast.sid)
    assert "Stan Snow opened a record in an emergency" in line.text
    assert line.url == f"/emergencies/{row.pk}/"
    assert allocated.family.name not in line.text
    assert clock(row) == 1


def test_named_few_are_nobody_who_has_a_conflict_of_interest_or_has_left(cast, allocated):
    family = allocated.family
    assert set(named_few(family, TODAY)) == {cast.sue, cast.mary, cast.dev}
    conflicts.declare_of(family, user=cast.dev, because="He is the uncle.", by=cast.mary, at=NOW)
    assert set(named_few(family, TODAY)) == {cast.sue, cast.mary}


@pytest.mark.parametrize(
    "typed", ["F{:05}", "f {:05}", "fs {:05}", "FS-{:d}", " F{:010} ", "{:d}", "#{:d}", "Ash f{:d}"]
)
def test_reference_is_found_as_people_spell_it(typed):
    assert number_in(typed.format(123)) == 123


def test_what_is_no_reference_is_none():
    for typed in ("", "Ash", "F", "Flat 9", "12 Mill Lane", "F" + "9" * 30, "٣ ash"):
        assert number_in(typed) is None, typed


def test_try_for_what_is_not_there_is_written_and_told_each_time(cast, allocated):
    for typed in ("F99999999", "Ash", "F999999999999999999"):
        row = opened(cast.stan, typed)
        assert (row.outcome, row.family, row.grant) == ("not_found", None, None)
        assert told(row) == {cast.sid}
        assert clock(row) == 0
    assert Emergency.objects.filter(by=cast.stan).count() == 3


def test_who_may_not_open_is_refused_whatever_is_there_and_both_sides_are_told(cast, allocated):
    family = allocated.family
    outside, former = (
        UserFactory(team=cast.south, role=Role.OUTSIDE_LEAD),
        UserFactory(team=cast.south, role=Role.SOCIAL_WORKER),
    )
    make_former(former.memberships, by=cast.sid)
    support = UserFactory(team=cast.south, role=Role.BUSINESS_SUPPORT)
    for user in (support, cast.audrey, outside, former):
        for typed in (family.reference, "F99999"):
            row = opened(user, typed)
            assert (row.outcome, row.grant) == ("role", None), user
            assert told(row) >= ({cast.mary} if typed == family.reference else set())
        assert not access_of(user, family).can(Can.RECORD)
    assert reached(support, family) == set()


def test_conflict_of_interest_shuts_out_in_an_emergency_too(cast, allocated):
    family = allocated.family
    for user in (cast.stan, cast.cora):
        conflicts.declare_of(family, user=user, because="He is the uncle.", by=cast.mary, at=NOW)
        row = opened(user, family.reference)
        assert (row.outcome, row.grant) == ("conflict", None)
        assert cast.mary in told(row)
        assert reached(user, family) == set()
    assert opened(cast.sid, family.reference).opened


def test_conflict_that_is_declared_meanwhile_shuts_at_once(cast, allocated):
    opened(cast.stan, allocated.family.reference)
    conflicts.declare(allocated.family, because="He is my uncle.", by=cast.stan, at=NOW)
    assert reached(cast.stan, allocated.family) == set()
    grant = allocated.family.grants.get()
    assert grant.ended_at == NOW
    assert "conflict of interest" in grant.ended_because


def test_second_opening_changes_nothing_while_the_first_lasts_nor_what_is_open_anyway(cast, allocated):
    family = allocated.family
    first = opened(cast.stan, family.reference)
    second = opened(cast.stan, family.reference, hours=24, at=NOW + HOUR)
    own = opened(cast.cora, family.reference)
    assert (second.outcome, own.outcome) == ("open_already", "open_already")
    assert not told(second) and not told(own)
    assert family.grants.count() == 1
    with time_machine.travel(NOW + 4 * HOUR, tick=False):
        assert reached(cast.stan, family) == set()
        assert opened(cast.stan, family.reference, at=NOW + 4 * HOUR).opened
    assert not clock(second) and clock(first)


def test_opening_asks_for_a_sentence_hours_within_the_cap_and_the_declaration(cast, allocated):
    most = practice.current().settings.emergency_hours_most
    for values, field in (
        ({"because": " "}, "because"),
        ({"because": "Urgent!!!!!!!!!!!!!!!!!!!!!!"}, "because"),
        ({"hours": most + 1}, "hours"),
        ({"hours": 0}, "hours"),
        ({"hours": -4}, "hours"),
        ({"declared": False}, "declared"),
    ):
        with pytest.raises(Refusal) as refused:
            opened(cast.stan, allocated.family.reference, **values)
        assert refused.value.field == field
    assert not Emergency.objects.exists()
    assert opened(cast.stan, allocated.family.reference, hours=most).opened


def test_joined_family_is_opened_where_its_record_is_now(cast, allocated):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    add_child(birch, cast.mary, name="Kim Birch")
    joins.join(allocated.family, birch, because="Half-siblings.", by=cast.mary, at=NOW)
    row = opened(cast.stan, birch.reference)
    assert (row.outcome, row.family) == ("opened", allocated.family)
    assert reached(cast.stan, birch) == set()


def test_restriction_of_the_family_into_which_another_was_joined_tells_its_list(cast, allocated):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    add_child(birch, cast.mary, name="Kim Birch")
    joins.join(allocated.family, birch, because="Half-siblings.", by=cast.mary, at=NOW)
    restrict(allocated.family, cast)
    row = opened(cast.stan, birch.reference)
    assert row.family == allocated.family
    assert told(row) == {cast.sid, cast.mary, cast.sue, cast.dora, cast.rick}


# Of the child of a call, by the name that was said.


def test_call_finds_by_the_whole_name_whatever_matching_shows(cast, story):
    family = story.family
    restrict(family, cast)
    people.add_name(family, story.ben, name="Benjamin Elder", kind="former", by=cast.sue)
    for typed in ("mia ash", " Mia  Ash".replace("  ", " "), "Benjamin Elder"):
        row = opened(cast.stan, typed, call=story.safety_call)
        assert (row.outcome, row.family, row.call) == ("opened", family, story.safety_call), typed
        emergencies.end(row, by=cast.stan, at=NOW)
    for typed in ("Mia", "Ash", "Ann Ash", ""):
        assert opened(cast.stan, typed, call=story.safety_call).outcome == "not_found", typed
    assert opened(cast.stan, "Mia Ash").outcome == "not_found", "without a call only a reference counts"


def test_call_opens_none_where_several_children_have_the_name_until_the_birth_tells(cast, story):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    other = add_child(birch, cast.mary, name="Mia Ash", born=TODAY.replace(year=2020))
    row = opened(cast.stan, "Mia Ash", call=story.safety_call)
    assert (row.outcome, row.family) == ("several", None)
    assert opened(cast.stan, "Mia Ash", born=other.born, call=story.safety_call).family == birch
    assert opened(cast.stan, "Mia Ash", call=story.safety_call).family == story.family, "the other is open already"
    assert opened(cast.stan, "Mia Ash", born=TODAY, call=story.safety_call).outcome == "not_found"


# Ending it, and its review.


def test_owner_ends_all_of_it_at_once_and_nobody_else_does_here(cast, allocated):
    row = opened(cast.stan, allocated.family.reference)
    for user in (cast.sid, cast.mary, cast.cora):
        with pytest.raises(Refusal, match="Only who opened it"):
            emergencies.end(row, by=user, at=NOW)
    for _ in range(2):
        emergencies.end(row, by=cast.stan, at=NOW + HOUR)
    assert reached(cast.stan, allocated.family) == set()
    row.grant.refresh_from_db()
    assert row.grant.ended_at == NOW + HOUR
    assert row.grant.history.count() == 2


def reviewed(row, by, **values):
    given = {"judgement": "needed", "detail": "She was there."} | values
    return emergencies.review(row, **given, by=by, at=NOW)


def test_review_is_once_by_a_manager_of_either_side(cast, allocated):
    row = opened(cast.stan, allocated.family.reference)
    former, second = (UserFactory(team=cast.south, role=Role.TEAM_MANAGER) for _ in range(2))
    make_former(former.memberships, by=cast.sid)
    for user in (cast.stan, cast.sue, cast.bob, cast.audrey, former):
        with pytest.raises(Refusal, match="A manager reviews this"):
            reviewed(row, user)
    for values, field in (
        ({"judgement": "x"}, "judgement"),
        ({"detail": " "}, "detail"),
        ({"judgement": "look_into"}, "looked_into_by"),
        ({"looked_into_by": "Sid"}, "looked_into_by"),
    ):
        with pytest.raises(Refusal) as refused:
            reviewed(row, second, **values)
        assert refused.value.field == field
    reviewed(row, second, judgement="look_into", looked_into_by="The service manager")
    assert clock(row) == 0
    with pytest.raises(Conflict, match="has reviewed this already: to be looked into"):
        reviewed(row, cast.mary)


def test_review_is_never_by_who_opened_it_nor_their_deputy(cast, allocated):
    family = allocated.family
    readers = [cast.sue, cast.dora, cast.rick, cast.dev, cast.serena]
    restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)
    manager = UserFactory(team=cast.north, role=Role.TEAM_MANAGER)
    row = opened(manager, family.reference)
    assert cast.dev in told(row), "who is on the list reads of it"
    for user in (manager, cast.dev):
        with pytest.raises(Refusal, match="A manager reviews this"):
            reviewed(row, user)
    reviewed(row, cast.mary)
    by_deputy = opened(UserFactory(team=cast.north, role=Role.DEPUTY), family.reference)
    reviewed(by_deputy, cast.serena)


def test_review_of_a_restricted_family_is_for_those_on_its_list(cast, allocated):
    restrict(allocated.family, cast)
    row = opened(cast.stan, allocated.family.reference)
    with pytest.raises(Refusal, match="A manager reviews this"):
        reviewed(row, cast.sid)
    with pytest.raises(Refusal, match="A manager reviews this"):
        reviewed(row, cast.serena)
    reviewed(row, cast.mary)


def test_try_that_opened_nothing_is_reviewed_by_the_manager_of_who_tried(cast, allocated):
    row = opened(cast.stan, "F99999")
    with pytest.raises(Refusal):
        reviewed(row, cast.mary)
    assert reviewed(row, cast.sid, judgement="not_needed")


# Where nobody reviews it in time it is passed on.


def passed_on_at(moment):
    with time_machine.travel(moment, tick=False):
        return pass_on_unreviewed()


def told_further(row):
    rows = Notification.objects.filter(kind="emergency_passed_on", subject_id=row.pk).order_by("pk")
    return [(each.user, each.at) for each in rows]


def in_post(name, role):
    user = UserFactory(name=name)
    with acting(user), transaction.atomic():
        Post.objects.create(user=user, role=role, from_date=TODAY)
    return user


def test_unreviewed_emergency_is_passed_on_after_an_hour_at_any_hour_grade_by_grade(cast, allocated):
    head, night = in_post("Hal Head", Role.HEAD_OF_SERVICE), NOW.replace(hour=2)
    row = opened(cast.stan, allocated.family.reference, at=night)
    assert passed_on_at(night + HOUR - timedelta(seconds=1)) == 0
    assert passed_on_at(night + HOUR) == 1
    assert passed_on_at(night + 2 * HOUR - timedelta(seconds=1)) == 0
    assert told_further(row) == [(cast.serena, night + HOUR)]
    assert passed_on_at(night + 2 * HOUR) == 1
    assert told_further(row)[1:] == [(head, night + 2 * HOUR)]
    assert passed_on_at(night + 9 * HOUR) == 0, "nobody is left"


def test_reviewed_emergency_and_try_that_opened_nothing_are_not_passed_on(cast, allocated):
    reviewed(opened(cast.stan, allocated.family.reference), cast.mary)
    opened(cast.stan, "F99999")
    assert passed_on_at(NOW + 5 * HOUR) == 0


def test_emergency_of_a_restricted_family_is_not_passed_on_to_the_managers_of_its_team(cast, allocated):
    restrict(allocated.family, cast)
    south, former = (UserFactory(team=cast.south, role=Role.SERVICE_MANAGER) for _ in range(2))
    make_former(former.memberships, by=cast.sid)
    row = opened(cast.stan, allocated.family.reference)
    assert passed_on_at(NOW + HOUR) == 1
    assert told_further(row) == [(south, NOW + HOUR)]
    [line] = shown(notifications_for(south).filter(kind="emergency_passed_on"), south)
    assert allocated.family.name not in line.text and allocated.family.reference not in line.text
    assert not access_of(south, allocated.family).rights


def test_emergency_is_passed_on_to_nobody_who_opened_it_was_told_or_has_a_conflict(cast, allocated):
    conflicts.declare_of(allocated.family, user=cast.serena, because="She is the aunt.", by=cast.mary, at=NOW)
    row = opened(cast.stan, allocated.family.reference)
    assert passed_on_at(NOW + HOUR) == 0
    assert told_further(row) == []


def test_emergency_that_no_manager_is_there_to_read_is_told_at_once_to_the_next(cast, allocated):
    head, alone = in_post("Hal Head", Role.HEAD_OF_SERVICE), UserFactory(team=TeamFactory(), role=Role.SOCIAL_WORKER)
    assert told(opened(alone, "F99999")) == {head}


# It gives reading, and nothing that lasts.


def test_who_is_inside_by_an_emergency_is_not_put_on_the_list_nor_named_a_reader(cast, allocated, protected):
    family = allocated.family
    restrict(family, cast)
    stranger = UserFactory(team=cast.south, role=Role.SOCIAL_WORKER)
    opened(stranger, family.reference)
    with pytest.raises(Refusal, match="Choose from those offered"):
        restrictions.add_reader(family, stranger, by=cast.mary, at=NOW)
    fingerprint = fingerprint_of_protection(protected.protection)
    with pytest.raises(Refusal, match="may not read"):
        protections.change_readers(
            protected.protection, fingerprint=fingerprint, readers=[cast.sue, stranger], because="He looks for her.",
            by=cast.dora, at=NOW,
        )  # fmt: skip
    grants.grant(
        family, user=stranger, kind="duty", because="Tonight.", from_date=TODAY, until_date=TODAY, by=cast.mary, at=NOW
    )
    assert restrictions.add_reader(family, stranger, by=cast.mary, at=NOW).user == stranger


def test_who_is_inside_by_an_emergency_is_no_owner_of_what_was_agreed(cast, allocated):
    opened(cast.stan, allocated.family.reference)
    agreed = {"what": "Ring.", "due_on": TODAY, "agreed_on": TODAY, "by": cast.sue}
    with acting(cast.sue), transaction.atomic(), pytest.raises(Refusal, match="does not work with this family"):
        actions.agree(allocated.family, owner_user=cast.stan, **agreed)


def test_former_reader_who_is_inside_by_an_emergency_holds_nothing_back(cast, allocated, protected):
    leave(cast.dora, by=cast.mary)
    with acting(cast.mary), transaction.atomic():
        TeamMembership.objects.create(user=cast.dora, team=cast.south, role=Role.SOCIAL_WORKER, from_date=TODAY)
    opened(cast.dora, allocated.family.reference)
    with pytest.raises(Refusal, match="not named for this place"):
        held_back.hold_by_hand(
            allocated.family, protection=protected.protection, words="the row behind the church", because="It tells.",
            by=cast.dora, at=NOW,
        )  # fmt: skip


def test_who_is_inside_by_an_emergency_still_asks_before_somebody_is_brought_in(cast, allocated):
    oak = families.add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)
    opened(cast.sid, allocated.family.reference)
    assert families_to_ask(cast.sid, oak, allocated.mia, TODAY) == [allocated.family]
    restrict(allocated.family, cast)
    assert families_to_ask(cast.sid, oak, allocated.mia, TODAY) == [allocated.family]


def test_who_is_inside_by_an_emergency_links_nothing_to_the_family_and_files_nothing_there(cast, allocated):
    oak = families.add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)
    restrict(allocated.family, cast)
    opened(cast.sid, allocated.family.reference)
    with pytest.raises(Refusal, match="those that you may find"):
        links.add_link(oak, allocated.family, because="Cousins.", by=cast.sid, at=NOW)
    note = left_notes.record(cast.south, text="Gran rang.", name="Mia", took_place_at=NOW, by=cast.stan, at=NOW)
    with pytest.raises(Refusal, match="that you may find"):
        left_notes.settle(note, family=allocated.family, by=cast.sid, at=NOW)


def test_who_is_inside_by_an_emergency_takes_nobody_out_of_the_workbook_there(cast, month):
    opened(cast.sid, month.family.reference)
    choice = WorkbookChoice(comes=True, ground=Ground.LIVES, because="She lives here.")
    with pytest.raises(Refusal, match="you may not open"):
        check_choice(month.mia, month.family, choice, cast.sid)


def test_closed_restricted_family_is_opened_like_any_other(cast, ash):
    family = ash.family
    restrict(family, cast)
    for child in (ash.ben, ash.mia):
        agree(asked(ash, cast.mary, child=child), cast.mary)
    assert not family.involvement_set.filter(closed_on=None).exists()
    row = opened(cast.stan, family.reference)
    assert (row.outcome, row.grant is not None, clock(row)) == ("opened", True, 1)
    assert reached(cast.stan, family) == {Can.READ}
    assert told(row) == {cast.sid, cast.mary, cast.sue, cast.dora, cast.rick}


# What is protected is a second act.


@pytest.fixture
def protected(cast, allocated):
    return contacts.add_protected_contact(
        allocated.family, allocated.ann, kind="address", value=SECRET, from_date=TODAY, readers=[cast.dora],
        because="He looks for her.", by=cast.sue, at=NOW,
    )  # fmt: skip


def open_protected(contact, by, at=NOW, **values):
    given = {"because": WHY, "declared": True} | values
    return emergencies.open_protected(contact.protection, contact.family, **given, by=by, at=at)


def value_read_by(user, contact):
    rows = {row.pk: row for row in contacts_of(user, contact.family)}
    return rows[contact.pk].masked_value if contact.pk in rows else None


def test_protected_place_stays_shut_until_it_is_opened_by_itself_and_ends_with_the_emergency(
    cast, allocated, protected
):
    with pytest.raises(Refusal):
        open_protected(protected, cast.stan)
    first = opened(cast.stan, allocated.family.reference, hours=2)
    assert value_read_by(cast.stan, protected) == ""
    second = open_protected(protected, cast.stan, at=NOW + HOUR)
    assert (second.grant, second.until_at) == (first.grant, NOW + 2 * HOUR)
    assert told(second) >= {cast.sid, cast.mary, cast.dev, cast.sue, cast.dora}
    assert clock(second) == 1
    assert value_read_by(cast.stan, protected) == SECRET
    assert value_read_by(cast.cora, protected) == ""
    assert reads(cast.stan, protected.protection) and not names(cast.stan, protected.protection)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        assert value_read_by(cast.stan, protected) is None
        assert not reads(cast.stan, protected.protection)


def test_ending_the_emergency_shuts_what_is_protected_too(cast, allocated, protected):
    first = opened(cast.stan, allocated.family.reference)
    second = open_protected(protected, cast.stan)
    emergencies.end(second, by=cast.stan, at=NOW)
    assert not reads(cast.stan, protected.protection)
    assert reached(cast.stan, allocated.family) == set()
    assert first.grant == second.grant


def test_colleague_who_is_not_named_opens_it_for_hours_and_changes_nothing_of_it(cast, allocated, protected):
    row = open_protected(protected, cast.cora)
    assert row.until_at == NOW + practice.current().settings.emergency_hours * HOUR
    assert value_read_by(cast.cora, protected) == SECRET
    with pytest.raises(Refusal, match="not among those named"):
        contacts.change_contact(
            protected.family, protected, fingerprint="", value="Elsewhere", from_date=TODAY, by=cast.cora
        )
    with pytest.raises(Refusal, match="open to you already"):
        open_protected(protected, cast.cora)
    with pytest.raises(Refusal, match="open to you already"):
        open_protected(protected, cast.dora)


def test_support_and_who_works_with_the_other_side_do_not_open_what_is_protected(cast, allocated, protected):
    row = open_protected(protected, cast.bob)
    assert (row.outcome, row.grant) == ("role", None)
    assert value_read_by(cast.bob, protected) == ""
    assert cast.dora in told(row)


def test_conflict_of_interest_shuts_what_was_opened_of_the_protected_too(cast, allocated, protected):
    opened(cast.stan, allocated.family.reference)
    open_protected(protected, cast.stan)
    conflicts.declare_of(allocated.family, user=cast.stan, because="He is the uncle.", by=cast.mary, at=NOW)
    assert not reads(cast.stan, protected.protection)


def test_what_a_restricted_family_protects_is_not_there_for_others_with_its_people(cast, allocated, protected):
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    brought_in.bring_in(elm, allocated.ann, role="parent", in_household=True, by=cast.sid, at=NOW)
    assert protected.protection in protections_in(elm)
    restrict(allocated.family, cast)
    assert protected.protection not in protections_in(elm)
    assert protected.protection in protections_in(allocated.family)
