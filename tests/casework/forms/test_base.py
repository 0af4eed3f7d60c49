"""Forms keep what was typed and speak plainly."""

import pytest
from django import forms

from casework.forms.base import PageForm
from casework.forms.fields import DateField, DateTimeField
from casework.refusal import Refusal


class Note(PageForm):
    headline = forms.CharField(label="Headline")
    worker = forms.ChoiceField(label="Worker", choices=[("1", "Sue Sands")])
    sure = forms.BooleanField(label="I have checked the relationships")
    why = forms.CharField(label="What was it for?")
    own = forms.CharField(error_messages={"required": "Say why."})


def test_errors_of_missing_answers_name_their_field():
    errors = Note({}).errors
    assert errors["headline"] == ["Fill in ‘Headline’."]
    assert errors["worker"] == ["Choose ‘Worker’."]
    assert errors["why"] == ["Answer ‘What was it for?’."]
    assert errors["sure"] == ["Tick ‘I have checked the relationships’."]


def test_errors_in_a_forms_own_words_stay():
    assert Note({}).errors["own"] == ["Say why."]


def test_choice_that_was_not_offered_is_refused():
    assert Note({"worker": "99"}).errors["worker"] == ["‘Worker’: choose from those offered."]


def test_refusal_is_at_its_field_and_all_input_stays():
    form = Note({"headline": "Ann left", "worker": "1", "sure": "on", "why": "x", "own": "x"})
    assert form.is_valid()
    form.refuse(Refusal("A visit cannot take place in the future.", "headline"))
    assert form.errors["headline"] == ["A visit cannot take place in the future."]
    assert 'value="Ann left"' in str(form)


@pytest.mark.parametrize("field", [None, "a_field_of_another_form"])
def test_refusal_of_no_field_of_the_form_is_over_it(field):
    form = PageForm({})
    form.refuse(Refusal("The summary is already finalised.", field))
    assert form.non_field_errors() == ["The summary is already finalised."]


@pytest.mark.parametrize("typed", ["2026-03-29T01:30", "2026-10-25T01:30"])
def test_moment_in_an_hour_that_the_clocks_skip_or_repeat_is_refused_with_a_sentence(typed):
    with pytest.raises(forms.ValidationError, match="The clocks changed in that hour"):
        DateTimeField().clean(typed)


def test_moment_is_in_london():
    assert DateTimeField().clean("2026-07-01T14:05").isoformat() == "2026-07-01T14:05:00+01:00"


def test_date_says_how_to_enter_it():
    with pytest.raises(forms.ValidationError, match="Enter a date"):
        DateField().clean("soon")
