"""Forms come out as GOV.UK Frontend's markup, with each hint and error tied to its field."""

import re

import pytest
from django import forms
from django.forms import formset_factory
from django.template.loader import render_to_string
from pytest_django.asserts import assertInHTML

from casework.forms.base import PageForm
from casework.forms.fields import DateField, DateTimeField, NarrativeField, TimeField
from casework.forms.renderer import add_classes
from casework.forms.widgets import InlineCheckboxes, RagRadios

RAGS = [("red", "Red"), ("amber", "Amber"), ("green", "Green")]


class Visit(PageForm):
    on = DateField(label="Day")
    took_place = DateTimeField(label="When")
    at = TimeField(label="Time", required=False)
    voice = NarrativeField(label="What Mia said", help_text="In her own words.")
    about = forms.MultipleChoiceField(choices=[("1", "Mia"), ("2", "Ben")], widget=InlineCheckboxes)
    rag = forms.ChoiceField(label="Rating", choices=RAGS, widget=RagRadios(hints={"red": "Not safe enough."}))
    kind = forms.ChoiceField(choices=[("visit", "Home visit")])
    significant = forms.BooleanField(label="Significant", help_text="For the chronology.", required=False)
    short = forms.CharField(widget=forms.TextInput({"class": "govuk-input--width-10"}), required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    both = forms.SplitDateTimeField(required=False)


class Row(PageForm):
    what = forms.CharField(label="What is agreed")


def opening_tag(html, name):
    """The opening tag of the element of that name attribute, with its spaces made even."""
    return " ".join(re.search(rf'<\w+[^>]*\bname="{name}"[^>]*>', html).group().split())


@pytest.mark.parametrize(
    ("name", "block", "kind"),
    [
        ("on", "govuk-input app-input--date", 'type="date"'),
        ("took_place", "govuk-input app-input--moment", 'type="datetime-local"'),
        ("at", "govuk-input app-input--time", 'type="time"'),
        ("voice", "govuk-textarea app-writing", 'rows="6"'),
        ("kind", "govuk-select", "<select"),
        ("short", "govuk-input govuk-input--width-10", 'type="text"'),
        ("significant", "govuk-checkboxes__input", 'type="checkbox"'),
        ("rag", "govuk-radios__input", 'type="radio"'),
        ("about", "govuk-checkboxes__input", 'type="checkbox"'),
        ("both_0", "govuk-input", 'type="text"'),
    ],
)
def test_widget_has_its_block_and_its_kind(name, block, kind):
    tag = opening_tag(str(Visit()), name)
    assert f'class="{block}"' in tag
    assert kind in tag


def test_widget_does_not_offer_what_the_browser_remembers():
    html = str(Visit())
    names = ["on", "took_place", "at", "voice", "about", "rag", "kind", "significant", "secret"]
    assert all('autocomplete="off"' in opening_tag(html, name) for name in names)


def test_widget_keeps_what_a_form_says_about_autocomplete():
    attrs = {"autocomplete": "current-password"}
    widget = {"template_name": "django/forms/widgets/password.html", "attrs": attrs}
    assert add_classes(widget)["attrs"]["autocomplete"] == "current-password"


def test_hidden_field_is_outside_every_group_and_has_no_class():
    html = str(Visit())
    assert "class" not in opening_tag(html, "secret")
    assert html.index('name="secret"') < html.index("govuk-form-group")


def test_hint_describes_its_field():
    html = Visit()["voice"].as_field_group()
    assert 'aria-describedby="id_voice_helptext"' in opening_tag(html, "voice")
    assertInHTML('<div class="govuk-hint" id="id_voice_helptext">In her own words.</div>', html)
    assertInHTML('<label class="govuk-label govuk-label--s" for="id_voice">What Mia said</label>', html)


def test_error_marks_its_group_and_describes_its_field():
    html = Visit({})["voice"].as_field_group()
    tag = opening_tag(html, "voice")
    assert "govuk-form-group--error" in html
    assert "govuk-textarea--error" in tag
    assert 'aria-invalid="true"' in tag
    assert 'aria-describedby="id_voice_helptext id_voice_error"' in tag
    assert 'id="id_voice_error"' in html
    assert "Fill in ‘What Mia said’." in html


def test_choices_are_a_fieldset_with_the_error():
    html = Visit({})["rag"].as_field_group()
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_rag_error">' in html
    assertInHTML('<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Rating</legend>', html)
    assert 'class="govuk-radios app-radios--large app-radios--rag" id="id_rag"' in html


def test_choice_has_its_hint():
    html = str(Visit()["rag"])
    assertInHTML('<div class="govuk-hint govuk-radios__hint" id="id_rag_0_hint">Not safe enough.</div>', html)
    assert 'aria-describedby="id_rag_0_hint"' in html
    assert "id_rag_1_hint" not in html


def test_checkbox_is_before_its_label():
    html = Visit()["significant"].as_field_group()
    assert html.index("<input") < html.index("<label")
    assert 'aria-describedby="id_significant_helptext"' in opening_tag(html, "significant")


def test_value_that_was_typed_is_escaped():
    html = str(Visit({"voice": "<b>He shouted</b> & left", "on": "2026-11-03", "took_place": "2026-11-03T14:05"}))
    assert "&lt;b&gt;He shouted&lt;/b&gt; &amp; left" in html
    assert 'value="2026-11-03"' in opening_tag(html, "on")
    assert 'value="2026-11-03T14:05"' in opening_tag(html, "took_place")


def test_rendering_twice_adds_each_class_once():
    form = Visit({})
    assert str(form) == str(form)


def test_errors_of_the_whole_form_are_left_to_the_error_summary():
    form = Visit({})
    form.add_error(None, "The summary was finalised meanwhile.")
    assert "finalised meanwhile" not in str(form)
    assert "finalised meanwhile" in render_to_string("components/error_summary.html", {"form": form})


def test_rows_are_fieldsets_with_a_number():
    html = str(formset_factory(Row, extra=2)(prefix="actions"))
    assert html.count('<fieldset class="app-row">') == 2
    assert 'name="actions-TOTAL_FORMS"' in html


def test_rows_hold_a_blank_one_for_the_button_that_adds_more():
    html = render_to_string(
        "components/rows.html",
        {"formset": formset_factory(Row, extra=1)(prefix="actions"), "legend": "Action", "add_label": "Add an action"},
    )
    blank = html[html.index("<template") : html.index("</template>")]
    assert 'name="actions-__prefix__-what"' in blank
    assert 'data-add-row="actions" hidden' in html
