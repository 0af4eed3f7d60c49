"""Who is taken to share a programme, and why somebody is not."""

from datetime import timedelta

import pytest

from casework.deaths import services as deaths
from casework.families.models import FamilyRole
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.warnings import services as warnings
from tests.factories import NOW, add_adult
from workbook.programmes.sharing import queries, services
from workbook.programmes.sharing.models import Sharing

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5.6")]


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def say(month, cast, parent, choice, other, because="He tells everyone.", at=NOW):
    return services.record_choice(
        month.family, parent=parent, choice=choice, with_whom=other, said_on=at.date(), because=because, by=cast.sue,
        at=at,
    )  # fmt: skip


def leave_household(family, person, by):
    with acting(by):
        change(family.familymember_set.get(person=person), in_household=False)


def part(month, cast, one, other):
    with acting(cast.mary):
        month.family.relationship_set.create(person=one, kind="former_partner", other=other)


def test_parents_of_one_household_are_taken_to_share(month, cast, carl):
    assert set(queries.presumed(month.family)) == {month.ann, carl}
    assert queries.hindrances(month.family) == {}


def test_parent_outside_the_household_is_not_taken_to_share_and_the_other_is(month, cast, carl):
    leave_household(month.family, carl, cast.mary)
    part(month, cast, carl, month.ann)
    assert queries.presumed(month.family) == [month.ann]
    assert [each.sentence for each in queries.hindrances(month.family)[carl.pk]] == [
        "Does not live in the household.", "Former partner of Ann Ash."
    ]  # fmt: skip


def test_former_partners_in_one_household_are_neither_of_them_taken_to_share(month, cast, carl):
    rita = add_adult(month.family, cast.mary, name="Rita Ash")
    part(month, cast, carl, month.ann)
    assert queries.presumed(month.family) == [rita]


def test_former_partner_of_before_counts_no_more_once_that_tie_has_ended(month, cast, carl):
    part(month, cast, carl, month.ann)
    tie = month.family.relationship_set.get(kind="former_partner")
    with acting(cast.mary):
        change(tie, until_date=NOW.date(), ended_because="They are together again.")
    assert set(queries.presumed(month.family)) == {month.ann, carl}


def test_nobody_is_taken_to_share_under_a_non_contact_condition_that_names_nobody(month, cast, carl):
    caution = warnings.add(
        month.family, kind="non_contact", detail="He may not come near.", source="Police", from_date=NOW.date(),
        review_on=(NOW + timedelta(days=30)).date(), by=cast.sue, at=NOW,
    )  # fmt: skip
    assert queries.presumed(month.family) == []
    assert queries.hindrances(month.family)[carl.pk] == [queries.Hindrance(queries.NON_CONTACT)]
    warnings.end(caution, ended_on=NOW.date(), because="Lifted.", version=caution.version, by=cast.sue, at=NOW)
    assert set(queries.presumed(month.family)) == {month.ann, carl}


def test_who_has_said_no_is_not_taken_to_share_until_they_say_otherwise(month, cast, carl):
    say(month, cast, carl, Sharing.DOES_NOT, month.ann)
    assert queries.presumed(month.family) == []
    sentences = {each.sentence for why in queries.hindrances(month.family).values() for each in why}
    assert sentences == {"Carl Ash does not share with Ann Ash, said on Tue 3 Nov 2026."}, "and no reason"
    say(month, cast, carl, Sharing.SHARES, month.ann)
    assert set(queries.presumed(month.family)) == {month.ann, carl}


def test_who_was_entered_twice_has_said_it_as_either(month, cast, carl):
    again = add_adult(month.family, cast.mary, name="Karl Ash")
    say(month, cast, again, Sharing.DOES_NOT, month.ann)
    with acting(cast.mary):
        change(again, merged_into=carl, merged_because="One man.")
    assert queries.refusals_among(month.family, [carl, month.ann])
    say(month, cast, carl, Sharing.SHARES, month.ann)
    assert not queries.refusals_among(month.family, [carl, month.ann])


def test_reasons_are_those_of_the_parents_themselves(month, cast, carl):
    said = say(month, cast, carl, Sharing.DOES_NOT, month.ann)
    assert queries.why_own(month.family, [carl]) == [said]
    assert queries.why_own(month.family, [month.ann]) == []


def test_parents_are_the_living_adults_of_now(month, cast, carl):
    deaths.record_death(month.family, carl, died=NOW.date(), by=cast.sue, at=NOW)
    assert queries.parents_in(month.family) == [month.ann]


def test_mother_of_sixteen_is_a_parent_and_a_grandmother_who_is_none_is_not_asked(month, cast):
    kim = add_adult(month.family, cast.mary, name="Kim Ash", born=NOW.date() - timedelta(days=16 * 366))
    gran = add_adult(month.family, cast.mary, name="Gran Ash")
    with acting(cast.mary):
        change(month.family.familymember_set.get(person=gran), role=FamilyRole.OTHER_ADULT)
    assert set(queries.presumed(month.family)) == {month.ann, kim}
