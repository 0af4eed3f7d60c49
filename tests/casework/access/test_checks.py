"""The one door to a family: who may see it, who may do what, and that every look is noted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, access_of, families_for, may_take, open_family, require, require_grade
from casework.families.models import FamilyTeam
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.models import Viewing
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import LONG_AGO, UserFactory

WITH_THE_FAMILY = ["sue", "dora", "rick", "cora", "mary", "dev", "bob", "serena", "audrey"]
STRANGERS = ["stan", "sid"]
WORKERS = {Can.READ, Can.RECORD}
MANAGERS = set(Can)
RIGHTS = {
    "sue": {*WORKERS, Can.LEAD},
    "dora": WORKERS,
    "cora": WORKERS,
    "mary": MANAGERS,
    "dev": MANAGERS,
    "serena": MANAGERS,
    "bob": {Can.READ, Can.ARRANGE},
    "audrey": {Can.READ, Can.INSPECT},
    "stan": set(),
    "sid": set(),
}


def today():
    return timezone.localdate()


def days(number):
    return timedelta(days=number)


def grace():
    return days(practice.current().settings.access_grace_days)


@pytest.fixture
def asked(cast):
    """Opens a family as a user, as a view does."""

    def ask(user, pk, can=Can.READ):
        request = RequestFactory().get(f"/families/{pk}/")
        request.user = user
        return open_family(request, pk, can)

    return ask


@pytest.mark.parametrize("who", RIGHTS)
@pytest.mark.rule("A11.1")
def test_the_list_the_door_and_the_service_agree_on_what_each_may_do(cast, allocated, asked, who):
    user, family = getattr(cast, who), allocated.family
    for can in Can:
        listed = families_for(user, can).filter(pk=family.pk).exists()
        assert listed == (can in RIGHTS[who]) == access_of(user, family).can(can), can
        if listed:
            assert asked(user, family.pk, can) == family
        else:
            with pytest.raises(PermissionDenied if RIGHTS[who] else Http404):
                asked(user, family.pk, can)
            with pytest.raises(Refusal):
                require(user, family, can)


@pytest.mark.parametrize("who", WITH_THE_FAMILY)
def test_the_team_those_allocated_the_service_manager_and_the_auditor_find_the_family(cast, allocated, signed_in, who):
    client = signed_in(getattr(cast, who))
    assert "Ash" in client.get(reverse("families")).content.decode()
    assert client.get(reverse("family", args=[allocated.family.pk])).status_code == 200


@pytest.mark.parametrize("who", STRANGERS)
def test_others_find_it_neither_in_the_list_nor_by_its_address(cast, allocated, signed_in, who):
    client = signed_in(getattr(cast, who))
    assert "Ash" not in client.get(reverse("families")).content.decode()
    assert client.get(reverse("family", args=[allocated.family.pk])).status_code == 404
    assert client.get(reverse("family", args=[10**9])).status_code == 404


def test_business_support_and_the_service_manager_of_another_team_find_nothing(cast, ash):
    for role in (Role.BUSINESS_SUPPORT, Role.SERVICE_MANAGER):
        user = UserFactory(team=cast.south, role=role)
        assert not families_for(user).exists()
        assert not access_of(user, ash.family).rights


def test_an_inactive_user_finds_nothing_and_is_signed_out(cast, allocated, signed_in):
    client = signed_in(cast.sue)
    with acting(cast.mary):
        change(cast.sue, is_active=False)
    assert not families_for(cast.sue).exists()
    assert not access_of(cast.sue, allocated.family).rights
    answer = client.get(reverse("family", args=[allocated.family.pk]))
    assert answer.url.startswith(reverse("sign-in"))


def test_after_an_allocation_one_still_reads_for_the_days_of_grace_and_no_longer(cast, allocated):
    stan, family = cast.stan, allocated.family
    with acting(cast.mary):
        family.allocation_set.create(
            family=family, worker=stan, role=Role.SOCIAL_WORKER, from_date=LONG_AGO, until_date=today() - grace(),
            ended_because="MANAGE",
        )  # fmt: skip
    assert families_for(stan).filter(pk=family.pk).exists()
    assert access_of(stan, family).rights == {Can.READ}
    assert not families_for(stan, Can.RECORD).exists()
    tomorrow = today() + days(1)
    assert not families_for(stan, today=tomorrow).exists()
    assert not access_of(stan, family, today=tomorrow).rights


def test_who_is_allocated_from_another_team_records_like_its_own(cast, allocated):
    with acting(cast.mary):
        allocated.family.allocation_set.create(
            family=allocated.family, worker=cast.stan, role=Role.SOCIAL_WORKER, from_date=today()
        )
    assert access_of(cast.stan, allocated.family).rights == WORKERS
    assert families_for(cast.stan, Can.RECORD).exists()


def _transfer(family, cast, day):
    """To Team South, from the day after `day`."""
    with acting(cast.mary):
        change(family.familyteam_set.get(), from_date=LONG_AGO, until_date=day)
        FamilyTeam.objects.create(family=family, team=cast.south, from_date=day + days(1))


def test_after_a_transfer_the_old_team_still_reads_for_the_days_of_grace_and_no_longer(cast, ash):
    _transfer(ash.family, cast, today() - grace())
    for user in (cast.mary, cast.cora, cast.bob):
        assert families_for(user).exists()
        assert access_of(user, ash.family).rights == {Can.READ}
        assert not families_for(user, today=today() + days(1)).exists()
        assert not access_of(user, ash.family, today=today() + days(1)).rights
    assert access_of(cast.sid, ash.family).rights == MANAGERS


def test_a_member_who_left_the_team_finds_nothing(cast, ash):
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=today() - days(1))
    assert not families_for(cast.cora).exists()
    assert not access_of(cast.cora, ash.family).rights


def test_what_begins_tomorrow_gives_nothing_today(cast, ash):
    with acting(cast.mary):
        ash.family.allocation_set.create(
            family=ash.family, worker=cast.stan, role=Role.SOCIAL_WORKER, from_date=today() + days(1)
        )
    assert not families_for(cast.stan).exists()
    assert not access_of(cast.stan, ash.family).rights


def test_the_family_and_all_one_may_do_to_it_come_in_one_query_each(cast, allocated, asked, django_assert_num_queries):
    with django_assert_num_queries(2):
        family = asked(cast.sue, allocated.family.pk)
        assert family.access.leads and family.access.allocated and family.headline


def test_what_one_may_not_do_is_refused_with_403_and_what_one_may_not_see_with_404(cast, allocated, signed_in):
    address = reverse("person-add", args=[allocated.family.pk])
    assert signed_in(cast.sue).get(address).status_code == 200
    assert signed_in(cast.cora).get(address).status_code == 403
    assert "Go to your work" in signed_in(cast.cora).get(address).content.decode()
    assert signed_in(cast.stan).get(address).status_code == 404


@pytest.mark.rule("A10.1")
def test_every_look_is_noted_refusals_too(cast, allocated, signed_in):
    family = allocated.family.pk
    for who, page in (("cora", "family"), ("cora", "person-add"), ("stan", "family")):
        signed_in(getattr(cast, who)).get(reverse(page, args=[family]))
    signed_in(cast.stan).get(reverse("family", args=[10**9]))
    noted = Viewing.objects.order_by("pk").values_list("user", "family", "asked_for", "status", "page")
    assert list(noted) == [
        (cast.cora.pk, family, family, 200, reverse("family", args=[family])),
        (cast.cora.pk, family, family, 403, reverse("person-add", args=[family])),
        (cast.stan.pk, None, family, 404, reverse("family", args=[family])),
        (cast.stan.pk, None, 10**9, 404, reverse("family", args=[10**9])),
    ]


@pytest.mark.rule("A10.1")
def test_nobody_reads_a_record_unseen(cast, allocated, signed_in, monkeypatch):
    """Where the look cannot be noted, the answer is an error and tells nothing."""

    def fail(*args, **kwargs):
        raise OSError("The disk is full.")

    monkeypatch.setattr(Viewing, "save", fail)
    client = signed_in(cast.sue)
    client.raise_request_exception = False
    answer = client.get(reverse("family", args=[allocated.family.pk]))
    assert answer.status_code == 500
    assert "Mia" not in answer.content.decode()


@pytest.mark.rule("C27")
@pytest.mark.parametrize("who, may", [("dev", True), ("mary", True), ("serena", True), ("sue", False), ("bob", False)])
def test_a_decision_needs_its_grade_in_the_family_s_own_team(cast, ash, who, may):
    user = getattr(cast, who)
    assert may_take(access_of(user, ash.family), "open_workbook") is may
    if may:
        require_grade(user, ash.family, "open_workbook")
    else:
        with pytest.raises(Refusal, match="deputy team manager or a higher grade"):
            require_grade(user, ash.family, "open_workbook")


def test_a_manager_of_another_team_may_not_decide(cast, ash):
    with pytest.raises(Refusal):
        require_grade(cast.sid, ash.family, "open_workbook")


def test_an_id_beyond_the_databases_largest_is_not_found(cast, ash, signed_in):
    for address in (f"/families/{2**63}/", f"/families/{10**30}/notes/", f"/families/{ash.family.pk}/notes/{10**30}/"):
        assert signed_in(cast.mary).get(address).status_code == 404
