"""What somebody holds, as sets: asked once for a request that reads, anew after anything is written."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.absences.models import Absence
from casework.access import Can, families_for, families_to_find, holdings_of, reach, unrestricted
from casework.access.holdings import queries
from casework.access.middleware import RightsMiddleware
from casework.families import services as families
from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyTeam
from casework.notifications.models import Notification
from casework.restrictions import services as restrictions
from casework.subjects import columns_of
from casework.trail.acting import acting
from casework.trail.reading import keeping_answers
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import LONG_AGO, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def readable(user, can=Can.READ):
    return [family.name for family in families_for(user, can).order_by("name")]


def asked(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [each["sql"] for each in captured]


def test_holdings_are_asked_once_while_answers_are_kept_and_each_time_otherwise(cast, allocated):
    def three_rights():
        for can in (Can.READ, Can.RECORD, Can.DECIDE):
            families_for(cast.mary, can)

    assert len(asked(three_rights)) == 3
    with keeping_answers():
        assert len(asked(three_rights)) == 1
        assert len(asked(lambda: families_for(cast.sue))) == 1
    assert len(asked(three_rights)) == 3


def test_page_asks_its_readers_rights_once(cast, allocated, signed_in):
    client = signed_in(cast.mary)
    shown = [sql for sql in asked(lambda: client.get(reverse("my-work"))) if "'member' AS" in sql]
    assert len(shown) == 1


def test_lists_name_the_ids_and_ask_no_table_of_rights(cast, allocated):
    with keeping_answers():
        holdings_of(cast.mary)
        (sql,) = asked(lambda: list(families_for(cast.mary)))
    for table in ("teammembership", "familyteam", "allocation", "restriction", "post"):
        assert f"casework_{table}" not in sql


def test_restriction_within_a_request_is_heeded_by_what_is_asked_after_it(cast, allocated):
    family, at = allocated.family, timezone.now()
    with keeping_answers():
        assert readable(cast.cora) == ["Ash"]
        readers = [cast.sue, cast.dora, cast.rick, cast.bob]
        restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=at)
        assert readable(cast.cora) == []
        assert readable(cast.bob) == ["Ash"]
        assert not Family.objects.filter(unrestricted(cast.cora)).exists()
        restrictions.remove_reader(family.restrictionreader_set.get(user=cast.bob), by=cast.mary, at=at)
        assert readable(cast.bob) == []


def test_any_recorded_row_that_is_written_ends_the_keeping(cast, ash):
    with keeping_answers():
        assert readable(cast.cora) == ["Ash"]
        with acting(cast.mary):
            change(cast.cora.memberships.get(), until_date=today() - DAY)
        assert readable(cast.cora) == []


def test_page_that_changes_its_readers_rights_shows_what_they_see_afterwards(cast, ash):
    """Whether it was sent or opened; only what is opened keeps what it has asked."""
    at, seen = timezone.now(), {}

    def page(request):
        before, asked_again = readable(cast.mary), len(asked(lambda: families_for(cast.mary)))
        families.add_family(name=request.method, team=cast.north, by=cast.mary, at=at)
        with acting(cast.mary):
            change(cast.mary.memberships.get(team=cast.north), until_date=today() - DAY)
        seen[request.method] = before, asked_again, readable(cast.mary)
        with acting(cast.mary):
            change(cast.mary.memberships.get(team=cast.north), until_date=None)

    for method in ("POST", "GET"):
        RightsMiddleware(page)(RequestFactory().generic(method, "/"))
    assert seen == {"POST": (["Ash"], 1, []), "GET": (["Ash", "POST"], 0, [])}


def test_cover_holds_what_the_absent_hold_on_these_days_and_no_days_of_grace(cast, allocated):
    cover = UserFactory(team=cast.south, role=Role.SOCIAL_WORKER)
    with acting(cast.mary):
        cast.sue.memberships.create(team=cast.south, role=Role.SOCIAL_WORKER, from_date=today())
        Absence.objects.create(user=cast.sue, cover=cover, from_date=today(), until_date=today() + DAY)
    assert readable(cover) == readable(cover, Can.LEAD) == ["Ash"]
    assert readable(cover, Can.DECIDE) == []
    assert not families_for(cover, today=today() + 2 * DAY).exists()


def test_team_to_come_sees_from_its_first_day_though_the_headline_was_not_carried_over(cast, ash):
    family, last = ash.family, today() + 3 * DAY
    with acting(cast.mary):
        change(family.familyteam_set.get(), from_date=LONG_AGO, until_date=last)
        FamilyTeam.objects.create(family=family, team=cast.south, from_date=last + DAY)
        carry_over([family.pk], at=timezone.now())
    for day, north, south in ((last, True, False), (last + DAY, False, True)):
        assert families_for(cast.mary, Can.DECIDE, today=day).exists() is north
        assert families_for(cast.sid, Can.DECIDE, today=day).exists() is south
    assert families_for(cast.mary, today=last + DAY).exists()


def test_sets_too_long_to_be_named_are_asked_inside_the_question_with_the_same_answer(cast, allocated, monkeypatch):
    at = timezone.now()
    birch, cedar, elm = (
        families.add_family(name=name, team=cast.north, by=cast.mary, at=at) for name in ("Birch", "Cedar", "Elm")
    )
    restrictions.restrict(birch, because="A parent works here.", readers=[cast.mary], by=cast.mary, at=at)
    with acting(cast.mary):
        for family, written in ((cedar, at), (elm, at - 2 * DAY)):
            change(family.familyteam_set.get(), from_date=LONG_AGO, until_date=today() - DAY)
            FamilyTeam.objects.create(family=family, team=cast.south, from_date=today())
            carry_over([family.pk], at=written)
    people = (cast.mary, cast.cora, cast.sid, cast.stan, cast.audrey, cast.serena, cast.sue)

    def seen():
        return {
            (user.name, can): (readable(user, can), sorted(families_to_find(user).values_list("name", flat=True)))
            for user in people for can in Can
        }  # fmt: skip

    named = seen()
    monkeypatch.setattr(queries, "LONGEST_SET", 0)
    assert seen() == named
    assert named[cast.cora.name, Can.READ][0] == ["Ash", "Cedar", "Elm"]
    assert named[cast.mary.name, Can.DECIDE][0] == ["Ash", "Birch"]
    assert named[cast.sid.name, Can.DECIDE][0] == ["Cedar", "Elm"]


def test_rows_about_no_family_are_not_lost_beside_the_condition(cast, ash):
    """With nothing shut to somebody the condition is true of every family, and must not vanish in an alternative."""
    for user in (cast.audrey, cast.mary):
        for family in (None, ash.family):
            details = {"kind": "death", **columns_of(ash.mia), "values": {}, "at": timezone.now()}
            Notification.objects.create(user=user, family=family, **details)
        rows = Notification.objects.filter(user=user)
        condition = reach(user, family="family")
        assert rows.filter(Q(family=None) | condition).count() == 2
        assert rows.filter(condition).count() == 1


def test_user_who_is_not_active_holds_nothing(cast, ash):
    former = UserFactory(team=cast.north, role=Role.TEAM_MANAGER)
    assert readable(former) == ["Ash"]
    former.is_active = False
    assert readable(former) == []
    assert not families_to_find(former).exists()
    assert holdings_of(former).rows == []
