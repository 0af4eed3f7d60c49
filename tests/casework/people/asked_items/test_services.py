"""What is asked of a person: what is refused, and what is kept."""

from datetime import date, timedelta

import pytest
import time_machine

from casework.people.asked_items import services as asked_items
from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.models import AskedItem
from casework.people.asked_items.queries import answers_of, fingerprint_of_answers
from casework.practice import codes
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(allocated, by, asked_on=TODAY, person=None, **answers):
    person = person or allocated.mia
    seen = fingerprint_of_answers(answers_of(allocated.family, person))
    return asked_items.save_answers(
        allocated.family, person, fingerprint=seen, answers=answers, asked_on=asked_on, by=by, at=NOW
    )


@pytest.mark.rule("A10.9")
def test_answers_are_known_not_yet_known_with_who_asks_or_declined(cast, allocated):
    ask(
        allocated, cast.dora, asked_on=date(2026, 11, 2), ethnicity=GivenAnswer("known", ("WBRI",)),
        religion=GivenAnswer("declined"), language=GivenAnswer("not_yet_known", to_ask=cast.rick),
    )  # fmt: skip
    rows = answers_of(allocated.family, allocated.mia)
    assert (rows["ethnicity"].values, rows["ethnicity"].asked_on) == (["WBRI"], date(2026, 11, 2))
    assert (rows["religion"].answer, rows["religion"].asked_on) == ("declined", date(2026, 11, 2))
    assert (rows["language"].to_ask, rows["language"].asked_on) == (cast.rick, None)
    assert set(rows) == {"ethnicity", "religion", "language"}


@pytest.mark.rule("A10.9", "A10.14", "A10.22")
@pytest.mark.parametrize(
    ("item", "said", "field", "sentence"),
    [
        ("ethnicity", GivenAnswer("known"), "ethnicity_value", "give the answer"),
        ("ethnicity", GivenAnswer("known", ("XXXX",)), "ethnicity_value", "from those offered"),
        ("ethnicity", GivenAnswer("known", ("REFU",)), "ethnicity_value", "from those offered"),
        ("ethnicity", GivenAnswer("known", ("WBRI", "WIRI")), "ethnicity_value", "choose one"),
        ("disabilities", GivenAnswer("known", ("NONE", "AUT")), "disabilities_value", "‘No disability’ stands alone"),
        ("communication", GivenAnswer("known", ("NONE", "SIGN")), "communication_value", "‘None’ stands alone"),
        ("religion", GivenAnswer("known", ("x" * 301,)), "religion_value", "at most 300"),
        ("disabilities", GivenAnswer("known", ("DDA",), detail="x" * 301), "disabilities_value", "at most 300"),
        ("interpreter", GivenAnswer("not_yet_known"), "interpreter_to_ask", "choose who will ask"),
        ("gender", GivenAnswer("declined", ("Girl",)), "gender_answer", "you gave an answer"),
        ("gender", GivenAnswer("", ("Girl",)), "gender_answer", "you gave an answer"),
        ("gender", GivenAnswer(""), "gender_answer", "choose ‘Known’"),
        ("gender", GivenAnswer("perhaps"), "gender_answer", "from those offered"),
    ],
)
def test_answers_that_contradict_are_refused_at_the_field(cast, allocated, item, said, field, sentence):
    with pytest.raises(Refusal, match=sentence) as refused:
        ask(allocated, cast.sue, **{item: said})
    assert refused.value.field == field
    assert not AskedItem.objects.exists()


def test_asker_is_refused_for_what_is_known_or_declined(cast, allocated):
    with pytest.raises(Refusal, match="Nobody has to ask"):
        ask(allocated, cast.sue, gender=GivenAnswer("known", ("Girl",), to_ask=cast.sue))
    with pytest.raises(Refusal, match="Nobody has to ask"):
        ask(allocated, cast.sue, gender=GivenAnswer("declined", to_ask=cast.sue))


def test_asker_works_with_the_family(cast, allocated):
    for who in (cast.stan, cast.bob):
        with pytest.raises(Refusal, match="does not work with this family"):
            ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=who))
    ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.cora))


def test_asker_who_left_stays_when_another_item_is_saved(cast, allocated):
    ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.cora))
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=TODAY - timedelta(days=1))
    ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.cora), religion=GivenAnswer("declined"))
    assert set(answers_of(allocated.family, allocated.mia)) == {"gender", "religion"}


def test_answers_that_did_not_change_keep_their_date_and_history(cast, allocated):
    answers = {"ethnicity": GivenAnswer("known", ("WBRI",)), "religion": GivenAnswer("declined")}
    ask(allocated, cast.sue, asked_on=date(2026, 10, 1), **answers)
    ask(allocated, cast.sue, asked_on=date(2026, 11, 1), **answers | {"religion": GivenAnswer("known", ("None",))})
    rows = answers_of(allocated.family, allocated.mia)
    assert (rows["ethnicity"].asked_on, rows["ethnicity"].history.count()) == (date(2026, 10, 1), 1)
    assert (rows["religion"].asked_on, rows["religion"].history.count()) == (date(2026, 11, 1), 2)


def test_code_that_may_not_be_chosen_any_more_stays_where_it_is_saved(cast, allocated, monkeypatch):
    ask(allocated, cast.sue, ethnicity=GivenAnswer("known", ("WBRI",)))
    listed = codes.code_list("ethnicities")
    retired = [
        each.model_copy(update={"valid_until": date(2026, 11, 1)}) if each.code == "WBRI" else each
        for each in listed.codes
    ]
    monkeypatch.setattr(codes, "code_list", lambda name: listed.model_copy(update={"codes": tuple(retired)}))
    ask(allocated, cast.sue, ethnicity=GivenAnswer("known", ("WBRI",)), religion=GivenAnswer("declined"))
    with pytest.raises(Refusal, match="from those offered"):
        ask(allocated, cast.sue, person=allocated.ben, ethnicity=GivenAnswer("known", ("WBRI",)))


def test_answers_refuse_a_day_in_the_future(cast, allocated):
    with pytest.raises(Refusal, match="in the future"):
        ask(allocated, cast.sue, asked_on=TODAY + timedelta(days=1), religion=GivenAnswer("declined"))


def test_answers_conflict_with_a_page_left_open(cast, allocated):
    seen = fingerprint_of_answers(answers_of(allocated.family, allocated.mia))
    ask(allocated, cast.dora, religion=GivenAnswer("declined"))
    with pytest.raises(Conflict):
        asked_items.save_answers(
            allocated.family, allocated.mia, fingerprint=seen, answers={"gender": GivenAnswer("declined")},
            asked_on=TODAY, by=cast.sue, at=NOW,
        )  # fmt: skip


def test_answers_are_refused_from_readers_and_for_another_family(cast, allocated, make_family):
    for who in (cast.bob, cast.audrey, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            ask(allocated, who, religion=GivenAnswer("declined"))
    _, kim = make_family("Birch")
    with pytest.raises(Refusal, match="belongs to this family"):
        ask(allocated, cast.sue, person=kim, religion=GivenAnswer("declined"))
