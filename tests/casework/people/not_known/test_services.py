"""Births and names that are not known: what is refused, who asks, and what happens when it becomes known."""

from datetime import date, timedelta

import pytest
import time_machine

from casework.ages import Span
from casework.duedates.queries import running_clock
from casework.notifications.models import Notification
from casework.people import queries, services
from casework.people.not_known import services as not_known
from casework.people.not_known.queries import births_to_ask, fingerprint_of_known
from casework.refusal import Conflict, Refusal
from tests.factories import NOW, add_adult, add_child
from tests.former import lead_instead_of_sue, leave

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def girl(cast, allocated):
    """A girl of about five, whose name nobody knows; Dora will ask."""
    return unnamed(allocated.family, cast.sue, about_age=5, birth_to_be_asked_by=cast.dora)


def unnamed(family, by, **values):
    return add_child(family, by, **{"name": "", "name_not_known": True, "sex": "F", "born": None, "at": NOW, **values})


def put_right(member, by, **values):
    person = member.person
    as_saved = {
        "name": person.name if person.name_known else "", "name_not_known": not person.name_known,
        "known_as": person.known_as, "sex": person.sex, "in_household": member.in_household,
        **{name: getattr(person, name) for name in ("born", "expected", "about_age", "about_age_on")},
        "birth_to_be_asked_by": person.birth_to_be_asked_by,
    }  # fmt: skip
    seen = queries.fingerprint_of_member(member)
    person = services.put_right_person(member, **as_saved | values, fingerprint=seen, by=by, at=NOW)
    person.refresh_from_db()
    return person


def member_of(allocated, person):
    return allocated.family.familymember_set.select_related("person").get(person=person)


def learn(allocated, person, by, **values):
    seen = fingerprint_of_known(person)
    return not_known.learn(allocated.family, person, fingerprint=seen, by=by, at=NOW, **values)


@pytest.mark.rule("A10.9")
def test_girl_of_about_five_is_called_by_what_is_known(girl):
    assert (str(girl), girl.name_known, girl.unborn) == ("Girl of about 5, name not known", False, False)
    assert (girl.about_age, girl.about_age_on, girl.born) == (5, TODAY, None)
    assert (girl.born_from, girl.born_to) == Span(date(2019, 11, 4), date(2022, 11, 3))
    assert not girl.alive_on(date(2019, 11, 3))
    assert girl.alive_on(date(2019, 11, 4))


@pytest.mark.rule("A10.9")
@pytest.mark.parametrize(
    ("values", "called"),
    [
        ({"sex": "M", "about_age": 12}, "Boy of about 12, name not known"),
        ({"sex": "U", "about_age": 0}, "Child of under 1, name not known"),
        ({"born": date(2020, 5, 4)}, "Girl, name not known"),
        ({"sex": "U", "expected": date(2027, 1, 12)}, "Unborn child, name not known"),
        ({}, "Girl, name not known"),
    ],
)
def test_name_not_known_is_told_by_sex_and_age(cast, allocated, values, called):
    child = unnamed(allocated.family, cast.sue, birth_to_be_asked_by=cast.sue, **values)
    assert child.name == called
    assert (child.birth_to_be_asked_by is None) == bool(child.born or child.expected)


@pytest.mark.rule("A10.9")
def test_adult_without_a_name_is_called_so_and_needs_nobody_to_ask(cast, allocated):
    grown = {"name": "", "name_not_known": True, "born": None}
    assert str(add_adult(allocated.family, cast.sue, **grown, sex="M", about_age=40)) == "Man of about 40, " + (
        "name not known"
    )
    adult = add_adult(allocated.family, cast.sue, **grown)
    assert (str(adult), adult.birth, adult.birth_to_be_asked_by) == ("Adult, name not known", None, None)


@pytest.mark.rule("A10.9")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"about_age": None, "birth_to_be_asked_by": None}, "born"),
        ({"birth_to_be_asked_by": None}, "birth_to_be_asked_by"),
        ({"born": date(2020, 5, 4)}, "about_age"),
        ({"expected": date(2027, 1, 12), "sex": "U"}, "about_age"),
        ({"about_age_on": TODAY + timedelta(days=1)}, "about_age_on"),
        ({"about_age": None, "about_age_on": TODAY}, "about_age"),
        ({"about_age": 121}, "about_age"),
        ({"name": "Zuzanna"}, "name_not_known"),
        ({"name_not_known": False}, "name"),
    ],
)
def test_contradictions_are_refused_at_their_field(cast, allocated, values, field):
    with pytest.raises(Refusal) as refused:
        unnamed(allocated.family, cast.sue, **{"about_age": 5, "birth_to_be_asked_by": cast.dora, **values})
    assert refused.value.field == field


@pytest.mark.rule("A10.9")
def test_who_will_ask_works_with_the_family_and_not_formerly(cast, allocated):
    leave(cast.dora, by=cast.mary)
    for who in (cast.dora, cast.stan, cast.audrey):
        with pytest.raises(Refusal, match="does not work with this family"):
            unnamed(allocated.family, cast.sue, birth_to_be_asked_by=who)
    for who in (cast.rick, cast.mary):
        assert unnamed(allocated.family, cast.sue, birth_to_be_asked_by=who).birth_to_be_asked_by == who


@pytest.mark.rule("A10.9")
def test_who_will_ask_is_told_and_has_it_on_their_work_until_it_is_known(cast, allocated, girl):
    families = type(allocated.family).objects.all()
    assert [each.person for each in births_to_ask(cast.dora, families, TODAY)] == [girl]
    told = Notification.objects.get(kind="birth_to_ask")
    assert (told.user, told.subject_id) == (cast.dora, girl.pk)
    learn(allocated, girl, cast.dora, about_age=6, about_age_on=TODAY, birth_to_be_asked_by=cast.rick)
    assert not list(births_to_ask(cast.dora, families, TODAY))
    assert [each.person for each in births_to_ask(cast.rick, families, TODAY)] == [girl]
    girl.refresh_from_db()
    person = learn(allocated, girl, cast.rick, name="Zuzanna Nowak", born=date(2021, 3, 2), about_age=6, **{
        "about_age_on": TODAY, "birth_to_be_asked_by": cast.rick,
    })  # fmt: skip
    assert not list(births_to_ask(cast.rick, families, TODAY))
    person.refresh_from_db()
    assert (str(person), person.name_known, person.born, person.about_age) == (
        "Zuzanna Nowak", True, date(2021, 3, 2), None,
    )  # fmt: skip
    assert Notification.objects.filter(kind="birth_to_ask").count() == 2


def test_whoever_names_themselves_is_told_nothing(cast, allocated):
    unnamed(allocated.family, cast.sue, birth_to_be_asked_by=cast.sue)
    assert not Notification.objects.filter(kind="birth_to_ask").exists()


@pytest.mark.rule("A10.9")
def test_learning_is_for_those_who_record_and_for_what_is_not_known(cast, allocated, girl):
    for who in (cast.bob, cast.stan, cast.audrey):
        with pytest.raises(Refusal, match="You may not"):
            learn(allocated, girl, who, born=date(2021, 3, 2))
    with pytest.raises(Conflict, match="known already"):
        learn(allocated, allocated.mia, cast.dora, born=date(2021, 3, 2))
    with pytest.raises(Refusal, match="in the future"):
        learn(allocated, girl, cast.dora, born=TODAY + timedelta(days=1))
    seen = fingerprint_of_known(girl)
    learn(allocated, girl, cast.dora, born=date(2021, 3, 2))
    with pytest.raises(Conflict):
        not_known.learn(allocated.family, girl, fingerprint=seen, name="Zuzanna", by=cast.dora, at=NOW)


def test_learning_the_name_of_one_whose_birth_is_known_leaves_the_birth(cast, allocated):
    child = unnamed(allocated.family, cast.sue, born=date(2020, 5, 4))
    assert (str(learn(allocated, child, cast.dora, name="Zuzanna")), child.born) == ("Zuzanna", date(2020, 5, 4))


KINDS = {
    "exact": {"born": date(2020, 5, 4), "expected": None, "about_age": None, "about_age_on": None},
    "expected": {"born": None, "expected": date(2027, 1, 12), "about_age": None, "about_age_on": None, "sex": "U"},
    "about": {"born": None, "expected": None, "about_age": 5, "about_age_on": TODAY},
    "not known": {"born": None, "expected": None, "about_age": None, "about_age_on": None},
}


@pytest.mark.rule("A10.9")
@pytest.mark.parametrize("before", KINDS)
def test_correcting_leads_from_every_kind_of_birth_to_every_other(cast, allocated, before):
    for after in KINDS:
        child = add_child(allocated.family, cast.sue, name=f"Kim {before} {after}", birth_to_be_asked_by=cast.dora,
                          **{"sex": "F", **KINDS[before]}, at=NOW)  # fmt: skip
        asker = {"birth_to_be_asked_by": cast.rick}
        if (before, after) == ("expected", "exact"):
            with pytest.raises(Refusal, match="record the birth"):
                put_right(member_of(allocated, child), cast.sue, **KINDS[after], **asker)
            continue
        person = put_right(member_of(allocated, child), cast.sue, **KINDS[after], **asker)
        expected = {name: value for name, value in KINDS[after].items() if name != "sex"}
        assert {name: getattr(person, name) for name in expected} == expected, (before, after)
        assert person.birth_to_be_asked_by == (None if after in ("exact", "expected") else cast.rick)
        assert running_clock("expected_birth", member_of(allocated, child)).exists() == (after == "expected")


@pytest.mark.rule("A10.9")
def test_correcting_replaces_a_judged_age_by_the_day_that_is_given_beside_it(cast, allocated, girl):
    person = put_right(member_of(allocated, girl), cast.sue, born=date(2021, 3, 2))
    assert (person.born, person.about_age, person.about_age_on, person.birth_to_be_asked_by) == (
        date(2021, 3, 2), None, None, None,
    )  # fmt: skip


def test_correcting_never_replaces_a_day_by_another_kind_unless_it_is_cleared(cast, allocated):
    for values in ({"about_age": 5}, {"expected": date(2027, 1, 12), "sex": "U"}):
        with pytest.raises(Refusal):
            put_right(member_of(allocated, allocated.mia), cast.sue, **values)


def test_correcting_recalls_who_is_not_known_by_name(cast, allocated, girl):
    person = put_right(member_of(allocated, girl), cast.sue, sex="M", about_age=7)
    assert str(person) == "Boy of about 7, name not known"
    assert str(put_right(member_of(allocated, girl), cast.sue, name="Jan Nowak", name_not_known=False)) == "Jan Nowak"
    assert allocated.family.headline.names is not None


@pytest.mark.rule("A10.9")
def test_lead_is_to_ask_where_whoever_was_named_has_left(cast, allocated, girl):
    families = type(allocated.family).objects.all()
    assert not list(births_to_ask(cast.sue, families, TODAY))
    leave(cast.dora, by=cast.mary)
    assert [each.person for each in births_to_ask(cast.sue, families, TODAY)] == [girl]
    lead_instead_of_sue(allocated, cast)
    assert not list(births_to_ask(cast.sue, families, TODAY))
    assert [each.person for each in births_to_ask(cast.cora, families, TODAY)] == [girl]
