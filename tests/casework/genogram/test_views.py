"""The pages of the genogram and of its cultural notes."""

import re

import pytest
from django.urls import reverse

from casework.families import services as families
from casework.genogram import services
from casework.passages.models import NewText
from casework.relationships import services as relationships
from casework.unsaved import services as unsaved
from tests.factories import NOW, add_adult

pytestmark = pytest.mark.django_db
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sue(allocated, cast, signed_in):
    return signed_in(cast.sue)


def at(name, ash):
    return reverse(name, args=[ash.family.pk])


def page(client, ash):
    return client.get(at("genogram", ash)).content.decode()


def typed(text="Irish.", version=0):
    return {"version": version, "text-identity-0": text, "text-faith-0": ""}


@pytest.mark.rule("A8.5")
def test_genogram_page_has_the_same_people_in_picture_and_words(sue, allocated, cast):
    joe = add_adult(allocated.family, cast.mary, name="Joe Black", sex="M", in_household=False)
    relationships.relate(allocated.family, joe, kind="former_partner", other=allocated.ann, by=cast.mary, at=NOW)
    html = page(sue, allocated)
    [svg] = re.findall(r'<svg [^>]*role="img".*?</svg>', html, re.DOTALL)
    drawn = sorted(title.split(",")[0] for title in re.findall(r"<g><title>(.*?)</title>", svg))
    words = html.split("The same in words")[1].split("What the signs mean")[0]
    listed = re.findall(r"<li>(.*?)</li>", words)
    assert drawn == sorted(line.split(",")[0] for line in listed) == ["Ann Ash", "Ben Ash", "Joe Black", "Mia Ash"]
    assert "Ann Ash, 35, lives in the household: mother of Mia Ash and Ben Ash; former partner of Joe Black." in listed
    assert "Mia Ash, 7, lives in the household, a child we work with: child of Ann Ash." in listed


def test_genogram_picture_is_accessible(sue, allocated):
    html = page(sue, allocated)
    assert "Genogram of the family Ash" in html
    assert re.search(r'<div class="app-genogram[^"]*" tabindex="0" role="region" aria-label="[^"]+">', html)


def test_genogram_page_needs_no_style_of_its_own(sue, allocated):
    html = page(sue, allocated)
    assert " style=" not in html and "<style" not in html


def test_genogram_page_without_people_says_what_to_do(cast, signed_in):
    family = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    html = signed_in(cast.mary).get(reverse("genogram", args=[family.pk])).content.decode()
    assert "Nobody has been added yet." in html and reverse("people", args=[family.pk]) in html


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [("sue", 200, 200), ("dora", 200, 200), ("bob", 200, 403), ("audrey", 200, 403), ("stan", 404, 404)],
)
def test_genogram_pages_are_read_and_written_by_right(allocated, cast, signed_in, who, read, write):
    client = signed_in(getattr(cast, who))
    assert client.get(at("genogram", allocated)).status_code == read
    assert client.get(at("genogram-note", allocated)).status_code == write
    assert client.post(at("genogram-note", allocated), typed()).status_code == (302 if write == 200 else write)
    if read == 200:
        assert (at("genogram-note", allocated) in page(client, allocated)) == (write == 200)


def test_cultural_notes_are_shown_under_their_headings(sue, allocated):
    assert "will stand here" in page(sue, allocated)
    assert sue.post(at("genogram-note", allocated), typed()).url == at("genogram", allocated)
    html = page(sue, allocated)
    assert "Identity" in html and "Irish." in html and "will stand here" not in html


def test_cultural_notes_page_shows_both_texts_after_a_conflict_and_can_then_be_saved(sue, allocated, cast):
    written = [NewText("identity", "From Dora.")]
    services.save(allocated.family, written=written, version=0, by=cast.dora, at=NOW)
    stale = sue.post(at("genogram-note", allocated), typed("Mine."))
    assert stale.status_code == 409
    assert "From Dora." in stale.content.decode() and "Mine." in stale.content.decode()
    version = stale.context["form"]["version"].value()
    assert sue.post(at("genogram-note", allocated), typed("Mine.", version)).status_code == 302
    assert "Mine." in page(sue, allocated)


@pytest.mark.rule("C16")
def test_cultural_notes_page_restores_unsaved_text(sue, allocated, cast):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=allocated.family.pk, title="x",
        url=at("genogram-note", allocated), fields={"text-identity-0": "Typed on the bus."}, at=NOW,
    )  # fmt: skip
    assert "Typed on the bus." in sue.get(f"{at('genogram-note', allocated)}?kept={KEY}").content.decode()


def test_genogram_is_linked_from_the_people_page(sue, allocated):
    assert at("genogram", allocated) in sue.get(at("people", allocated)).content.decode()
