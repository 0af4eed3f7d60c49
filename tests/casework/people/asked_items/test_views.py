"""The page on which all that is asked of a person is answered, and My work."""

import re
from datetime import date

import pytest
import time_machine

from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.models import AskedItem
from casework.people.asked_items.queries import answers_of
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.casework.people.pages import ask, page_of, send, text
from tests.factories import NOW
from tests.saving.opened import Opened

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.rule("A10.9")
def test_answers_are_saved_together_and_those_left_open_stay_open(cast, allocated, signed_in):
    address = page_of(allocated.mia, allocated.family, "person-asked")
    answer = send(
        signed_in(cast.dora), address, ethnicity_answer="known", ethnicity_value="WBRI",
        disabilities_answer="known", disabilities_value=["AUT", "LD"], disabilities_detail="Seen by a doctor",
        gender_answer="known", gender_value="Girl", religion_answer="declined", language_answer="not_yet_known",
        language_to_ask=cast.rick.pk, asked_on="2026-11-02",
    )  # fmt: skip
    assert answer.url == page_of(allocated.mia, allocated.family)
    rows = answers_of(allocated.family, allocated.mia)
    assert rows["disabilities"].values == ["AUT", "LD"]
    assert rows["gender"].asked_on == date(2026, 11, 2)
    assert rows["language"].to_ask == cast.rick
    assert set(rows) == {"ethnicity", "disabilities", "gender", "religion", "language"}
    assert send(signed_in(cast.dora), address).status_code == 302
    assert all(row.history.count() == 1 for row in rows.values())


@pytest.mark.rule("A10.9")
def test_answers_that_contradict_are_named_all_at_once_and_stay_typed(cast, allocated, signed_in):
    address = page_of(allocated.mia, allocated.family, "person-asked")
    answer = send(
        signed_in(cast.sue), address, disabilities_answer="known", disabilities_value=["NONE", "AUT"],
        gender_answer="declined", gender_value="Girl", religion_value="None", language_answer="not_yet_known",
        ethnicity_answer="known", ethnicity_value="REFU",
    )  # fmt: skip
    page = text(answer)
    assert answer.status_code == 200
    for sentence in (
        "‘No disability’ stands alone.", "Gender: you gave an answer.", "Religion or belief: you gave an answer.",
        "First language: choose who will ask.", "choose from those offered",
    ):  # fmt: skip
        assert sentence in page, sentence
    assert 'value="Girl"' in page
    assert page.count('name="disabilities_value" value="NONE"') == 1
    assert len(re.findall(r'name="disabilities_value"[^>]*checked', page)) == 2
    assert not AskedItem.objects.exists()


def test_answers_to_one_question_leave_what_a_colleague_was_told_of_another(cast, allocated, signed_in):
    address, sue = page_of(allocated.mia, allocated.family, "person-asked"), signed_in(cast.sue)
    opened = Opened(sue.get(address))
    ask(allocated.family, allocated.mia, cast.dora, religion=GivenAnswer("declined"))
    words = opened.words() | {"gender_answer": ["known"], "gender_value": ["Girl"]}
    assert sue.post(address, words).status_code == 302
    assert set(answers_of(allocated.family, allocated.mia)) == {"religion", "gender"}


def test_answers_after_a_conflict_show_what_is_saved_and_save_at_the_second_try(cast, allocated, signed_in):
    address, sue = page_of(allocated.mia, allocated.family, "person-asked"), signed_in(cast.sue)
    seen = sue.get(address).context["form"]["fingerprint"].value()
    ask(allocated.family, allocated.mia, cast.dora, religion=GivenAnswer("declined"))
    typed = {"gender_answer": "known", "gender_value": "Girl", "religion_answer": None, "saw_passages": ""}
    stale = send(sue, address, fingerprint=seen, **typed)
    assert stale.status_code == 409
    assert "Somebody changed this since you opened the page." in text(stale)
    assert "What stands saved now" in text(stale)
    assert 'value="Girl"' in text(stale)
    renewed = stale.context["form"]["fingerprint"].value()
    again = send(sue, address, fingerprint=renewed, gender_answer="known", gender_value="Girl")
    assert again.status_code == 302
    assert set(answers_of(allocated.family, allocated.mia)) == {"religion", "gender"}


@pytest.mark.rule("A10.9")
def test_my_work_names_what_is_to_be_asked_until_it_is_known(cast, allocated, signed_in):
    ask(
        allocated.family, allocated.mia, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.rick),
        ethnicity=GivenAnswer("not_yet_known", to_ask=cast.rick),
    )  # fmt: skip
    page = text(signed_in(cast.rick).get("/"))
    link = page_of(allocated.mia, allocated.family, "person-asked")
    assert f'<a class="govuk-link" href="{link}">Ask Mia Ash: ethnicity, gender</a>, Ash' in page
    assert link not in text(signed_in(cast.sue).get("/"))
    ask(allocated.family, allocated.mia, cast.rick, gender=GivenAnswer("declined"), ethnicity=GivenAnswer("declined"))
    assert link not in text(signed_in(cast.rick).get("/"))


def test_my_work_names_nothing_to_ask_of_the_dead_and_of_those_who_left(cast, allocated, signed_in):
    for person in (allocated.mia, allocated.ben):
        ask(allocated.family, person, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.rick))
    with acting(cast.mary):
        change(allocated.mia, died=TODAY)
        change(allocated.family.familymember_set.get(person=allocated.ben), until_date=TODAY)
    assert "To ask" not in text(signed_in(cast.rick).get("/"))
