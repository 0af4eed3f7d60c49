"""Who is taken to share a programme, and why somebody is not."""

from datetime import timedelta

import pytest

from casework.deaths import services as deaths
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.joins import services as joins
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.warnings import services as warnings
from tests import brought_in
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
    assert set(queries.presumed(month.family, cast.sue)) == {month.ann, carl}
    assert queries.hindrances(month.family, cast.sue) == {}


def test_parent_outside_the_household_is_not_taken_to_share_and_the_other_is(month, cast, carl):
    leave_household(month.family, carl, cast.mary)
    part(month, cast, carl, month.ann)
    assert queries.presumed(month.family, cast.sue) == [month.ann]
    assert [each.sentence for each in queries.hindrances(month.family, cast.sue)[carl.pk]] == [
        "Does not live in the household.", "Former partner of Ann Ash."
    ]  # fmt: skip


def test_former_partners_in_one_household_are_neither_of_them_taken_to_share(month, cast, carl):
    rita = add_adult(month.family, cast.mary, name="Rita Ash")
    part(month, cast, carl, month.ann)
    assert queries.presumed(month.family, cast.sue) == [rita]


def test_former_partner_of_before_counts_no_more_once_that_tie_has_ended(month, cast, carl):
    part(month, cast, carl, month.ann)
    tie = month.family.relationship_set.get(kind="former_partner")
    with acting(cast.mary):
        change(tie, until_date=NOW.date(), ended_because="They are together again.")
    assert set(queries.presumed(month.family, cast.sue)) == {month.ann, carl}


def test_nobody_is_taken_to_share_under_a_non_contact_condition_that_names_nobody(month, cast, carl):
    caution = warnings.add(
        month.family, kind="non_contact", detail="He may not come near.", source="Police", from_date=NOW.date(),
        review_on=(NOW + timedelta(days=30)).date(), by=cast.sue, at=NOW,
    )  # fmt: skip
    assert queries.presumed(month.family, cast.sue) == []
    assert queries.hindrances(month.family, cast.sue)[carl.pk] == [queries.Hindrance(queries.NON_CONTACT)]
    warnings.end(caution, ended_on=NOW.date(), because="Lifted.", version=caution.version, by=cast.sue, at=NOW)
    assert set(queries.presumed(month.family, cast.sue)) == {month.ann, carl}


def test_who_has_said_no_is_not_taken_to_share_until_they_say_otherwise(month, cast, carl):
    say(month, cast, carl, Sharing.DOES_NOT, month.ann)
    assert queries.presumed(month.family, cast.sue) == []
    sentences = {each.sentence for why in queries.hindrances(month.family, cast.sue).values() for each in why}
    assert sentences == {"Carl Ash does not share with Ann Ash, said on Tue 3 Nov 2026."}, "and no reason"
    say(month, cast, carl, Sharing.SHARES, month.ann)
    assert set(queries.presumed(month.family, cast.sue)) == {month.ann, carl}


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
    assert set(queries.presumed(month.family, cast.sue)) == {month.ann, kim}


def test_what_was_said_last_stands_and_not_what_was_recorded_last(month, cast, carl):
    """In whatever order three days are recorded."""
    said = [(5, Sharing.SHARES), (3, Sharing.DOES_NOT), (4, Sharing.SHARES)]
    for number, (ago, choice) in enumerate(said):
        services.record_choice(
            month.family, parent=carl, choice=choice, with_whom=month.ann, said_on=(NOW - timedelta(days=ago)).date(),
            because="He tells everyone.", by=cast.sue, at=NOW + timedelta(minutes=number),
        )  # fmt: skip
    assert [each.choice for each in queries.choices_now(month.family)] == [Sharing.DOES_NOT]
    assert [each.said_on for each in queries.choices_of(month.family)] == [
        (NOW - timedelta(days=ago)).date() for ago in (3, 4, 5)
    ]


@pytest.mark.parametrize(
    ("ties", "parted"),
    [
        ([("partner", None)], False),
        ([("partner", 3)], True),
        ([("former_partner", None)], True),
        ([("partner", 3), ("former_partner", None)], True),
        ([("partner", 9), ("former_partner", 3)], False),
        ([("partner", 3), ("partner", None)], False),
        ([("former_partner", None), ("partner", None)], False),
    ],
)
def test_two_have_parted_where_that_is_known_last(month, cast, carl, ties, parted):
    """Each tie ended so many days ago, or holds (None)."""
    with acting(cast.mary):
        for kind, ago in ties:
            until = {"until_date": (NOW - timedelta(days=ago)).date(), "ended_because": "So."} if ago else {}
            month.family.relationship_set.create(person=month.ann, kind=kind, other=carl, **until)
    assert queries.presumed(month.family, cast.sue) == ([] if parted else [month.ann, carl])


def test_two_whose_tie_was_recorded_wrongly_have_not_parted(month, cast, carl):
    wrong = {"until_date": NOW.date(), "ended_because": "Another man.", "recorded_wrongly": True}
    with acting(cast.mary):
        month.family.relationship_set.create(person=month.ann, kind="partner", other=carl, **wrong)
    assert set(queries.presumed(month.family, cast.sue)) == {month.ann, carl}


@pytest.fixture
def elsewhere(month, cast, carl):
    """The same two in the Elm family, in which Carl has said that he does not share with Ann."""
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    for one in (month.ann, carl):
        brought_in.bring_in(elm, one, role=FamilyRole.PARENT, in_household=True, by=cast.mary, at=NOW)
    services.record_choice(
        elm, parent=carl, choice=Sharing.DOES_NOT, with_whom=month.ann, said_on=NOW.date(), because="Afraid.",
        by=cast.mary, at=NOW,
    )  # fmt: skip
    return elm


def test_refusal_of_the_two_in_another_family_chooses_neither_and_refuses_nothing(month, cast, carl, elsewhere):
    assert queries.presumed(month.family, cast.mary) == []
    [why] = queries.hindrances(month.family, cast.mary)[month.ann.pk]
    assert why.sentence == "Carl Ash does not share with Ann Ash, said on Tue 3 Nov 2026 in the family Elm."
    assert not queries.refusals_among(month.family, [month.ann, carl])


def test_refusal_in_another_family_is_told_only_to_whoever_may_open_it(month, cast, carl, elsewhere):
    """Sue of the same team is not on the list of the restricted family; Stan is of another team."""
    restrictions.restrict(elsewhere, because="A threat.", readers=[cast.mary], by=cast.mary, at=NOW)
    for who in (cast.sue, cast.stan):
        assert queries.hindrances(month.family, who) == {}
        assert set(queries.presumed(month.family, who)) == {month.ann, carl}
    assert queries.presumed(month.family, cast.mary) == []


def test_refusal_in_another_family_gives_way_to_what_is_said_here_later(month, cast, carl, elsewhere):
    services.record_choice(
        month.family, parent=carl, choice=Sharing.SHARES, with_whom=month.ann, said_on=NOW.date(), by=cast.sue,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert set(queries.presumed(month.family, cast.mary)) == {month.ann, carl}


@pytest.mark.parametrize("through_another", [False, True])
def test_choices_come_along_with_a_family_that_is_joined_and_go_with_it(month, cast, through_another):
    """Also where it was joined to another before, and by its address on the family's own page."""
    elm, fir = (families.add_family(name=name, team=cast.north, by=cast.mary, at=NOW) for name in ("Elm", "Fir"))
    eva, tom = (add_adult(elm, cast.mary, name=name) for name in ("Eva Elm", "Tom Elm"))
    choice = services.record_choice(
        elm, parent=eva, choice=Sharing.DOES_NOT, with_whom=tom, said_on=NOW.date(), because="Afraid.", by=cast.mary,
        at=NOW,
    )  # fmt: skip
    if through_another:
        joins.join(fir, elm, because="One.", by=cast.mary, at=NOW)
    last = joins.join(month.family, fir if through_another else elm, because="One.", by=cast.mary, at=NOW)
    assert queries.refusals_among(month.family, [eva, tom]) == [choice]
    assert not {eva, tom} & set(queries.presumed(month.family, cast.sue))
    assert queries.why_own(month.family, [eva]) == [choice]
    joins.undo(last, because="No.", by=cast.mary, at=NOW)
    assert choice not in queries.choices_of(month.family)
