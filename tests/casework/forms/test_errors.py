"""The error summary leads to each field that is wrong, in the order of the page."""

from django import forms
from django.forms import formset_factory

from casework.forms.base import PageForm
from casework.forms.errors import ErrorLine, error_lines


class Action(PageForm):
    what = forms.CharField(label="What is agreed")
    rag = forms.ChoiceField(label="Rating", choices=[("red", "Red")], widget=forms.RadioSelect)


class Versioned(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


Actions = formset_factory(Action, extra=0)


def rows(*data):
    sent = {"actions-TOTAL_FORMS": str(len(data)), "actions-INITIAL_FORMS": str(len(data))}
    for number, row in enumerate(data):
        sent |= {f"actions-{number}-{name}": value for name, value in row.items()}
    return Actions(sent, prefix="actions")


def test_error_lines_of_a_blank_form_are_none():
    assert error_lines(Action()) == []


def test_error_line_leads_to_its_field_and_of_a_group_to_its_first_box():
    assert error_lines(Action({})) == [
        ErrorLine("Fill in ‘What is agreed’.", "id_what"),
        ErrorLine("Choose ‘Rating’.", "id_rag_0"),
    ]


def test_error_lines_of_the_whole_form_come_first_without_a_link():
    form = Action({"what": "Call the school", "rag": "red"})
    form.add_error(None, "Somebody finalised it meanwhile.")
    assert error_lines(form) == [ErrorLine("Somebody finalised it meanwhile.", "")]


def test_error_lines_of_rows_have_their_number():
    lines = error_lines(rows({"what": "Call the school", "rag": "red"}, {"rag": "red"}))
    assert lines == [ErrorLine("Row 2: Fill in ‘What is agreed’.", "id_actions-1-what")]


def test_error_lines_of_several_forms_are_in_order_without_missing_forms():
    targets = [line.target for line in error_lines(Action({}, prefix="a"), None, rows({"rag": "red"}))]
    assert targets == ["id_a-what", "id_a-rag_0", "id_actions-0-what"]


def test_error_line_of_a_hidden_field_has_no_link():
    assert error_lines(Versioned({"version": "rubbish"}))[0].target == ""
