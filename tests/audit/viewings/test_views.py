import pytest
from django.urls import reverse

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
