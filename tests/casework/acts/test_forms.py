"""The forms of acts: unsaved text, versions, and the one form for a reason."""

from uuid import UUID

import pytest
from django import forms

from casework.acts.forms import ReasonForm, VersionedForm, VersionedReasonForm, WritingForm
from casework.unsaved import services
from tests.factories import NOW

KEY = UUID("8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d")
LOST = "lost its key"


class TextForm(VersionedForm):
    text = forms.CharField()
    sure = forms.BooleanField(required=False)


@pytest.fixture
def keep(ash, cast):
    def keep(**fields):
        return services.keep(
            cast.sue, form_key=KEY, family_id=ash.family.pk, title="x", url="/x/", fields=fields, at=NOW
        )

    return keep


def reopened(text, **details):
    return TextForm.reopened(text, **details)


def test_key_is_new_for_each_blank_form():
    one, other = WritingForm()["form_key"], WritingForm()["form_key"]
    assert one.value() == one.value()
    assert one.value() != other.value()


def test_key_stays_when_the_form_comes_back():
    form = TextForm({"form_key": str(KEY)})
    assert not form.is_valid()
    assert form["form_key"].value() == str(KEY)
    assert form.cleaned_data["form_key"] == KEY


@pytest.mark.parametrize("key", ["", "rubbish"])
def test_key_that_is_lost_is_refused_with_what_to_do(key):
    assert LOST in WritingForm({"form_key": key}).errors["form_key"][0]


def test_form_reopens_as_it_was_typed_and_is_not_judged_yet(keep):
    text = keep(text="", version="4", sure="on")
    form = reopened(text, initial={"text": "saved", "version": 5})
    assert (form["text"].value(), form["sure"].value(), form["version"].value()) == ("", True, "4")
    assert (form.restored, form.errors, form["form_key"].value()) == (text, {}, str(KEY))


def test_form_reopens_with_what_is_saved_where_the_page_had_no_such_field(keep):
    form = reopened(keep(version="4", sure=[]), initial={"text": "saved", "sure": True, "version": 5})
    assert form["text"].value() == "saved"
    assert not form["sure"].value()


def test_form_that_reopened_says_from_which_words(keep):
    text = keep(text="typed", version="5")
    assert reopened(text, initial={})["went_on_from"].value() == f"{KEY}:{text.digest}"


def test_versioned_form_without_its_version_says_what_to_do():
    form = TextForm({"form_key": str(KEY), "text": "x"})
    assert not form.is_valid()
    assert LOST in form.errors["version"][0]


def test_writing_form_gives_nothing_of_its_page_to_the_service():
    form = WritingForm({"form_key": str(KEY)})
    assert form.is_valid()
    assert form.given(NOW) == {}


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
