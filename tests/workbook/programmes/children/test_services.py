"""Whom a programme is about: chosen, joined, and what follows from it."""

from datetime import timedelta

import pytest

from casework.families.models import FamilyRole
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from tests.cast import the_month
from tests.factories import NOW, add_adult, add_child
from tests.workbook.programmes.conftest import apart, submit, text_of, write
from workbook.members import services as members
from workbook.programmes import queries
from workbook.programmes import services as programmes
from workbook.programmes.assessments.checks import missing_in
from workbook.programmes.assessments.contents import programme_text
from workbook.programmes.children import services
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules import queries as modules
from workbook.programmes.modules import services as writing
from workbook.programmes.modules.presenters import module_rows

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5.6", "C20")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def again(programme):
    return FamilyProgramme.objects.get(pk=programme.pk)


def set_children(programme, children, by, at=NOW):
    seen = queries.children_fingerprint(again(programme))
    return services.set_children(programme, children=children, fingerprint=seen, by=by, at=at)


def parent_of(family, parent, child, by, kind="father"):
    with acting(by):
        family.relationship_set.create(person=parent, kind=kind, other=child)


def direct_work_of(programme):
    return [row.child for row in module_rows(again(programme), None) if row.child]


def test_first_programme_is_about_all_and_a_second_about_the_children_of_its_parents(month, cast, first, carl):
    assert queries.children_of(first) == [month.mia, month.ben]
    parent_of(month.family, carl, month.ben, cast.mary)
    second = apart(month, cast, carl)
    assert queries.children_of(second) == [month.ben]
    assert direct_work_of(second) == [month.ben]
    assert direct_work_of(first) == [month.mia, month.ben]


def test_module_4_of_a_child_of_the_other_programme_is_not_written_here(month, cast, first, carl, module):
    second = apart(month, cast, carl, children=[month.ben])
    with pytest.raises(Refusal, match="Mia Ash is not part of this programme"):
        write(second, module(4), by=cast.sue, child=month.mia)
    write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    write(first, module(4), "Ben told.", by=cast.sue, child=month.ben)
    assert [text_of(second, module(4), child) for child in (month.mia, month.ben)] == [[], ["Ben told."]]
    assert [each["child"] for each in programme_text(second)] == ["Ben Ash"]


def test_missing_is_only_of_the_children_of_the_programme(month, cast, first, carl):
    second = apart(month, cast, carl, children=[month.ben])
    sentences = " ".join(gap.sentence for gap in missing_in(second, today=NOW.date()))
    assert "of Ben" in sentences
    assert "of Mia" not in sentences


def test_direct_work_is_due_of_the_children_of_each_programme(allocated, cast, west_sussex):
    month = the_month({"cast": cast, "allocated": allocated})
    first = month.family.familyprogramme_set.get()
    second = apart(month, cast, add_adult(month.family, cast.mary, name="Carl Ash"), children=[month.ben])
    assert due_of(first) == {month.mia, month.ben}
    assert due_of(second) == {month.ben}
    set_children(first, [month.ben], cast.sue)
    assert due_of(first) == due_of(second) == {month.ben}
    assert not month.family.due_dates.running().filter(timescale="module_children", child=month.mia)


def due_of(programme):
    return {due.child for due in queries.running_dues(again(programme)) if due.timescale == "module_children"}


def test_children_are_changed_and_nothing_of_them_is_read_afterwards(month, cast, first, carl, module):
    second = apart(month, cast, carl, children=[month.mia, month.ben])
    write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    write(second, module(4), "Ben with his father.", by=cast.sue, child=month.ben)
    set_children(second, [month.ben], cast.sue)
    assert text_of(again(second), module(4), month.mia) == []
    set_children(first, [month.mia], cast.sue)
    assert direct_work_of(first) == [month.mia]
    set_children(first, [month.mia, month.ben], cast.sue)
    assert text_of(again(first), module(4), month.ben) == ["Ben with his father."]


def test_what_was_written_of_a_child_in_its_own_programme_stays_there(month, cast, first, module):
    write(first, module(4), "Ben told.", by=cast.sue, child=month.ben)
    set_children(first, [month.mia], cast.sue)
    assert text_of(again(first), module(4), month.ben) == ["Ben told."]
    assert queries.children_of(again(first)) == [month.mia]
    assert queries.children_in_none(again(first)) == [month.ben]


def test_children_are_not_changed_over_what_somebody_else_just_chose(month, cast, first):
    seen = queries.children_fingerprint(first)
    set_children(first, [month.mia], cast.mary)
    with pytest.raises(Conflict, match="it is about Mia Ash now"):
        services.set_children(first, children=[month.ben], fingerprint=seen, by=cast.sue, at=NOW)


def test_children_are_of_the_work_and_at_least_one(month, cast, first):
    for wrong in ([], [month.ann]):
        with pytest.raises(Refusal) as refusal:
            set_children(first, wrong, cast.sue)
        assert refusal.value.field == "children"


def test_children_do_not_change_while_the_manager_reads(month, cast, first):
    submit(first, cast.sue)
    with pytest.raises(Refusal, match="Take the assessment back first"):
        set_children(first, [month.mia], cast.sue)


def test_children_are_changed_by_who_leads(month, cast, first, change_of_lead):
    for who in (cast.sue, cast.dora, cast.bob, cast.audrey):
        with pytest.raises(Refusal, match="You may not"):
            set_children(first, [month.mia], who)
    set_children(first, [month.mia], cast.cora)


def test_child_who_joins_comes_into_the_programmes_of_their_parents(month, cast, first, carl):
    second = apart(month, cast, carl, children=[month.ben])
    new = add_child(month.family, cast.mary, name="Zoe Ash", at=NOW)
    parent_of(month.family, carl, new, cast.mary)
    with acting(cast.mary):
        for episode in month.workbook.episodes.all():
            members.join_episode(episode, new, at=NOW)
        services.reconcile(month.family, at=NOW)
        services.reconcile(month.family, at=NOW)
    assert new in queries.children_of(again(second))
    assert new not in queries.children_of(again(first))


def test_child_who_joins_and_has_no_parent_on_record_comes_into_the_first(month, cast, first, carl):
    second = apart(month, cast, carl, children=[month.ben])
    new = members.add_person(
        month.family, name="Zoe Ash", role=FamilyRole.CHILD, born=NOW.date() - 30 * DAY, by=cast.sue, at=NOW
    )
    assert new in queries.children_of(again(first))
    assert new not in queries.children_of(again(second))


def test_what_is_shared_of_a_child_goes_on_in_the_programme_about_that_child(month, cast, first, carl, module):
    second = apart(month, cast, carl, children=[month.ben])
    write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    write(first, module(4), "Ben told.", by=cast.sue, child=month.ben)
    ended = programmes.end(first, because="Ann moved away.", by=cast.mary, at=NOW + DAY)
    assert text_of(again(second), module(4), month.ben) == ["Ben told."]
    assert text_of(again(second), module(4), month.mia) == []
    assert text_of(ended, module(4), month.mia) == ["Mia told."]


def test_direct_work_is_kept_apart_only_from_a_programme_about_the_child(month, cast, first, carl, module):
    apart(month, cast, carl, children=[month.ben])
    record = write(first, module(4), "Mia told.", by=cast.sue, child=month.mia)
    with pytest.raises(Refusal, match="no other programme about Mia Ash"):
        writing.keep_apart(
            first, module(4), month.mia, because="She asked.", version=record.version, by=cast.sue, at=NOW
        )
    assert modules.others_about(first, month.ben)
