"""A form that was sent, and the act for which it was."""

import pytest
from django import forms
from django.test import RequestFactory

from casework.acts.views import done, sent
from casework.forms.base import PageForm
from casework.refusal import Conflict, Refusal


class Sentence(PageForm):
    words = forms.CharField()
    seen = forms.CharField(required=False)


def refusing(refusal):
    def act():
        raise refusal

    return act


@pytest.fixture
def form():
    return Sentence({"words": "Mia is well.", "seen": "as it stood"})


def test_what_the_act_gave_is_given(form):
    assert done(form, lambda: "a row") == "a row"
    assert (form.conflict, form.status) == (False, 200)


@pytest.mark.parametrize("data", [None, {"words": ""}])
def test_nothing_is_done_for_a_page_only_opened_nor_for_bad_input(data):
    assert done(Sentence(data), lambda: pytest.fail("done all the same")) is None


def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(form):
    assert done(form, refusing(Refusal("Say more.", "words")), seen_now=lambda: "as it stands") is None
    assert form.errors == {"words": ["Say more."]}
    assert (form["words"].value(), form["seen"].value()) == ("Mia is well.", "as it stood")
    assert form.status == 200


def test_a_stale_form_sees_how_it_stands_now_so_that_a_second_save_is_possible(form):
    assert done(form, refusing(Conflict("Somebody changed this.")), seen_now=lambda: "as it stands") is None
    assert form["seen"].value() == "as it stands"
    assert (form.conflict, form.status) == (True, 409)


def test_another_failure_is_nobody_s_refusal(form):
    with pytest.raises(ValueError, match="broken"):
        done(form, refusing(ValueError("broken")))


def test_a_form_is_bound_to_what_was_sent_also_when_that_is_nothing():
    assert sent(RequestFactory().get("/")) is None
    assert sent(RequestFactory().post("/")) is not None
