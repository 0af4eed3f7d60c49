"""Recording who shares with whom, and what a programme remembers of it."""

from datetime import timedelta

import pytest

from casework.refusal import Refusal
from tests.cast import all_met
from tests.factories import NOW, add_adult
from tests.workbook.programmes.conftest import WHY, apart, set_parents
from workbook.programmes import queries as programmes_queries
from workbook.programmes import services as programmes
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules import queries as modules_queries
from workbook.programmes.sharing import queries, services
from workbook.programmes.sharing.models import Sharing
from workbook.workbooks import services as workbooks

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5.6")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def said(family):
    return {(str(each.parent), each.choice, str(each.with_whom)) for each in queries.choices_now(family)}


def next_version(month, cast, **values):
    for programme in month.family.familyprogramme_set.filter(state="open"):
        programmes.end(programme, because="Managed.", by=cast.mary, at=NOW)
    workbooks.close(month.workbook, reason="work_completed", because="Managed.", by=cast.mary, at=NOW)
    details = {
        "reason": "They are back.", "answers": all_met(), "index_child": month.mia, "people": month.family.people_now(),
        "supervision_planned_for": NOW + timedelta(days=28), "by": cast.mary, "at": NOW + DAY,
    }  # fmt: skip
    workbooks.open_workbook(month.referral, **details | values)
    return month.family.familyprogramme_set.get(state="open")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"parent": "mia"}, "parent"),
        ({"with_whom": "carl"}, "with_whom"),
        ({"with_whom": "mia"}, "with_whom"),
        ({"choice": "perhaps"}, "choice"),
        ({"said_on": NOW.date() + DAY}, "said_on"),
        ({"because": "  "}, "because"),
    ],
)
def test_choice_is_of_two_parents_on_a_day_that_has_come_and_says_why_not(month, cast, carl, values, field):
    people = {"mia": month.mia, "carl": carl}
    given = {"parent": carl, "choice": Sharing.DOES_NOT, "with_whom": month.ann, "said_on": NOW.date(), "because": WHY}
    given |= {name: people.get(value, value) for name, value in values.items()}
    with pytest.raises(Refusal) as refusal:
        services.record_choice(month.family, **given, by=cast.sue, at=NOW)
    assert refusal.value.field == field


def test_choice_is_recorded_by_who_leads_and_by_no_former_lead(month, cast, carl, change_of_lead):
    given = {"parent": carl, "choice": Sharing.SHARES, "with_whom": month.ann, "said_on": NOW.date(), "at": NOW}
    for who in (cast.sue, cast.dora, cast.bob, cast.audrey):
        with pytest.raises(Refusal, match="You may not"):
            services.record_choice(month.family, **given, by=who)
    choice = services.record_choice(month.family, **given, by=cast.cora)
    assert (choice.by, choice.at, choice.because) == (cast.cora, NOW, "")


def test_programme_opened_with_two_remembers_that_they_share(month, cast, first, carl):
    set_parents(first, parents=[month.ann, carl], by=cast.sue, at=NOW)
    both = {("Ann Ash", "shares", "Carl Ash"), ("Carl Ash", "shares", "Ann Ash")}
    assert said(month.family) == both
    set_parents(first, parents=[month.ann, carl], by=cast.sue, at=NOW)
    assert month.family.sharingchoice_set.count() == 2, "recorded once"


def test_second_programme_remembers_who_does_not_share(month, cast, second, carl):
    assert said(month.family) == {("Carl Ash", "does_not", "Ann Ash")}


def test_nobody_is_in_one_programme_with_whom_they_do_not_share(month, cast, first, second, carl):
    refused = "Carl Ash does not share with Ann Ash, said on Tue 3 Nov 2026. Choose one of them"
    with pytest.raises(Refusal, match=refused):
        set_parents(first, parents=[month.ann, carl], by=cast.sue, at=NOW)
    given = {"parent": carl, "choice": Sharing.SHARES, "with_whom": month.ann, "said_on": NOW.date()}
    services.record_choice(month.family, **given, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Nobody would be left in Family Programme 2"):
        set_parents(first, parents=[month.ann, carl], by=cast.sue, at=NOW)


def test_second_programme_needs_no_reason_where_it_is_on_record_of_either(month, cast, first, carl):
    given = {"parent": month.ann, "choice": Sharing.DOES_NOT, "with_whom": carl, "said_on": NOW.date(), "because": WHY}
    services.record_choice(month.family, **given, by=cast.sue, at=NOW)
    second = programmes.open_programme(month.family, parents=[carl], by=cast.sue, at=NOW)
    assert second.kept_apart
    assert month.family.sharingchoice_set.count() == 1, "and Carl has said nothing"


def test_next_version_is_not_shared_with_whom_the_last_was_kept_from(month, cast, first, second, carl):
    programme = next_version(month, cast, programme_with=[month.ann])
    assert programmes_queries.parents_of(programme) == [month.ann]
    assert said(month.family) == {("Carl Ash", "does_not", "Ann Ash")}


def test_next_version_is_refused_for_both(month, cast, first, second, carl):
    with pytest.raises(Refusal, match="does not share") as refusal:
        next_version(month, cast, programme_with=[month.ann, carl])
    assert refusal.value.field == "programme_with"


def test_next_version_asks_where_nobody_can_be_taken_to_share(month, cast, first, second):
    with pytest.raises(Refusal, match="at least one parent or carer") as refusal:
        next_version(month, cast)
    assert refusal.value.field == "programme_with"


def test_reason_of_the_second_programme_is_in_no_row_of_either(month, cast, first, carl):
    second = apart(month, cast, carl, kept_apart=[month.mia])
    module = modules_queries.module_named("m4")
    record = modules_queries.record_for(first, module, month.mia)
    assert record.kept_apart_because
    assert WHY not in record.kept_apart_because
    for row in (record, first, second):
        for past in type(row).history.filter(id=row.pk):
            assert WHY not in {str(value) for value in vars(past).values()}


def test_third_parent_shares_with_whom_nothing_was_said_of(month, cast, first, second, carl):
    rita = add_adult(month.family, cast.mary, name="Rita Ash")
    set_parents(second, parents=[carl, rita], by=cast.sue, at=NOW)
    again = FamilyProgramme.objects.get(pk=second.pk)
    assert set(programmes_queries.parents_of(again)) == {carl, rita}
