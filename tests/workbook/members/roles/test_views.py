"""The pages of another role: reached from 'Record a change', and saying what stands."""

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOW, add_adult
from workbook.members.roles.queries import fingerprint_of_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_role_pages_are_reached_from_the_changes_and_lead_back_to_the_people(cast, month, signed_in):
    uncle = add_adult(month.family, cast.mary, name="Ed Ash")
    member, browser = uncle.memberships.get(), signed_in(cast.sue)
    changes = browser.get(reverse("person-changes", args=[month.family.pk, uncle.pk])).text
    for name, more in (("person-role-correct", {}), ("person-role-change", {"from_date": "2026-11-01"})):
        address = reverse(name, args=[month.family.pk, uncle.pk])
        assert address in changes
        member = month.family.familymember_set.get(person=uncle, until_date=None)
        assert f"Recorded as: {member.get_role_display().lower()}." in browser.get(address).text
        role = "other_adult" if member.role == "parent" else "parent"
        sent = {"role": role, "because": "Said by Ann.", "fingerprint": fingerprint_of_role(member), **more}
        answer = browser.post(address, sent, follow=True)
        assert "It is recorded." in answer.text
        assert month.family.roles()[uncle.pk] == role


def test_role_pages_are_for_who_keeps_the_people(cast, month, signed_in):
    for name in ("person-role-correct", "person-role-change"):
        address = reverse(name, args=[month.family.pk, month.ann.pk])
        assert signed_in(cast.dora).get(address).status_code == 403
        assert signed_in(cast.stan).get(address).status_code == 404
