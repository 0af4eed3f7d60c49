"""Limits are said at saving and by how much; nothing that is pasted is cut, and no text is too long for its column.

Every address is opened by somebody whom it is for. The texts of its forms are filled far beyond their limits, and once
more just up to them.
"""

from time import monotonic
from uuid import uuid4

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.db.models import CharField
from django.forms import BaseForm, BaseFormSet
from django.urls import reverse

from casework.forms.base import PageForm
from casework.forms.rows import RowFormSet, build_rows
from tests.factories import NOW
from tests.kept_apart import DAY
from tests.shape.addresses import addresses, values_of

FAR_TOO_LONG = 100_000
ROWS_OF_THE_PRODUCT = 5  # actions, agency checks, visits, children born, letters
SECONDS_FOR_ROWS = 3
WHO = ("sue", "mary", "dora", "bob", "serena", "stan")
TYPED_WITH_SPACES = {"nhs_number", "upn", "former_upn"}  # and saved without them
TEXTS = (forms.TextInput, forms.Textarea)


class Meeting(PageForm):
    who = forms.CharField(label="Who was there", max_length=5)
    where = forms.CharField(label="Where", required=False)


def test_a_text_that_is_too_long_is_refused_with_by_how_much():
    assert Meeting({"who": "x" * 6}).errors["who"] == ["‘Who was there’ is 1 character too long: at most 5."]
    assert Meeting({"who": "x" * 2_375}).errors["who"] == ["‘Who was there’ is 2,370 characters too long: at most 5."]
    assert Meeting({"who": "x" * 2_375})["who"].value() == "x" * 2_375


def test_the_end_of_a_line_counts_as_one_character_and_is_saved_as_one():
    form = Meeting({"who": "a\r\nb\rc", "where": "a\r\nb"})
    assert form.is_valid()
    assert form.cleaned_data == {"who": "a\nb\nc", "where": "a\nb"}


def test_a_field_and_a_row_of_a_template_have_nothing_by_which_a_browser_cuts():
    rows = build_rows(Meeting, RowFormSet, prefix="rows", blank=1, most=3)
    for html in (Meeting().as_p(), str(rows), str(rows.empty_form)):
        assert "<input" in html
        assert "length" not in html


def test_no_limit_is_above_the_column_of_the_same_name():
    compared = 0
    for form in forms_of_the_product():
        for name, field in form.base_fields.items():
            limit, longest = getattr(field, "max_length", None), column_of(form, name)
            if limit and longest and name not in TYPED_WITH_SPACES:
                compared += 1
                assert limit <= longest, (form.__name__, name)
    assert compared > 30


def forms_of_the_product():
    """Every form class of the pages, once the addresses have loaded them all."""
    addresses()
    found = list(PageForm.__subclasses__())
    for form in found:
        found += [each for each in form.__subclasses__() if each not in found]
    return [form for form in found if not form.__module__.startswith("tests.")]


def column_of(form, name):
    """The length of the column `name` in the models of the form's own subject, or of the one that it is part of."""
    subject = form.__module__.rpartition(".")[0]
    while subject:
        models = [model for model in apps.get_models() if model.__module__ == f"{subject}.models"]
        columns = [field for model in models for field in model._meta.fields if field.name == name]
        if lengths := [field.max_length for field in columns if isinstance(field, CharField)]:
            return min(lengths)
        subject = subject.rpartition(".")[0]
    return None


@pytest.fixture
def opened(kept_apart, cast, signed_in, client, settings, tmp_path, time_machine):
    """Each address that answers with a page, as (name, path, client, page)."""
    settings.DATA_DIR = tmp_path
    time_machine.move_to(NOW + DAY, tick=False)
    clients = [signed_in(getattr(cast, who)) for who in WHO]
    for each in clients:
        each.raise_request_exception = False  # that every page opens is asked elsewhere
    values = values_of(kept_apart, uuid4()) | {"page": uuid4()}
    pages = [("sign-in", reverse("sign-in"), client, client.get(reverse("sign-in")))]
    for address in addresses():
        path = address.filled(values)
        answers = ((each, each.get(path)) for each in clients)
        found = next((one for one in answers if one[1].status_code == 200 and one[1].context is not None), None)
        if found:
            pages.append((address.name, path, *found))
    return pages


@pytest.mark.slow
@pytest.mark.rule("C16")
def test_no_page_cuts_what_is_pasted_and_none_breaks_however_long_it_is(opened):
    """One walk for both, since it opens every page."""
    assert len(opened) > 100
    for name, _, _, page in opened:
        html = page.content.decode()
        assert "maxlength" not in html, name
        assert "minlength" not in html, name
    check_texts_are_neither_cut_nor_break_the_page(opened)
    check_a_thousand_rows_are_refused_at_once(opened)


def check_a_thousand_rows_are_refused_at_once(opened):
    """On every page with rows; the page that comes back holds as many as it takes."""
    found = [(each, rows) for each in writing(opened) for rows in rows_of(each[3])]
    assert len({rows.prefix for _, rows in found}) >= ROWS_OF_THE_PRODUCT
    for (name, path, client, page), rows in found:
        many = {f"{rows.prefix}-TOTAL_FORMS": "1000", f"{rows.prefix}-INITIAL_FORMS": "0"}
        begun = monotonic()
        answer = send(client, path, filled(page, lambda limit: 1) | many)
        assert answer.status_code == 200, name
        assert monotonic() - begun < SECONDS_FOR_ROWS, name
        (again,) = (each for each in rows_of(answer) if each.prefix == rows.prefix)
        assert len(again.forms) <= again.max_num < 100, name
        assert "More rows were sent than the" in answer.content.decode(), name


def rows_of(page):
    """The formsets of the page, each once."""
    layers = [layer for context in page.context or () for layer in getattr(context, "dicts", [context])]
    values = [each for layer in layers for value in layer.values() for each in as_list(value)]
    own = [getattr(form, name, None) for form in forms_of(page) for name in ("rows", "formset")]
    return list({id(each): each for each in [*values, *own] if isinstance(each, BaseFormSet)}.values())


def as_list(value):
    return value if isinstance(value, list | tuple) else [value]


@pytest.mark.rule("C16")
def test_rows_are_made_by_one_factory_which_bounds_them(settings):
    for app in ("casework", "workbook", "supervision", "chronology", "audit"):
        for file in (settings.BASE_DIR / app).rglob("*.py"):
            if file.name != "rows.py":
                assert "formset_factory" not in file.read_text(), file


def check_texts_are_neither_cut_nor_break_the_page(opened):
    limited, saved = 0, 0
    for name, path, client, page in writing(opened):
        sent = filled(page, lambda limit: FAR_TOO_LONG)
        answer = send(client, path, sent)
        assert answer.status_code in (200, 302, 409), (name, answer.status_code)
        shown = [field for form in forms_of(answer) for field in texts_of(form)] if answer.status_code == 200 else []
        for field in (each for each in shown if each.html_name in sent):
            assert len(field.value() or "") == FAR_TOO_LONG, (name, field.html_name)
            if limit := field.field.max_length:
                limited += 1
                assert f"{FAR_TOO_LONG - limit:,} characters too long: at most {limit:,}." in str(field.errors), name
        # What has no limit is saved whole; what has one is never saved when it is beyond it.
        has_limits = any(field.field.max_length for form in forms_of(page) for field in texts_of(form))
        assert not (has_limits and answer.status_code == 302), name
        answer = send(client, path, filled(page, lambda limit: limit or FAR_TOO_LONG))
        assert answer.status_code in (200, 302, 409), (name, answer.status_code)
        saved += answer.status_code == 302
    assert limited > 100
    assert saved > 50


def writing(opened):
    """The pages with a form that is sent to be saved."""
    return [each for each in opened if any("form_key" in form.fields for form in forms_of(each[3]))]


def forms_of(page):
    """Each form and each row of the page once."""
    found = {}
    for context in page.context or ():
        for layer in getattr(context, "dicts", [context]):
            for value in layer.values():
                for each in value if isinstance(value, list | tuple) else [value]:
                    if isinstance(each, BaseFormSet):
                        found |= {id(row): row for row in [each.management_form, *each.forms]}
                    elif isinstance(each, BaseForm):
                        found[id(each)] = each
    return [form for form in found.values() if "__prefix__" not in (form.prefix or "")]


def texts_of(form):
    """The fields of text that somebody fills in."""
    return [
        field
        for field in form
        if isinstance(field.field, forms.CharField)
        and isinstance(field.field.widget, TEXTS)
        and not isinstance(field.field.widget, forms.HiddenInput)
    ]


def filled(page, length):
    """What is sent of all forms of `page`: texts as long as `length` of their limit says, the rest as it fits."""
    sent = {}
    for form in forms_of(page):
        texts = {field.html_name for field in texts_of(form)}
        for field in form:
            long = "x" * length(getattr(field.field, "max_length", None)) if field.html_name in texts else None
            value = long if long is not None else chosen(field)
            if value not in (None, ""):
                sent[field.html_name] = value
    return sent


def chosen(field):
    """The value with which a field opens, or else the first that fits."""
    value = field.value()
    if value not in (None, "", []):
        return field.field.widget.format_value(value) if not isinstance(value, list) else [str(each) for each in value]
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "on"
    if isinstance(field.field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return [str(value) for value, _ in field.field.choices][:1]
    if isinstance(field.field, forms.ChoiceField):
        return next((str(value) for value, _ in field.field.choices if str(value)), "")
    if isinstance(field.field, forms.DateTimeField):
        return f"{NOW:%Y-%m-%dT%H:%M}"
    if isinstance(field.field, forms.DateField):
        return f"{NOW:%Y-%m-%d}"
    return f"{NOW:%H:%M}" if isinstance(field.field, forms.TimeField) else None


def send(client, path, sent):
    """The answer to what is sent; nothing of it stays."""
    with transaction.atomic():
        answer = client.post(path, sent | {"form_key": str(uuid4())})
        transaction.set_rollback(True)
    return answer
