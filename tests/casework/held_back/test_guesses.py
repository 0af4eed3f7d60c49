"""Nobody can ask the product whether a guess at a protected place is right."""

import re
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.forms.base import PageForm
from casework.held_back.models import HeldBack
from casework.masks.current import HELD_BACK
from casework.masks.current import put_on as wear
from casework.masks.queries import mask_in_family
from casework.masks.reading import reading_masked
from casework.people import services as people
from casework.refusal import Refusal
from casework.unsaved.models import UnsavedText
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]


class QuotingForm(PageForm):
    words = forms.CharField()


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def elm(allocated, cast, protect):
    """A family whose name, and one of whose people's names, tell the place of Ann Ash; Dev may read it."""
    protect(allocated.family, allocated.ann, "9 Hidden Road, Luton", readers=[cast.dev])
    family = families.add_family(name="9 Hidden Road", team=cast.north, by=cast.mary, at=NOW)
    people.add_person(family, name="Una Elm", role=FamilyRole.PARENT, by=cast.mary, at=NOW)
    people.add_person(family, name="Zoe Hidden-Road", role=FamilyRole.PARENT, by=cast.mary, at=NOW)
    return family


def said(answer, typed):
    """The status, and the page without what differs each time it is opened, and without what was typed."""
    text = answer.content.decode().replace("+", " ").replace("%20", " ")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[A-Za-z0-9]{64}|nonce-\S+|nonce=\S+", "", text)
    return answer.status_code, text.replace(typed, "TYPED")


def searches(story):
    """Where words are searched for: the address, how it is asked, the field, and what else is sent."""
    family = story.family.pk
    return [
        (reverse("families"), "get", "q", {}),
        (reverse("families"), "get", "q", {"whose": "team"}),
        (reverse("family-join", args=[family]), "get", "q", {}),
        (reverse("link-add", args=[family]), "post", "other", {"because": "Her sister."}),
        (reverse("person-matches", args=[family]), "get", "name", {}),
        (reverse("person-add", args=[family]), "post", "name", {"role": "parent"}),
    ]


PAIRS = [
    ("Hidden Road", "Hydden Roud"),
    ("9 Hidden Road", "9 Hydden Roud"),
    ("9 hidden", "9 hydden"),
    ("Zoe Hidden", "Zoe Hydden"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_search_by_the_place_answers_as_though_nobody_was_of_that_name(allocated, cast, elm, signed_in, pair):
    mary = signed_in(cast.mary)
    for address, method, field, more in searches(allocated):
        right, wrong = (said(getattr(mary, method)(address, {**more, field: each}), each) for each in pair)
        assert right == wrong, address


def test_search_by_a_part_of_the_place_finds_no_more(allocated, cast, elm, signed_in):
    mary = signed_in(cast.mary)
    for typed in ("Hidden", "idde", "9 hid", "hidden-road", "Una Hidden"):
        assert elm.reference not in mary.get(reverse("families"), {"q": typed}).content.decode(), typed


def test_search_by_other_names_still_finds(allocated, cast, elm, signed_in):
    for typed in ("Una", "una elm", elm.reference):
        assert elm.reference in signed_in(cast.mary).get(reverse("families"), {"q": typed}).content.decode(), typed


def test_search_by_whoever_is_named_finds(allocated, cast, elm, signed_in):
    dev = signed_in(cast.dev)
    assert elm.reference in dev.get(reverse("families"), {"q": "Hidden Road"}).content.decode()
    assert (
        "Zoe" in dev.get(reverse("person-matches", args=[allocated.family.pk]), {"name": "Zoe Hidden"}).content.decode()
    )
    link = {"other": "9 Hidden Road", "because": "Her sister."}
    assert dev.post(reverse("link-add", args=[allocated.family.pk]), link).status_code == 302


GUESSES = ["Is it 9 Hidden Road?", "Is it 9 Hydden Roud?"]


def test_what_was_typed_and_kept_is_shown_as_it_was_typed(allocated, cast, signed_in, protect):
    """A right guess and a wrong one alike, on the page itself, on one that is refused and one that is too late."""
    protect(allocated.family, allocated.ann, "9 Hidden Road, Luton")
    rick, url = signed_in(cast.rick), reverse("warning-add", args=[allocated.family.pk])
    for guess in GUESSES:
        key = str(uuid4())
        sent = {
            "key": key, "page": key, "user": cast.rick.pk, "title": "Add", "url": url, "subject": "",
            "went_on_from": "", "fields": {"detail": guess, "source": ""},
        }  # fmt: skip
        assert rick.post(reverse("unsaved-keep"), sent, content_type="application/json").status_code == 200
        assert rick.get(f"{url}?kept={key}").context["form"]["detail"].value() == guess
        assert guess in rick.post(url, {"detail": guess, "form_key": key}).content.decode()
        assert UnsavedText.objects.get(page=key).fields["detail"] == guess
    assert not HeldBack.objects.filter(by=cast.rick).exists()


def test_what_was_typed_is_quoted_by_a_refusal_as_it_was_typed(allocated, cast, signed_in, protect):
    protect(allocated.family, allocated.ann, "9 Hidden Road, Luton")
    with reading_masked():
        wear(mask_in_family(allocated.family.pk, cast.rick.pk))
        for guess in GUESSES:
            form = QuotingForm(QueryDict(urlencode({"words": guess})))
            form.refuse(Refusal(f"‘{guess}’ is not there.", "words"))
            assert form.errors["words"] == [f"‘{guess}’ is not there."]
        form.refuse(Refusal("She is at 9 Hidden Road, not at 9.", "words"))
        assert HELD_BACK in form.errors["words"][-1]


def test_what_was_recorded_is_masked_and_leaves_its_trace(allocated, cast, signed_in, protect):
    """Where a guess can be tried out all the same: in a text that is recorded, under the name of its writer."""
    protect(allocated.family, allocated.ann, "9 Hidden Road, Luton")
    typed = {"kind": "not_alone", "source": "Police", "from_date": "2026-11-01", "review_on": "2026-12-01"}
    rick = signed_in(cast.rick)
    for guess in GUESSES:
        rick.post(reverse("warning-add", args=[allocated.family.pk]), typed | {"detail": guess})
    assert set(HeldBack.objects.filter(by=cast.rick).values_list("field", flat=True)) == {"detail"}


# What compares what somebody typed with what is recorded, or why it does not.
COMPARING = {
    "casework/families/queries.py": "searched in the tests above",
    "casework/matching/queries.py": "searched in the tests above",
    "casework/unsaved/queries.py": "addresses of one's own pages",
    "casework/emergencies/queries.py": "it is opened to whoever gave a reason, or the page says nothing of it",
    "casework/left_notes/queries.py": "whoever wrote the note reads the same, whatever was found",
    "casework/mentions/queries.py": "keys of what a family knows apart",
    "casework/people/contact_details/queries.py": "for those who are told of a mention; nobody asks it",
    "casework/frozen/queries.py": "keys of passages",
    "casework/imports/ledger/services.py": "keys of a file",
    "casework/imports/queries.py": "keys of a file",
    "casework/people/models.py": "a constraint",
    "casework/closures/obstacles/checks.py": "the names of a child",
    "chronology/sources/queries.py": "the direction of a name",
}


def test_what_is_typed_is_compared_with_the_record_in_no_other_module():
    comparing = re.compile(
        r"__i?(contains|startswith|endswith|regex|search)\b[\"']?\s*[=:]|PlainName\(Value|TrigramAlike\("
    )
    apps = ("casework", "workbook", "supervision", "chronology", "audit", "config")
    modules = [each for app in apps for each in Path(app).rglob("*.py") if "migrations" not in each.parts]
    found = {str(each) for each in modules if comparing.search(each.read_text())}
    assert {each for each in found if not each.startswith("config/bench/")} == set(COMPARING)
