"""The pages of who shares with whom, and what the pages that open a programme say of it."""

import pytest
from django.urls import reverse

from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.workbook.programmes.conftest import WHY
from workbook.programmes import services as programmes
from workbook.programmes.sharing import services
from workbook.programmes.sharing.models import Sharing
from workbook.workbooks import services as workbooks

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5.6")]


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def html(client, url):
    return client.get(url).content.decode()


def test_sharing_page_says_what_was_said_and_no_reason(month, cast, first, second, carl, signed_in):
    shown = html(signed_in(cast.dora), reverse("programme-sharing", args=[month.family.pk]))
    assert "Carl Ash does not share with Ann Ash" in shown
    assert WHY not in shown
    assert "Record who shares with whom" not in shown, "for who leads"
    choice = month.family.sharingchoice_set.get()
    assert WHY in html(signed_in(cast.dora), reverse("sharing-choice", args=[month.family.pk, choice.pk]))


def test_sharing_page_marks_what_stands_no_longer(month, cast, second, carl, signed_in):
    given = {"parent": carl, "choice": Sharing.SHARES, "with_whom": month.ann, "said_on": NOW.date()}
    services.record_choice(month.family, **given, by=cast.sue, at=NOW)
    shown = html(signed_in(cast.sue), reverse("programme-sharing", args=[month.family.pk]))
    assert shown.index("Carl Ash shares with Ann Ash") < shown.index("no longer")
    assert shown.count("no longer") == 1


def test_sharing_is_recorded_on_its_page(month, cast, carl, signed_in):
    url = reverse("sharing-record", args=[month.family.pk])
    sent = {"parent": carl.pk, "choice": "does_not", "with_whom": month.ann.pk, "said_on": "2026-11-03"}
    sue = signed_in(cast.sue)
    assert "Say why they do not share" in sue.post(url, sent).content.decode()
    answer = sue.post(url, sent | {"because": WHY}, follow=True)
    assert "Recorded: Carl Ash does not share with Ann Ash." in answer.content.decode()


def test_decision_page_chooses_nobody_who_has_said_no_and_says_so(month, cast, second, carl, signed_in):
    for programme in month.family.familyprogramme_set.all():
        programmes.end(programme, because="Managed.", by=cast.mary, at=NOW)
    workbooks.close(month.workbook, reason="work_completed", because="Managed.", by=cast.mary, at=NOW)
    url = reverse("workbook-decide", args=[month.family.pk, month.referral.pk])
    answer = signed_in(cast.mary).get(url)
    assert answer.context["form"].initial["programme_with"] == []
    shown = answer.content.decode()
    assert "Carl Ash does not share with Ann Ash, said on Tue 3 Nov 2026." in shown
    assert WHY not in shown


def test_opening_page_chooses_only_the_parent_of_the_household(month, cast, first, carl, signed_in):
    with acting(cast.mary):
        change(month.family.familymember_set.get(person=carl), in_household=False)
    programmes.end(first, because="Over.", by=cast.mary, at=NOW)
    answer = signed_in(cast.sue).get(reverse("programme-open", args=[month.family.pk]))
    assert answer.context["form"].initial["parents"] == [month.ann.pk]
    assert "Carl Ash – Does not live in the household." in answer.content.decode()
