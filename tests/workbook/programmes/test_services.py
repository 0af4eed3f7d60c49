"""A Family Programme: opened, shared with parents, ended."""

from datetime import timedelta

import pytest

from casework.deaths import services as deaths
from casework.families import services as families
from casework.refusal import Conflict, Refusal
from tests.cast import the_month
from tests.factories import NOW, add_adult
from tests.workbook.programmes.conftest import WHY, apart, set_parents, text_of, write
from workbook.members import services as members
from workbook.programmes import queries as programmes_queries
from workbook.programmes import services
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules import services as programmes
from workbook.programmes.sharing.models import Sharing
from workbook.programmes.states import ProgrammeState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.rule("A5.4", "A5.5")
def test_programme_opens_by_itself_with_the_workbook_for_its_adults(month, first):
    assert (first.workbook, first.number, first.state) == (month.workbook, 1, ProgrammeState.OPEN)
    assert programmes_queries.parents_of(first) == [month.ann]
    assert not first.kept_apart


@pytest.mark.rule("A5.3")
def test_programme_of_a_family_without_a_workbook_is_its_parenting_assessment(allocated, cast, module):
    programme = services.open_programme(allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW)
    assert programme.workbook is None
    assert {str(child) for child in programmes_queries.children_of(programme)} == {"Mia Ash", "Ben Ash"}
    write(programme, module(1), by=cast.sue)
    assert text_of(programme, module(1)) == ["They know why we come."]


@pytest.mark.rule("A5.3", "A5.4")
def test_programme_that_is_open_goes_on_in_the_workbook_that_opens_later(allocated, cast):
    standing = services.open_programme(
        allocated.family, parents=[allocated.ann], by=cast.sue, at=NOW - timedelta(days=25)
    )
    workbook = the_month({"cast": cast, "allocated": allocated}).workbook
    assert allocated.family.familyprogramme_set.get() == standing
    standing.refresh_from_db()
    assert standing.workbook == workbook


@pytest.mark.rule("A5.5", "A5.6")
def test_second_programme_needs_the_reason_why_it_is_kept_apart(month, cast, first, carl):
    with pytest.raises(Refusal, match="say why it is kept apart") as refusal:
        services.open_programme(month.family, parents=[carl], by=cast.sue, at=NOW)
    assert refusal.value.field == "apart_because"
    second = apart(month, cast, carl)
    assert (second.number, second.kept_apart, second.workbook) == (2, True, month.workbook)
    [choice] = month.family.sharingchoice_set.all()
    assert (choice.parent, choice.choice, choice.with_whom, choice.because) == (carl, Sharing.DOES_NOT, month.ann, WHY)


@pytest.mark.rule("A5.6")
def test_second_programme_takes_its_parents_out_of_the_other_where_somebody_stays(month, cast, first, carl):
    set_parents(first, parents=[month.ann, carl], by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Nobody would be left in Family Programme 1"):
        services.open_programme(month.family, parents=[month.ann, carl], apart_because=WHY, by=cast.sue, at=NOW)
    second = apart(month, cast, carl)
    assert programmes_queries.parents_of(FamilyProgramme.objects.get(pk=first.pk)) == [month.ann]
    assert programmes_queries.parents_of(second) == [carl]
    set_parents(second, parents=[carl], by=cast.sue, at=NOW)
    assert first.parents.get(person=carl).left_on == NOW.date()


def test_parents_are_not_changed_over_what_somebody_else_just_chose(month, cast, first, carl):
    seen = programmes_queries.parents_fingerprint(first)
    set_parents(first, parents=[month.ann, carl], by=cast.mary, at=NOW)
    with pytest.raises(Conflict, match="it is shared with Ann Ash, Carl Ash now"):
        services.set_parents(first, parents=[month.ann], fingerprint=seen, by=cast.sue, at=NOW)
    assert not first.parents.exclude(left_on=None).exists()


@pytest.mark.rule("A5.6")
def test_parents_are_not_the_dead_nor_who_left_the_family(month, cast, first, carl):
    rita = add_adult(month.family, cast.mary, name="Rita Ash")
    set_parents(first, parents=[month.ann, carl, rita], by=cast.sue, at=NOW)
    deaths.record_death(month.family, carl, died=NOW.date(), by=cast.sue, at=NOW)
    members.leave(month.family, rita, left_on=NOW.date() - DAY, because="Abroad.", by=cast.sue, at=NOW)
    assert programmes_queries.parents_of(FamilyProgramme.objects.get(pk=first.pk)) == [month.ann]
    with pytest.raises(Refusal, match="Nobody would be left in Family Programme 1"):
        apart(month, cast, month.ann)


@pytest.mark.rule("C21")
@pytest.mark.parametrize("who", ["dora", "cora", "bob", "audrey", "stan"])
def test_opening_and_writing_are_the_leads_and_the_managers(month, cast, first, carl, module, who):
    other = getattr(cast, who)
    for act in (
        lambda: apart_by(month, carl, other),
        lambda: write(first, module(1), by=other),
        lambda: programmes.complete(first, module(1), version=0, by=other, at=NOW),
        lambda: set_parents(first, parents=[month.ann], by=other, at=NOW),
        lambda: services.end(first, because="Over.", by=other, at=NOW),
    ):
        with pytest.raises(Refusal, match=r"You may not|This decision needs"):
            act()


def apart_by(month, carl, by):
    return services.open_programme(month.family, parents=[carl], apart_because=WHY, by=by, at=NOW)


def test_parents_are_people_of_the_family(month, cast, first):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_adult(other, cast.mary, name="Eve Elm")
    with pytest.raises(Refusal, match="people of this family only"):
        set_parents(first, parents=[stranger], by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="at least one parent"):
        set_parents(first, parents=[], by=cast.sue, at=NOW)


@pytest.mark.rule("A5.6")
def test_children_may_be_kept_apart_from_the_first_moment_of_the_second_programme(month, cast, first, carl, module):
    write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    second = apart(month, cast, carl, kept_apart=[month.mia, month.ben])
    assert text_of(second, module(4), month.mia) == []
    assert text_of(first, module(4), month.mia) == ["Mia told."]
    write(second, module(4), "Ben with his father.", by=cast.sue, child=month.ben)
    assert text_of(first, module(4), month.ben) == []


@pytest.mark.rule("A5.6")
def test_programme_beside_one_that_is_kept_apart_and_alone_is_a_second_one_too(month, cast, first, second, module):
    write(second, module(4), "Mia told.", by=cast.sue, child=month.mia)
    services.end(first, because="Ann moved away.", by=cast.mary, at=NOW)
    third = services.open_programme(
        month.family, parents=[month.ann], kept_apart=[month.mia], by=cast.sue, at=NOW + DAY
    )
    assert third.kept_apart, "what Carl said of sharing with her stands"
    assert text_of(third, module(4), month.mia) == []


@pytest.mark.rule("A5.6", "A2.7")
def test_ended_programme_stays_as_it_is_and_what_is_shared_goes_on_in_the_other(
    month, cast, first, second, module, time_machine
):
    record = write(first, module(4), "Mia draws.", by=cast.sue, child=month.mia)
    with pytest.raises(Refusal, match="Say why"):
        services.end(first, because="", by=cast.mary, at=NOW)
    ended = services.end(first, because="Ann moved away.", by=cast.mary, at=NOW + DAY)
    assert (ended.state, ended.ended_because) == (ProgrammeState.ENDED, "Ann moved away.")
    with pytest.raises(Refusal, match="has ended"):
        write(first, module(1), by=cast.sue)
    time_machine.move_to(NOW + 2 * DAY, tick=False)
    write(second, module(4), "Mia sings.", by=cast.sue, child=month.mia, version=record.version, at=NOW + 2 * DAY)
    assert text_of(second, module(4), month.mia) == ["Mia sings."]
    assert text_of(ended, module(4), month.mia) == ["Mia draws."]
    write(second, module(4), "Ben laughs.", by=cast.sue, child=month.ben, at=NOW + 2 * DAY)
    assert text_of(ended, module(4), month.ben) == []
    with pytest.raises(Refusal, match="ended' already"):
        services.end(first, because="Again.", by=cast.mary, at=NOW + DAY)


@pytest.mark.rule("A5.5", "A1.18")
def test_programme_that_opens_after_another_has_ended_begins_blank(month, cast, first, module):
    write(first, module(4), "Mia draws.", by=cast.sue, child=month.mia)
    services.end(first, because="Closed.", by=cast.mary, at=NOW)
    following = services.open_programme(month.family, parents=[month.ann], by=cast.sue, at=NOW + DAY)
    assert (following.number, following.kept_apart) == (2, False)
    assert text_of(following, module(4), month.mia) == []
    assert text_of(first, module(4), month.mia) == ["Mia draws."]
    with pytest.raises(Refusal, match="say why it is kept apart"):
        services.open_programme(month.family, parents=[month.ann], by=cast.sue, at=NOW + DAY)


@pytest.mark.rule("A5.6")
def test_parents_are_without_one_who_was_taken_out_until_they_are_chosen_again(month, cast, first, carl):
    set_parents(first, parents=[carl], by=cast.sue, at=NOW)
    again = FamilyProgramme.objects.get(pk=first.pk)
    assert programmes_queries.parents_of(again) == [carl]
    set_parents(first, parents=[carl, month.ann], by=cast.sue, at=NOW)
    assert set(programmes_queries.parents_of(FamilyProgramme.objects.get(pk=first.pk))) == {carl, month.ann}


def test_opening_is_the_leads_and_not_the_former_ones(month, cast, first, carl, change_of_lead):
    with pytest.raises(Refusal, match="You may not"):
        apart(month, cast, carl)
    values = {"parents": [carl], "apart_because": WHY, "at": NOW}
    assert services.open_programme(month.family, by=cast.cora, **values).opened_by == cast.cora
