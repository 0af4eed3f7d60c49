"""Other names, asked items, numbers and key contacts: what is refused, and what is kept."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from casework.people import queries, services
from casework.people.asked_items import services as asked_items
from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.models import AskedItem
from casework.people.asked_items.queries import answers_of, fingerprint_of_answers
from casework.people.key_contacts import services as key_contacts
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import fingerprint_of_key_contact
from casework.people.models import PersonName
from casework.practice import codes
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.at_once import at_once
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
UPN = "A123456789012"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(allocated, by, asked_on=TODAY, person=None, **said):
    person = person or allocated.mia
    seen = fingerprint_of_answers(answers_of(person))
    return asked_items.save_answers(allocated.family, person, seen=seen, said=said, asked_on=asked_on, by=by, at=NOW)


@pytest.mark.rule("A10.9")
def test_each_item_is_known_not_yet_known_with_who_asks_or_declined(cast, allocated):
    ask(
        allocated, cast.dora, asked_on=date(2026, 11, 2), ethnicity=GivenAnswer("known", ("WBRI",)),
        religion=GivenAnswer("declined"), language=GivenAnswer("not_yet_known", to_ask=cast.rick),
    )  # fmt: skip
    rows = answers_of(allocated.mia)
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
def test_a_contradiction_is_refused_at_its_field(cast, allocated, item, said, field, sentence):
    with pytest.raises(Refusal, match=sentence) as refused:
        ask(allocated, cast.sue, **{item: said})
    assert refused.value.field == field
    assert not AskedItem.objects.exists()


def test_nobody_has_to_ask_what_is_known(cast, allocated):
    with pytest.raises(Refusal, match="Nobody has to ask"):
        ask(allocated, cast.sue, gender=GivenAnswer("known", ("Girl",), to_ask=cast.sue))
    with pytest.raises(Refusal, match="Nobody has to ask"):
        ask(allocated, cast.sue, gender=GivenAnswer("declined", to_ask=cast.sue))


def test_who_asks_works_with_the_family(cast, allocated):
    for who in (cast.stan, cast.bob):
        with pytest.raises(Refusal, match="does not work with this family"):
            ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=who))
    ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.cora))


def test_who_asks_stays_when_another_item_is_saved_after_they_left(cast, allocated):
    ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.cora))
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=TODAY - timedelta(days=1))
    ask(allocated, cast.sue, gender=GivenAnswer("not_yet_known", to_ask=cast.cora), religion=GivenAnswer("declined"))
    assert set(answers_of(allocated.mia)) == {"gender", "religion"}


def test_only_what_changed_gets_a_new_date_and_a_line_of_history(cast, allocated):
    said = {"ethnicity": GivenAnswer("known", ("WBRI",)), "religion": GivenAnswer("declined")}
    ask(allocated, cast.sue, asked_on=date(2026, 10, 1), **said)
    ask(allocated, cast.sue, asked_on=date(2026, 11, 1), **said | {"religion": GivenAnswer("known", ("None",))})
    rows = answers_of(allocated.mia)
    assert (rows["ethnicity"].asked_on, rows["ethnicity"].history.count()) == (date(2026, 10, 1), 1)
    assert (rows["religion"].asked_on, rows["religion"].history.count()) == (date(2026, 11, 1), 2)


def test_a_code_that_may_not_be_chosen_any_more_stays_where_it_stood(cast, allocated, monkeypatch):
    ask(allocated, cast.sue, ethnicity=GivenAnswer("known", ("WBRI",)))
    listed = codes.code_list("ethnicities")
    retired = [
        each.model_copy(update={"valid_until": date(2026, 11, 1)}) if each.code == "WBRI" else each
        for each in listed.codes
    ]
    monkeypatch.setattr(codes, "read", lambda name: listed.model_copy(update={"codes": tuple(retired)}))
    ask(allocated, cast.sue, ethnicity=GivenAnswer("known", ("WBRI",)), religion=GivenAnswer("declined"))
    with pytest.raises(Refusal, match="from those offered"):
        ask(allocated, cast.sue, person=allocated.ben, ethnicity=GivenAnswer("known", ("WBRI",)))


def test_nobody_asked_in_the_future(cast, allocated):
    with pytest.raises(Refusal, match="in the future"):
        ask(allocated, cast.sue, asked_on=TODAY + timedelta(days=1), religion=GivenAnswer("declined"))


def test_a_page_of_answers_left_open_is_stale(cast, allocated):
    seen = fingerprint_of_answers(answers_of(allocated.mia))
    ask(allocated, cast.dora, religion=GivenAnswer("declined"))
    with pytest.raises(Conflict):
        asked_items.save_answers(
            allocated.family, allocated.mia, seen=seen, said={"gender": GivenAnswer("declined")}, asked_on=TODAY,
            by=cast.sue, at=NOW,
        )  # fmt: skip


def test_who_only_reads_answers_nothing_and_nobody_answers_for_another_family(cast, allocated, make_family):
    for who in (cast.bob, cast.audrey, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            ask(allocated, who, religion=GivenAnswer("declined"))
    _, kim = make_family("Birch")
    with pytest.raises(Refusal, match="belongs to this family"):
        ask(allocated, cast.sue, person=kim, religion=GivenAnswer("declined"))


# Other names


def test_another_name_is_said_once_and_put_right(cast, allocated):
    for _ in range(2):
        row = services.add_name(allocated.family, allocated.mia, name=" Mia Oak ", kind="former", by=cast.dora)
    assert PersonName.objects.get().name == "Mia Oak"
    seen = queries.fingerprint_of_name(row)
    services.change_name(allocated.family, row, seen=seen, name="Mia Oake", kind="birth", by=cast.sue)
    with pytest.raises(Conflict):
        services.change_name(allocated.family, row, seen=seen, name="Mia", kind="birth", by=cast.sue)
    with pytest.raises(Refusal, match="Give the name"):
        services.add_name(allocated.family, allocated.mia, name=" ", kind="also", by=cast.sue)
    with pytest.raises(Refusal, match="before the first"):
        services.add_name(
            allocated.family, allocated.mia, name="M", kind="also", from_date=TODAY,
            until_date=TODAY - timedelta(days=1), by=cast.sue,
        )  # fmt: skip


def test_names_are_added_by_those_who_record_to_people_of_the_family(cast, allocated, make_family):
    with pytest.raises(Refusal, match="You may not"):
        services.add_name(allocated.family, allocated.mia, name="M", kind="also", by=cast.bob)
    _, kim = make_family("Birch")
    with pytest.raises(Refusal, match="belongs to this family"):
        services.add_name(allocated.family, kim, name="K", kind="also", by=cast.sue)


# Numbers


def put(allocated, by, **values):
    seen = queries.fingerprint_of_numbers(allocated.mia)
    person = services.save_numbers(allocated.family, allocated.mia, seen=seen, by=by, **values)
    allocated.mia.refresh_from_db()
    return person


@pytest.mark.rule("A10.9")
def test_numbers_are_kept_without_their_spaces(cast, allocated):
    person = put(allocated, cast.sue, nhs_number="943 476 5919", upn="a1234567-89012")
    assert (person.nhs_number, person.upn) == ("9434765919", UPN)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"nhs_number": "943 476 5918"}, "nhs_number"),
        ({"nhs_number": "12"}, "nhs_number"),
        ({"upn": "B123456789012"}, "upn"),
        ({"former_upn": "B123456789012"}, "former_upn"),
    ],
)
def test_a_number_with_a_wrong_check_digit_is_refused_with_what_to_do(cast, allocated, values, field):
    with pytest.raises(Refusal, match="Check it against its source") as refused:
        put(allocated, cast.sue, **values)
    assert refused.value.field == field


def test_a_wrong_number_that_came_from_elsewhere_does_not_stand_in_the_way_of_the_others(cast, allocated):
    with acting(cast.mary):
        change(allocated.mia, upn="B123456789012")
    assert put(allocated, cast.sue, upn="B123456789012", nhs_number="9434765919").nhs_number == "9434765919"


def test_there_is_a_pupil_number_or_a_reason_why_not(cast, allocated):
    with pytest.raises(Refusal, match="not both"):
        put(allocated, cast.sue, upn=UPN, upn_unknown="UN1")
    with pytest.raises(Refusal, match="from those offered"):
        put(allocated, cast.sue, upn_unknown="UN99")
    assert put(allocated, cast.sue, upn_unknown="UN1").upn_unknown == "UN1"


def test_numbers_are_kept_by_the_lead_or_a_manager_and_not_from_a_stale_page(cast, allocated):
    for who in (cast.dora, cast.bob, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            put(allocated, who, nhs_number="9434765919")
    seen = queries.fingerprint_of_numbers(allocated.mia)
    put(allocated, cast.sue, nhs_number="9434765919")
    with pytest.raises(Conflict):
        services.save_numbers(allocated.family, allocated.mia, seen=seen, by=cast.mary)


# Key contacts

SCHOOL = {"profession": "school", "organisation": "Hill School", "telephone": "01632 960200", "from_date": TODAY}


@pytest.mark.rule("A9.20")
def test_a_key_contact_has_telephone_or_e_mail_for_whom_from_and_until(cast, allocated):
    key = uuid4()
    for _ in range(2):
        row = key_contacts.add_key_contact(
            allocated.family, **SCHOOL, about=[allocated.mia], form_key=key, by=cast.dora
        )
    assert KeyContact.objects.get().about == [allocated.mia.pk]
    seen = fingerprint_of_key_contact(row)
    key_contacts.change_key_contact(row, seen=seen, **SCHOOL, until_date=TODAY, by=cast.sue)
    assert KeyContact.objects.get().until_date == TODAY
    with pytest.raises(Conflict):
        key_contacts.change_key_contact(row, seen=seen, **SCHOOL, by=cast.sue)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"organisation": " "}, "Give the name"),
        ({"telephone": ""}, "telephone number or an e-mail"),
        ({"until_date": TODAY - timedelta(days=1)}, "before the first"),
        ({"profession": "wizard"}, "Choose who it is"),
    ],
)
def test_a_key_contact_that_nobody_could_reach_is_refused(cast, allocated, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        key_contacts.add_key_contact(allocated.family, **SCHOOL | values, by=cast.sue)


def test_a_key_contact_is_for_people_of_the_family_and_added_by_those_who_record(cast, allocated, make_family):
    _, kim = make_family("Birch")
    with pytest.raises(Refusal, match="people of this family"):
        key_contacts.add_key_contact(allocated.family, **SCHOOL, about=[kim], by=cast.sue)
    with pytest.raises(Refusal, match="You may not"):
        key_contacts.add_key_contact(allocated.family, **SCHOOL, by=cast.bob)
    row = key_contacts.add_key_contact(allocated.family, **SCHOOL, by=cast.sue)
    with pytest.raises(Refusal, match="You may not"):
        key_contacts.change_key_contact(row, seen=fingerprint_of_key_contact(row), **SCHOOL, by=cast.stan)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_one_moment_adds_one_key_contact(cast, allocated):
    details = {
        "profession": "gp",
        "name": "Dr Elm",
        "telephone": "01632 960001",
        "from_date": TODAY,
        "form_key": uuid4(),
    }
    first, second = at_once(lambda: key_contacts.add_key_contact(allocated.family, by=cast.sue, **details))
    assert first == second
