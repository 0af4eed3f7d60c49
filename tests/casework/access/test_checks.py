"""The one door to a family: who may see it, who may do what, and that every look is noted."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from casework.access import Can, access_of, families_for, may_take, open_family, require, require_grade
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.models import Viewing
from casework.trail.rows import change

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
def test_access_is_the_same_in_the_list_the_page_and_the_service(cast, allocated, asked, who):
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
def test_family_is_found_by_its_team_those_allocated_service_manager_and_auditor(cast, allocated, signed_in, who):
    client = signed_in(getattr(cast, who))
    assert "Ash" in client.get(reverse("families")).content.decode()
    assert client.get(reverse("family", args=[allocated.family.pk])).status_code == 200


@pytest.mark.parametrize("who", STRANGERS)
def test_family_is_found_by_nobody_else_in_the_list_or_by_address(cast, allocated, signed_in, who):
    client = signed_in(getattr(cast, who))
    assert "Ash" not in client.get(reverse("families")).content.decode()
    assert client.get(reverse("family", args=[allocated.family.pk])).status_code == 404
    assert client.get(reverse("family", args=[10**9])).status_code == 404


def test_inactive_user_finds_nothing_and_is_signed_out(cast, allocated, signed_in):
    client = signed_in(cast.sue)
    with acting(cast.mary):
        change(cast.sue, is_active=False)
    assert not families_for(cast.sue).exists()
    assert not access_of(cast.sue, allocated.family).rights
    answer = client.get(reverse("family", args=[allocated.family.pk]))
    assert answer.url.startswith(reverse("sign-in"))


def test_opening_a_family_takes_two_queries(cast, allocated, asked, django_assert_num_queries):
    with django_assert_num_queries(2):
        family = asked(cast.sue, allocated.family.pk)
        assert family.access.leads and family.access.allocated and family.headline


def test_opening_a_family_refuses_with_403_what_one_may_not_do_and_404_what_one_may_not_see(cast, allocated, signed_in):
    address = reverse("person-add", args=[allocated.family.pk])
    assert signed_in(cast.sue).get(address).status_code == 200
    assert signed_in(cast.cora).get(address).status_code == 403
    assert "Go to your work" in signed_in(cast.cora).get(address).content.decode()
    assert signed_in(cast.stan).get(address).status_code == 404


@pytest.mark.rule("A10.1")
def test_viewing_is_noted_for_each_page_and_refusal(cast, allocated, signed_in):
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
def test_viewing_that_cannot_be_noted_shows_nothing(cast, allocated, signed_in, monkeypatch):
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
def test_decision_needs_its_grade_in_the_familys_own_team(cast, ash, who, may):
    user = getattr(cast, who)
    assert may_take(access_of(user, ash.family), "open_workbook") is may
    if may:
        require_grade(user, ash.family, "open_workbook")
    else:
        with pytest.raises(Refusal, match="deputy team manager or a higher grade"):
            require_grade(user, ash.family, "open_workbook")


def test_decision_is_refused_to_a_manager_of_another_team(cast, ash):
    with pytest.raises(Refusal):
        require_grade(cast.sid, ash.family, "open_workbook")


def test_opening_a_family_beyond_the_largest_id_is_not_found(cast, ash, signed_in):
    for address in (f"/families/{2**63}/", f"/families/{10**30}/notes/", f"/families/{ash.family.pk}/notes/{10**30}/"):
        assert signed_in(cast.mary).get(address).status_code == 404
