"""Every form of the URL table keeps, restores, refuses with the text kept, and answers a repeated sending once (C16).

Ids that its page did not offer are refused, each at its field: of another family's people, and of another team's.

A form of tomorrow fails until it has a sample in tests/saving/samples.py, or declares that it keeps nothing and why.
"""

import json
from itertools import chain
from uuid import uuid4

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from casework.access import families_for
from casework.submissions.models import Submission
from casework.unsaved.models import UnsavedText
from casework.users.models import User
from supervision.my_work.presenters import unsaved_texts
from tests.former import leave
from tests.saving.exchanging import ids_exchanged, named_by_others, names_refused, rows_about
from tests.saving.opened import TYPED, Opened, of_the_page
from tests.saving.samples import SAMPLES
from tests.saving.walking import Act, forms, rows_by_table, said_of, shown, signed_in, tables_with, undone

pytestmark = [pytest.mark.slow, pytest.mark.rule("C16", "A10.7")]
FORMS = forms()
KEEPING = [name for name in FORMS if not said_of(FORMS[name], "keeps_nothing_because")]
# What the page renews when it is shown again.
RENEWED = {
    "csrfmiddlewaretoken",
    "form_key",
    "went_on_from",
    "opened_page",
    "page_user",
    "version",
    "fingerprint",
    "saw_passages",
}


@pytest.fixture
def act(to_save, cast, request):
    return Act(request.param, to_save, cast)


every_form = pytest.mark.parametrize("act", list(FORMS), indirect=True)


def test_every_form_has_a_sample():
    assert set(SAMPLES) == set(FORMS)


def test_every_form_keeps_or_says_why_not():
    exempt = {name: said_of(FORMS[name], "keeps_nothing_because") for name in FORMS if name not in KEEPING}
    assert all(len(because.split()) > 3 for because in exempt.values()), exempt


def test_sign_in_keeps_nothing(to_save, cast):
    sent = {
        "key": str(uuid4()), "page": str(uuid4()), "user": cast.sue.pk, "url": reverse("sign-in"), "title": "Sign in",
        "subject": "", "went_on_from": "", "fields": {"username": "sue", "password": "secret"},
    }  # fmt: skip
    answer = signed_in(cast.sue).post(reverse("unsaved-keep"), json.dumps(sent), "application/json")
    assert answer.status_code == 400
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize("name", ["summary-write", "safety-plan-write"])
def test_my_work_lists_what_is_kept_until_one_has_left_the_family(to_save, cast, name):
    act = Act(name, to_save, cast)
    page = act.open()
    act.keep(page, page.filled())
    (text,) = act.kept()
    assert act.client.get(reverse("my-work")).context["unsaved"] == listed_for(act.user) == ([text], [])
    leave(act.user, by=cast.serena)
    assert act.client.get(reverse("my-work")).context["unsaved"] == listed_for(act.user) == ([], [])


@every_form
def test_form_keeps_and_restores_refuses_with_the_text_kept_and_is_saved_once(act, cast):
    """One opened page goes through all of it, since opening it is what takes long."""
    page = act.open()
    if not said_of(act.address, "keeps_nothing_because"):
        with undone():
            check_keeps_and_shows_again_to_its_writer_alone(act, page, cast)
    with undone():
        check_refused_shows_what_was_sent(act, page)
    words = page.valid(act.given(act.sample.words))
    check_ids_that_were_not_offered_are_refused(act, page, words)
    new = other_words(act, page, words)
    check_sent_twice_is_saved_once(act, page, words)
    if new is None:
        assert not page.visible(), "The sample has to say which other words are sent."
        return
    check_other_words_are_refused_and_one_button_saves_them(act, page, words, new)


def check_keeps_and_shows_again_to_its_writer_alone(act, page, cast):
    words = page.filled()
    answer = act.keep(page, words)
    assert answer.json().keys() == {"kept_at"}, answer.content
    (text,) = act.kept()
    blank = act.open()
    assert [offer.pk for offer in blank.answer.context["kept_here"]] == [text.pk]
    assert f"kept={text.form_key}" in blank.html
    again = act.open(f"{'&' if '?' in act.path else '?'}kept={text.form_key}")
    assert shown(again, of_the_page(words), RENEWED) == {}
    assert again.value("form_key") == page.value("form_key")
    check_listed(act, text)
    check_nobody_else_reads(act, text, typed_of(page, words))
    if "family_id" in act.address.parts:
        check_former_reads_nothing(act, text, cast)


def typed_of(page, words):
    """The words that stand in a control of text."""
    return [words[each.name][0] for each in page.visible() if each.kind in TYPED]


def listed_for(user):
    """What My work lists; that the page does list it is asked once."""
    return unsaved_texts(user, timezone.now())


def check_listed(act, text):
    assert (text in listed_for(act.user).texts) == (not said_of(act.address, "private"))


def check_former_reads_nothing(act, text, cast):
    """Whoever has left the team and the family finds neither the text nor that there is one."""
    leave(act.user, by=cast.serena)
    listed = listed_for(act.user)
    assert text not in [*listed.texts, *listed.discarded]
    assert act.client.get(f"{act.path}?kept={text.form_key}").status_code == 404


def check_nobody_else_reads(act, text, typed):
    for other in User.objects.exclude(pk=act.user.pk).filter(is_active=True, password__gt=""):
        answer = act.client_of(other).get(f"{act.path}?kept={text.form_key}")
        if answer.status_code == 200:
            assert not [words for words in typed if words in answer.content.decode()], other
            assert not answer.context["kept_here"], other
            return


def check_refused_shows_what_was_sent(act, page):
    if act.sample.refused is None:
        assert not page.visible()
        return
    words = page.valid(act.given(act.sample.words)) | act.refusing(page)
    act.keep(page, words)
    rows = rows_by_table()
    answer = act.send(words)
    assert answer.status_code in (200, 409), answer.status_code
    refused = Opened(answer)
    assert shown(refused, of_the_page(words), RENEWED) == {}
    assert refused.value("form_key") == page.value("form_key")
    assert rows_by_table() == rows
    assert len(act.kept()) == 1
    said = refused.html
    assert "govuk-error-summary" in said or "app-refusal" in said, "It is not said why it is refused."


def check_ids_that_were_not_offered_are_refused(act, page, words):
    """Each of them at its field, those of another family and of another team; and nothing is written."""
    if ids := ids_exchanged(page, act.story, act.cast):
        with undone():
            rows = rows_by_table()
            answer = act.send(words | ids)
            assert answer.status_code in (200, 409), (ids, answer.status_code)
            assert changed(rows) == {}
            assert set(ids) <= names_refused(answer), (ids, why(answer))
    if named := named_by_others(words, act.story):
        with undone():
            rows = rows_about(act.story.eve)
            assert act.send(named).status_code in (200, 302, 409), list(named)
            assert rows_about(act.story.eve) == rows, list(named)


def check_sent_twice_is_saved_once(act, page, words):
    act.keep(page, words)
    first = act.send(words)
    assert first.status_code == 302, why(first)
    assert Submission.objects.filter(user=act.user, form_key=page.value("form_key"), url=first.url).count() == 1
    assert act.kept() == []
    rows = rows_by_table()
    second = act.send(words)
    assert (second.status_code, second.url) == (302, first.url)
    assert changed(rows) == {}


def why(answer):
    """Why the page was refused, for whoever writes a sample."""
    form = answer.context and answer.context.get("form")
    rows = answer.context and [*chain(answer.context.get("formset") or (), *(answer.context.get("formsets") or ()))]
    return form is not None and form.errors, [row.errors for row in rows or ()]


def changed(rows):
    now = rows_by_table()
    return {table: now[table] - rows[table] for table in rows if now[table] != rows[table]}


def check_other_words_are_refused_and_one_button_saves_them(act, page, words, new):
    act.keep(page, words | new)
    rows = rows_by_table()
    answer = act.send(words | new)
    assert answer.status_code == 409
    html, typed = answer.content.decode(), [*chain(*new.values())]
    assert changed(rows) == {}
    assert len(act.kept()) == (1 if still_finds(act) else 0)
    if page.controls[next(iter(new))].kind in TYPED:
        assert typed[0] in html
    assert answer.context["differing"]
    if answer.context["again"]:
        press(act, answer, typed, page, new)
    else:
        assert "No page saves these words" in html


def still_finds(act):
    """Whether the family is still open to whoever saved: of one that is not nothing is kept."""
    family = resolve(act.path.partition("?")[0]).kwargs.get("family_id")
    return family is None or families_for(act.user).filter(pk=family).exists()


def press(act, answer, typed, page, new):
    """The one button saves the new words, or leads to a page that has them and says why it does not."""
    again = answer.context["again"]
    sent = {}
    for name, value in answer.context["again_fields"]:
        sent.setdefault(name, []).append(value)
    sent |= {
        "form_key": [str(answer.context["again_key"])], "page_user": [str(act.user.pk)],
        "went_on_from": [answer.context["went_on_from"]],
    }  # fmt: skip
    done = act.send(sent, again.url)
    if done.status_code == 302:
        assert act.kept() == []
        kind = page.controls[next(iter(new))].kind
        assert kind not in TYPED or tables_with(typed[0]), "The new words are nowhere."
    else:
        shown_again = Opened(done)
        assert set(typed) <= {*chain(*shown_again.words().values())}
        assert "govuk-error-summary" in shown_again.html or "app-refusal" in shown_again.html


def other_words(act, page, words):
    """The second sending: the sample's, or other words in a field of text; None where there is nothing to fill in."""
    if other := act.given(act.sample.other):
        return {name: [str(value)] for name, value in other.items()}
    marker = f"New words {uuid4().hex[:8]}"
    for control in reversed(page.visible()):
        if control.kind in ("textarea", "text") and any(words[control.name]):
            return {control.name: [f"{words[control.name][0]} {marker}"]}
    for control in page.visible():
        if any(words[control.name]) and another(control, words[control.name]) != words[control.name]:
            return {control.name: another(control, words[control.name])}
    return None


def another(control, values):
    """Another day, or another choice."""
    if control.kind in ("date", "datetime-local"):
        return ["2026-10-30" + values[0][10:]]
    if control.kind == "checkbox":
        return []
    return [next((choice for choice in control.choices if choice not in values), "")]
