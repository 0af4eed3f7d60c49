"""A form in which somebody writes opens with what they typed, and keeps all of it when a service refuses."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.http import QueryDict

from casework.acts.forms import VersionedForm
from casework.acts.views import carried_out, opened, saved
from casework.refusal import Conflict, Refusal
from casework.unsaved import queries as unsaved
from casework.unsaved import services
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KEY = UUID("8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d")


class Page(VersionedForm):
    text = forms.CharField()
    sure = forms.BooleanField(required=False)


class Row:
    version, family = 5, "the one that access returned"

    def refresh_from_db(self):
        self.version, self.family = 6, "another"


def asking(user, **posted):
    if not posted:
        return SimpleNamespace(user=user, method="GET", GET={})
    sent = QueryDict(mutable=True)
    sent.update({"form_key": str(KEY), **posted})
    return SimpleNamespace(user=user, method="POST", POST=sent)


@pytest.fixture
def keep(ash, cast):
    def keep(**fields):
        return services.keep(
            cast.sue, form_key=KEY, family_id=ash.family.pk, title="x", url="/x/", fields=fields, at=NOW
        )

    return keep


def test_it_opens_with_what_is_saved(cast):
    form = opened(asking(cast.sue), Page, KEY, initial={"text": "saved", "version": 5})
    assert (form["text"].value(), form["version"].value(), form["form_key"].value()) == ("saved", 5, str(KEY))
    assert form.restored is None


def test_it_opens_with_what_was_typed_and_says_so(keep, cast):
    text = keep(text="typed", version="4", sure="on")
    form = opened(asking(cast.sue), Page, KEY, initial={"text": "saved", "version": 5})
    assert (form["text"].value(), form["sure"].value(), form.restored) == ("typed", "on", text)


def test_typed_text_keeps_the_version_that_its_writer_had_before_them(keep, cast):
    keep(text="typed", version="4")
    assert opened(asking(cast.sue), Page, KEY, initial={"version": 5})["version"].value() == "4"


def test_a_box_that_was_unticked_stays_unticked(keep, cast):
    keep(text="typed", version="5")
    form = opened(asking(cast.sue), Page, KEY, initial={"sure": True, "version": 5})
    assert not form["sure"].value()
    assert form["version"].value() == "5"


def test_saving_forgets_what_was_kept(keep, cast):
    keep(text="typed")
    request = asking(cast.sue, text="x", version="5")
    assert saved(request, opened(request, Page, KEY), lambda: "done") == "done"
    assert unsaved.unsaved_text(cast.sue, KEY) is None


def test_a_service_gets_what_the_form_gives_and_who_and_when(cast):
    request, got = asking(cast.sue, text="x", version="5"), {}
    carried_out(request, opened(request, Page, KEY), lambda **given: got.update(given) or "done")
    assert (got["text"], got["version"], got["by"]) == ("x", 5, cast.sue)
    assert got["at"].tzinfo
    assert "form_key" not in got


def refuse(refusal):
    def act():
        raise refusal

    return act


def test_a_refusal_stands_at_its_field_and_all_that_was_typed_stays(keep, cast):
    keep(text="typed")
    request = asking(cast.sue, text="x", version="5")
    form = opened(request, Page, KEY)
    assert saved(request, form, refuse(Refusal("No.", "text"))) is None
    assert (form.errors["text"], form["text"].value(), form.status) == (["No."], "x", 200)
    assert unsaved.unsaved_text(cast.sue, KEY)


def test_a_stale_form_carries_the_new_version_so_that_a_second_save_is_deliberate(cast):
    request = asking(cast.sue, text="x", version="5")
    form = opened(request, Page, KEY)
    row = Row()
    saved(request, form, refuse(Conflict("Moved on.")), row)
    assert row.family == "the one that access returned"
    assert (form.status, form["version"].value(), form["text"].value()) == (409, "6", "x")


def test_a_page_without_its_version_is_refused_with_what_to_do(cast):
    request = asking(cast.sue, text="x")
    form = opened(request, Page, KEY)
    assert saved(request, form, lambda: "done") is None
    assert "lost its key" in form.errors["version"][0]
