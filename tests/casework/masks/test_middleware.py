"""No view loads a text before its reader's mask is on, and what is answered after a save goes through it too."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from casework.families.models import Family
from casework.families.services import add_family
from casework.links.services import add_link
from casework.masks.current import HELD_BACK, eyes_of_request
from casework.people.contact_details import services as contacts
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.walking import SECRET, protect, text_of

pytestmark = [pytest.mark.slow, pytest.mark.rule("A9.20")]
# Who signs in, and whose session it is.
WITHOUT_A_MASK = ("casework_user", "django_session")


@pytest.fixture(autouse=True)
def now_and_here(settings, tmp_path, time_machine):
    settings.DATA_DIR = tmp_path
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def bare():
    """The statements of requests that ran without a mask, for a reader from whom something is kept."""
    found = []

    def watch(execute, sql, params, many, context):
        eyes, allowed = eyes_of_request(), any(f'FROM "{name}"' in sql for name in WITHOUT_A_MASK)
        if eyes and not eyes.masks and not eyes.laid_off and not allowed:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def test_no_view_loads_anything_before_the_mask_is_on(story, cast, signed_in, bare):
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, elm, because="Ann’s sister.", by=cast.mary, at=NOW)
    protect(story, cast)
    rick, values = signed_in(cast.rick), values_of(story, uuid4())
    for address in (each for each in addresses() if each.name not in FOR_MACHINES | {"sign-in", "sign-out"}):
        path, before = address.filled(values), len(bare)
        rick.get(path)
        rick.post(path, {"form_key": str(uuid4()), "page_user": cast.rick.pk})
        read = [sql for sql in bare[before:] if sql.lstrip().upper().startswith(("SELECT", "WITH", "(SELECT"))]
        assert not read, (address.name, read[0])


def test_page_sent_twice_with_other_words_shows_no_place(allocated, cast, signed_in):
    """What was saved stands beside the new words: it is read with the mask, though before the page opens."""
    family, elm = allocated.family, add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    said = {"other": elm.reference, "because": f"Both live at {SECRET}.", "form_key": str(uuid4())}
    mary, url = signed_in(cast.mary), reverse("link-add", args=[family.pk])
    assert mary.post(url, said).status_code == 302
    assert SECRET in text_of(mary.post(url, said | {"because": "Cousins."}))
    contacts.add_protected_contact(
        family, allocated.ann, kind="address", value=SECRET, from_date=NOW.date(), readers=[cast.dora],
        because="Fled.", by=cast.sue, at=NOW,
    )  # fmt: skip
    answer = mary.post(url, said | {"because": "Cousins."})
    assert answer.status_code == 409
    assert SECRET not in text_of(answer)
    assert HELD_BACK in text_of(answer)


def test_name_of_a_family_that_tells_it_is_masked_on_its_own_page(story, cast, signed_in):
    protect(story, cast)
    with acting(cast.sue):
        change(Family.objects.get(pk=story.family.pk), name=f"Ash, {SECRET}")
    page = text_of(signed_in(cast.rick).get(reverse("family", args=[story.family.pk])))
    assert SECRET not in page
    assert HELD_BACK in page
