"""The pages of who waits for a worker, the monthly report and its file (A10.16)."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from casework.allocations import services as allocations
from casework.referrals import services as referrals
from casework.unallocated import queries, services
from casework.users.roles import Role
from tests.factories import NOW, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.16")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("page", ["unallocated", "unallocated-report", "unallocated-file"])
def test_unallocated_pages_are_read_by_managers_alone(cast, ash, signed_in, page):
    for who, status in ((cast.mary, 200), (cast.serena, 200), (cast.sid, 200), (cast.sue, 403), (cast.audrey, 403)):
        assert signed_in(who).get(reverse(page)).status_code == status
    assert "Mia" not in text_of(signed_in(cast.sid).get(reverse(page)))


def test_list_says_since_when_and_why_and_leads_to_both_acts(cast, ash, signed_in):
    services.record_reason(ash.family, because="Nobody is free.", by=cast.mary, at=NOW)
    page = text_of(signed_in(cast.mary).get("/unallocated/"))
    for words in ("Mia Ash", "Thu 24 Sep 2026", "40 days", "Abuse or neglect", "Nobody is free."):
        assert words in page
    assert f'href="/families/{ash.family.pk}/unallocated/"' in page
    assert f'href="{reverse("allocate", args=[ash.family.pk])}"' in page


def test_long_list_is_read_page_by_page(cast, ash, signed_in):
    children = [add_child(ash.family, cast.mary, name=f"Nora {number}") for number in range(30)]
    needs = dict.fromkeys(children, "N1")
    details = {"received_on": NOW.date(), "source": "6", "reason": "A fire.", "needs": needs}
    referrals.record_referral(ash.family, **details, by=cast.mary, at=NOW)
    mary, address, seen = signed_in(cast.mary), "/unallocated/", []
    while address:
        answer = mary.get(address)
        seen += [each.child.pk for each in answer.context["waiting"]]
        address = answer.context["next_url"] and f"/unallocated/{answer.context['next_url']}"
    assert len(seen) == len(set(seen)) == queries.involvements_for(cast.mary).count() > 30


def test_my_work_leads_managers_to_unallocated_children(cast, ash, signed_in):
    assert 'href="/unallocated/"' in text_of(signed_in(cast.mary).get("/"))
    assert 'href="/unallocated/"' not in text_of(signed_in(cast.sue).get("/"))


def test_reason_page_records_the_same_reason_once(cast, ash, signed_in):
    address = reverse("unallocated-because", args=[ash.family.pk])
    mary = signed_in(cast.mary)
    assert "Say why nobody works with the family yet." in text_of(mary.post(address, {"because": ""}))
    for _ in range(2):
        answer = mary.post(address, {"because": "Nobody is free."})
        assert answer.url == "/unallocated/"
    assert ash.family.unallocatedreason_set.get().because == "Nobody is free."
    assert signed_in(cast.stan).get(address).status_code == 404


def test_reason_page_is_for_who_decides(cast, allocated, signed_in):
    assert signed_in(cast.sue).get(reverse("unallocated-because", args=[allocated.family.pk])).status_code == 403


def test_report_of_a_past_month_is_as_at_its_end(cast, ash, signed_in):
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, by=cast.mary, at=NOW)
    mary = signed_in(cast.mary)
    assert "0 children in 0 families" in text_of(mary.get("/unallocated/report/"))
    page = text_of(mary.get("/unallocated/report/?month=2026-10"))
    assert "Unallocated children: October 2026" in page
    assert "As at the end of Sat 31 Oct 2026" in page
    assert "2 children in 1 family" in page
    assert '<option value="2026-10" selected' in page


def test_report_of_an_unknown_month_shows_this_one(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get("/unallocated/report/?month=1999-99"))
    assert "Unallocated children: November 2026" in page


def test_file_has_a_row_for_each_child_and_no_formula(cast, ash, signed_in):
    services.record_reason(ash.family, because="=HYPERLINK(1)", by=cast.mary, at=NOW - timedelta(days=1))
    answer = signed_in(cast.mary).get("/unallocated/report/file/?month=2026-11")
    assert answer["Content-Disposition"] == 'attachment; filename="unallocated-2026-11.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Reference", "Family", "Child"]
    assert [row[2] for row in rows[1:]] == ["Mia Ash", "Ben Ash"]
    assert {row[6] for row in rows[1:]} == {"'=HYPERLINK(1)"}
