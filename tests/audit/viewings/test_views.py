from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.absences import services as absences
from casework.trail.models import Viewing


@pytest.mark.rule("A10.1", "A10.3")
def test_viewings_list_managers_and_strangers_who_were_refused(cast, month, signed_in):
    for who, page in ((cast.mary, "family"), (cast.stan, "family"), (cast.sue, "history")):
        signed_in(who).get(reverse(page, args=[month.family.pk]))
    viewings = signed_in(cast.audrey).get(reverse("looked", args=[month.family.pk])).context["viewings"]
    assert [(viewing.who, viewing.outcome) for viewing in viewings] == [
        ("Sue Sands", "Refused: may not do this"),
        ("Stan Snow", "Refused: not found"),
        ("Mary Moss", "Looked"),
    ]


@pytest.mark.rule("C31", "A10.1")
def test_viewings_and_history_say_who_covered_for_whom(cast, month, signed_in):
    last = timezone.localdate() + timedelta(days=3)
    for away in (cast.sue, cast.dora):
        absences.add(away, cover=cast.cora, from_date=timezone.localdate(), until_date=last, by=away, at=timezone.now())
    added = reverse("person-add", args=[month.family.pk])
    assert signed_in(cast.cora).post(added, {"role": "parent", "name": "Lou Ash", "sex": "U"}).status_code == 302
    signed_in(cast.rick).get(added)
    who = "Cora Cole, covering for Sue Sands and Dora Dale"
    audrey = signed_in(cast.audrey)
    looked = audrey.get(reverse("looked", args=[month.family.pk]))
    assert [viewing.who for viewing in looked.context["viewings"]] == ["Rick Reed", who]
    assert who in looked.content.decode()
    assert f", {who}" in audrey.get(reverse("history", args=[month.family.pk])).content.decode()


def test_viewings_are_paged_by_key(cast, month, signed_in, monkeypatch):
    monkeypatch.setattr("audit.viewings.views.LINES", 2)
    audrey = signed_in(cast.audrey)
    address = reverse("looked", args=[month.family.pk])
    for _ in range(3):
        audrey.get(reverse("family", args=[month.family.pk]))
    first = audrey.get(address)
    second = audrey.get(address + first.context["next_url"])
    assert [viewing.page for viewing in second.context["viewings"]] == [reverse("family", args=[month.family.pk])]
    assert second.context["first_url"] == "?"
    assert Viewing.objects.count() == 5
