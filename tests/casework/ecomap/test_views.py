"""The page of the ecomap and the forms of its ties."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from casework.deaths import services as deaths
from casework.ecomap import services
from casework.ecomap.models import EcomapTie
from casework.unsaved import services as unsaved
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2e"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sue(allocated, cast, signed_in):
    return signed_in(cast.sue)


@pytest.fixture
def school(allocated, cast):
    return tie_of(allocated, cast.sue, person=allocated.mia)


def tie_of(ash, by, **other):
    told = {"person": None, "with_whom": "Hill School", "kind": "school", "strength": "strong", "flow": "to"}
    told |= {"about": "She eats there.", "from_date": NOW.date()} | other
    return services.add(ash.family, **told, by=by, at=NOW)


def url(name, ash, *parts):
    return reverse(name, args=[ash.family.pk, *(part.pk for part in parts)])


def page(client, ash):
    return client.get(url("ecomap", ash)).content.decode()


def typed(**other):
    return {
        "person": "", "with_whom": "Gran", "kind": "relatives", "strength": "stressful",
        "flow": "from", "about": "", "from_date": "2026-11-01", **other,
    }  # fmt: skip


def ending(**other):
    return {"version": 1, "ended_on": "2026-11-03", "because": "She changed school.", **other}


@pytest.mark.rule("A5.18")
def test_ecomap_page_has_the_same_in_picture_and_table(sue, allocated, cast, school):
    tie_of(allocated, cast.dora, with_whom="Uncle Ray", kind="relatives", strength="broken", flow="from", about="")
    html = page(sue, allocated)
    [svg] = re.findall(r'<svg [^>]*role="img".*?</svg>', html, re.DOTALL)
    assert re.findall(r"<g><title>(.*?)</title>", svg) == [
        "The family and Uncle Ray (relatives): broken off; takes from the family.",
        "Mia Ash and Hill School (school or nursery): strong; gives to Mia Ash. She eats there.",
    ]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL)
    cells = {name: re.findall(r"<td[^>]*>([^<]*)", rest)[:5] for name, rest in rows}
    assert cells["Hill School"] == ["Mia Ash", "School or nursery", "Strong", "Gives to Mia Ash", "She eats there."]
    assert cells["Uncle Ray"] == ["The family", "Relatives", "Broken off", "Takes from the family", "–"]


def test_ecomap_picture_is_accessible_and_needs_no_style(sue, allocated, school):
    html = page(sue, allocated)
    assert "Ecomap of the family Ash" in html
    assert re.search(r'<div class="app-genogram[^"]*" tabindex="0" role="region" aria-label="[^"]+">', html)
    assert " style=" not in html
    assert "<style" not in html


def test_ecomap_page_without_ties_says_what_to_do(sue, allocated):
    html = page(sue, allocated)
    assert "none has been added yet" in html
    assert 'role="img"' not in html
    assert url("ecomap-tie-add", allocated) in html


@pytest.mark.rule("A5.18")
def test_tie_pages_add_change_and_end(sue, allocated):
    assert sue.post(url("ecomap-tie-add", allocated), typed()).url == url("ecomap", allocated)
    tie = EcomapTie.objects.get()
    changed = typed(version=1, strength="strong", person=str(allocated.mia.pk))
    assert sue.post(url("ecomap-tie-change", allocated, tie), changed).status_code == 302
    tie.refresh_from_db()
    assert (tie.strength, tie.person, tie.version) == ("strong", allocated.mia, 2)
    assert sue.post(url("ecomap-tie-end", allocated, tie), ending(version=2)).status_code == 302
    html = page(sue, allocated)
    assert "What was so before (1)" in html
    assert "She changed school." in html
    assert 'role="img"' not in html


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"with_whom": ""}, "Fill in ‘With whom, or with what’."),
        ({"kind": "moon"}, "choose from those offered"),
        ({"strength": ""}, "Answer ‘How is it?’."),
        ({"person": "999999"}, "choose from those offered"),
        ({"from_date": "2026-11-04"}, "lies in the future"),
        ({"from_date": "31.2."}, "Enter a date"),
        ({"about": "x" * 301}, "at most 300"),
    ],
)
def test_tie_page_refuses_at_the_field_and_keeps_what_was_typed(sue, allocated, wrong, sentence):
    answer = sue.post(url("ecomap-tie-add", allocated), typed(about="Typed.") | wrong)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert "Typed." in html or "about" in wrong
    assert not EcomapTie.objects.exists()


def test_tie_page_shows_what_is_saved_after_a_conflict_and_can_then_be_saved(sue, allocated, cast, school):
    services.change(
        school, person=None, with_whom="Hill School", kind="school", strength="weak", flow="to", about="From Dora.",
        from_date=NOW.date(), version=1, by=cast.dora, at=NOW,
    )  # fmt: skip
    mine = typed(version=1, about="Mine.")
    stale = sue.post(url("ecomap-tie-change", allocated, school), mine)
    assert stale.status_code == 409
    assert "From Dora." in stale.content.decode()
    assert "Mine." in stale.content.decode()
    again = mine | {"version": stale.context["form"]["version"].value()}
    assert sue.post(url("ecomap-tie-change", allocated, school), again).status_code == 302
    school.refresh_from_db()
    assert school.about == "Mine."
    stale = sue.post(url("ecomap-tie-end", allocated, school), ending())
    assert stale.status_code == 409
    assert sue.post(url("ecomap-tie-end", allocated, school), ending(version=3)).status_code == 302


def test_tie_page_of_an_ended_tie_leads_back_and_it_ends_once(sue, allocated, school):
    sue.post(url("ecomap-tie-end", allocated, school), ending())
    for name in ("ecomap-tie-change", "ecomap-tie-end"):
        assert sue.get(url(name, allocated, school)).url == url("ecomap", allocated)
    for name, sent in (("ecomap-tie-end", ending()), ("ecomap-tie-change", typed(version=2))):
        assert "does not change any more" in sue.post(url(name, allocated, school), sent).content.decode()


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [("sue", 200, 200), ("dora", 200, 200), ("mary", 200, 200), ("bob", 200, 403), ("audrey", 200, 403),
     ("stan", 404, 404)],
)  # fmt: skip
def test_ecomap_pages_are_read_and_written_by_right(allocated, cast, signed_in, school, who, read, write):
    client = signed_in(getattr(cast, who))
    assert client.get(url("ecomap", allocated)).status_code == read
    for name, parts in (("ecomap-tie-add", ()), ("ecomap-tie-change", (school,)), ("ecomap-tie-end", (school,))):
        assert client.get(url(name, allocated, *parts)).status_code == write
        assert client.post(url(name, allocated, *parts), {}).status_code == write
    if read == 200:
        assert (url("ecomap-tie-add", allocated) in page(client, allocated)) == (write == 200)


def test_tie_of_somebody_who_has_died_is_among_those_of_the_past(sue, allocated, cast, school):
    deaths.record_death(allocated.family, allocated.mia, died=NOW.date() - timedelta(days=1), by=cast.mary, at=NOW)
    html = page(sue, allocated)
    assert 'role="img"' not in html
    assert "What was so before (1)" in html


@pytest.mark.rule("C16")
def test_tie_page_restores_unsaved_text(sue, allocated, cast, school):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=allocated.family.pk, title="x",
        url=url("ecomap-tie-change", allocated, school), fields={"about": "Typed on the bus."}, at=NOW,
    )  # fmt: skip
    assert "Typed on the bus." in sue.get(f"{url('ecomap-tie-change', allocated, school)}?kept={KEY}").content.decode()


def test_ecomap_is_linked_from_the_people_page_and_the_genogram(sue, allocated):
    for name in ("people", "genogram"):
        assert url("ecomap", allocated) in sue.get(url(name, allocated)).content.decode()
