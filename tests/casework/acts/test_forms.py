"""The forms of acts: unsaved text, versions, and the one form for a reason."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms

from casework.acts.forms import ReasonForm, VersionedForm, VersionedReasonForm, WritingForm
from casework.acts.views import open_form
from casework.unsaved import services
from tests.factories import NOW

KEY = UUID("8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d")
LOST = "lost its key"


class TextForm(VersionedForm):
    text = forms.CharField()
    sure = forms.BooleanField(required=False)


class IdempotentForm(WritingForm):
    gives_key = True


def open_page(user, **details):
    return open_form(SimpleNamespace(user=user, method="GET"), TextForm, KEY, **details)


@pytest.fixture
def keep(ash, cast):
    def keep(**fields):
        return services.keep(
            cast.sue, form_key=KEY, family_id=ash.family.pk, title="x", url="/x/", fields=fields, at=NOW
        )

    return keep


def test_writing_form_opens_with_what_is_saved(cast):
    form = open_page(cast.sue, initial={"text": "saved", "version": 5})
    assert (form["text"].value(), form["version"].value(), form["form_key"].value()) == ("saved", 5, str(KEY))
    assert form.restored is None


def test_writing_form_opens_with_unsaved_text_and_says_so(keep, cast):
    text = keep(text="typed", version="4", sure="on")
    form = open_page(cast.sue, initial={"text": "saved", "version": 5})
    assert (form["text"].value(), form["sure"].value(), form.restored) == ("typed", "on", text)


def test_writing_form_does_not_open_with_the_text_of_another_user(keep, cast):
    keep(text="typed")
    assert open_page(cast.dora, initial={"text": "saved"})["text"].value() == "saved"


def test_unsaved_text_keeps_the_version_that_its_writer_saw(keep, cast):
    keep(text="typed", version="4")
    assert open_page(cast.sue, initial={"version": 5})["version"].value() == "4"


def test_unsaved_text_keeps_a_box_unticked(keep, cast):
    keep(text="typed", version="5")
    form = open_page(cast.sue, initial={"sure": True, "version": 5})
    assert not form["sure"].value()
    assert form["version"].value() == "5"


def test_versioned_form_without_its_version_says_what_to_do():
    form = TextForm({"form_key": str(KEY), "text": "x"})
    assert not form.is_valid()
    assert LOST in form.errors["version"][0]


@pytest.mark.parametrize(("form_class", "gives"), [(WritingForm, {}), (IdempotentForm, {"form_key": KEY})])
def test_writing_form_gives_its_key_only_to_a_service_that_takes_it(form_class, gives):
    form = form_class({"form_key": str(KEY)})
    assert form.is_valid()
    assert form.given(NOW) == gives


def test_reason_form_asks_in_the_words_of_its_act():
    form = ReasonForm(
        {"form_key": str(KEY)}, label="Why now?", rows=2, help_text="In a sentence.", missing="Say why now.",
        max_length=10,
    )  # fmt: skip
    field = form["because"]
    assert (field.label, field.help_text, field.field.widget.attrs["rows"]) == ("Why now?", "In a sentence.", 2)
    assert form.errors["because"] == ["Say why now."]
    assert "because" in ReasonForm({"form_key": str(KEY), "because": "x" * 11}, max_length=10).errors


def test_versioned_reason_form_gives_reason_and_version():
    form = VersionedReasonForm({"form_key": str(KEY), "because": " He left. ", "version": "3"})
    assert form.is_valid()
    assert form.given(NOW) == {"because": "He left.", "version": 3}
