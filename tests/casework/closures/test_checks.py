"""Whether a child's case can have closed so (E4 1, 2, 6, 7; A9.8, A9.14)."""

from datetime import timedelta

import pytest

from casework.closures.checks import missing_in
from casework.closures.queries import last_seen, latest_activity, running_closure
from casework.matching.services import merge
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.refusal import Refusal
from casework.trail.acting import acting
from tests.closing import TODAY, closed, days_ago, save
from tests.factories import NOW, add_child
from workbook.notes import services as notes

pytestmark = pytest.mark.django_db
TRANSFER = {
    "reason": "RC5", "to_authority": "Kent", "confirmed_by": "Una Umber, manager", "confirmed_in_writing_on": TODAY,
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def refused(allocated, cast, field, words, **facts):
    with pytest.raises(Refusal, match=words) as refusal:
        save(allocated, cast.sue, **facts)
    assert refusal.value.field == field
    return True


def visit(ash, cast, days, seen=(), written=(), kind="home_visit"):
    at = NOW - timedelta(days=days)
    return notes.record(
        ash.family, kind=kind, took_place_at=at, seen=seen, written=written, by=cast.sue, at=NOW
    )  # fmt: skip


def fact(ash, cast, rows, **values):
    with acting(cast.mary):
        return rows.create(**{"child": ash.mia, **values})


def assessed(ash, cast, **values):
    dates = {"started_on": days_ago(30), "ended_on": days_ago(10)}
    return fact(ash, cast, ash.family.assessment_set, **{"kind": "single", **dates, **values})


def test_closing_day_is_from_the_opening_to_today(allocated, cast):
    opened_on = allocated.family.involvement_set.get(child=allocated.mia).opened_on
    before = opened_on - timedelta(days=1)
    refused(allocated, cast, "closing_on", "to come", closing_on=TODAY + timedelta(days=1))
    refused(allocated, cast, "closing_on", "opened on Thu 24 Sep 2026", closing_on=before)
    assert save(allocated, cast.sue, closing_on=opened_on).closing_on == opened_on


def test_closing_day_is_not_before_what_is_recorded_of_the_child(allocated, cast):
    visit(allocated, cast, 3, seen=[(allocated.mia, True, False, False)])
    refused(allocated, cast, "closing_on", "recorded on Sat 31 Oct 2026", closing_on=days_ago(4))
    assert save(allocated, cast.sue, closing_on=days_ago(3))


def test_latest_activity_counts_notes_that_name_the_child_only(allocated, cast):
    involvement = allocated.family.involvement_set.get(child=allocated.mia)
    visit(allocated, cast, 2, seen=[(allocated.ben, True, False, False)], written=[NewText("purpose", "To see Ben.")])
    planned = casenotes.plan(
        allocated.family, kind="home_visit", planned_for=NOW + timedelta(days=3), by=cast.sue, at=NOW
    )
    withdrawn = visit(allocated, cast, 1, seen=[(allocated.mia, True, False, False)])
    casenotes.withdraw(withdrawn, because="Of another family.", by=cast.sue, at=NOW)
    assert latest_activity(involvement) is None
    assert planned
    visit(allocated, cast, 5, written=[NewText("voice", "Mia sings.", (allocated.mia.pk,))])
    assert latest_activity(involvement) == days_ago(5)


def test_latest_activity_of_the_last_child_counts_all_notes_but_oversight(allocated, cast):
    closed(allocated, cast)
    ben = allocated.family.involvement_set.get(child=allocated.ben)
    oversight = {
        "kind": "management_oversight",
        "took_place_at": NOW,
        "written": [NewText("decisions", "To be closed.")],
    }
    notes.record(allocated.family, **oversight, by=cast.mary, at=NOW)
    assert latest_activity(ben) is None
    visit(allocated, cast, 6, kind="telephone_call", written=[NewText("detail", "Ann called.")])
    assert latest_activity(ben) == days_ago(6)


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ("assessment_set", {"kind": "section_47", "started_on": days_ago(30), "ended_on": days_ago(4)}),
        ("plan_set", {"kind": "cin", "from_date": days_ago(30), "until_date": days_ago(4)}),
        ("conference_set", {"kind": "cin_review", "held_on": days_ago(4)}),
        ("legalepisode_set", {"kind": "pre_proceedings", "from_date": days_ago(30), "until_date": days_ago(4)}),
    ],
)
def test_latest_activity_counts_the_days_of_facts(allocated, cast, rows, values):
    row = fact(allocated, cast, getattr(allocated.family, rows), **values)
    refused(allocated, cast, "closing_on", "recorded on Fri 30 Oct 2026", closing_on=days_ago(5))
    with acting(cast.mary):
        row.withdrawn_because = "Of another child."
        row.save()
    assert save(allocated, cast.sue, closing_on=days_ago(5))


@pytest.mark.rule("A9.8")
def test_last_seen_is_known_from_the_notes(allocated, cast):
    assert last_seen(allocated.family, allocated.mia) is None
    visit(allocated, cast, 9, seen=[(allocated.mia, True, False, False)])
    visit(allocated, cast, 5, seen=[(allocated.ben, True, False, False), (allocated.mia, False, False, True)])
    gone = visit(allocated, cast, 1, seen=[(allocated.mia, True, False, False)])
    casenotes.withdraw(gone, because="Of another family.", by=cast.sue, at=NOW)
    assert last_seen(allocated.family, allocated.mia) == days_ago(9)


def test_last_seen_is_not_after_the_closing(allocated, cast):
    after = {"closing_on": days_ago(2), "last_seen_on": days_ago(1)}
    refused(allocated, cast, "last_seen_on", "before the case closed", **after)
    refused(allocated, cast, "last_seen_on", "Check both", closing_on=None, last_seen_on=TODAY + timedelta(days=1))


def test_last_seen_is_left_out_only_where_no_note_knows_it(allocated, cast):
    assert not [sentence for sentence in missing_in(save(allocated, cast.sue)) if "last seen" in sentence]
    visit(allocated, cast, 9, seen=[(allocated.mia, True, False, False)])
    assert "Give the day on which Mia" in " ".join(missing_in(running_closure(allocated.family, allocated.mia)))


def test_reason_is_one_that_is_offered_for_the_day(allocated, cast):
    for reason in ("RC0", "NFA", "x"):
        refused(allocated, cast, "reason", "offered", reason=reason)


def test_reason_died_is_the_one_of_a_child_who_has_died(allocated, cast):
    refused(allocated, cast, "reason", "Record Mia Ash's death first", reason="RC2")
    with acting(cast.mary):
        allocated.mia.died = days_ago(5)
        allocated.mia.save()
    refused(allocated, cast, "reason", "Choose ‘Died’", reason="RC7")
    refused(allocated, cast, "reason", "from that day on", reason="RC2", closing_on=days_ago(6))
    assert save(allocated, cast.sue, reason="RC7", closing_on=days_ago(6)).reason == "RC7"
    assert save(allocated, cast.sue, version=1, reason="RC2").reason == "RC2"


@pytest.mark.rule("A9.14")
def test_transfer_to_another_authority_needs_who_takes_over_and_who_confirmed(allocated, cast):
    closure = save(allocated, cast.sue, reason="RC5")
    said = list(missing_in(closure))
    for words in ("Name the authority", "who confirmed it in writing", "the day on which it was confirmed"):
        assert words in " ".join(said)
    assert list(missing_in(save(allocated, cast.sue, version=1, **TRANSFER))) == []


@pytest.mark.rule("A9.14")
@pytest.mark.parametrize("name", ["to_authority", "confirmed_by", "confirmed_in_writing_on"])
def test_transfer_details_are_refused_with_another_reason(allocated, cast, name):
    refused(allocated, cast, name, "only for a transfer", **{name: TRANSFER[name]})


def test_transfer_is_not_confirmed_on_a_day_to_come(allocated, cast):
    tomorrow = TODAY + timedelta(days=1)
    refused(allocated, cast, "confirmed_in_writing_on", "to come", **TRANSFER | {"confirmed_in_writing_on": tomorrow})


@pytest.mark.parametrize("reason", ["RC8", "RC9"])
def test_reason_after_assessment_needs_one_that_has_ended(allocated, cast, reason):
    refused(allocated, cast, "reason", "No assessment of Mia", reason=reason)
    assessed(allocated, cast, ended_on=None)
    assessed(allocated, cast, child=allocated.ben)
    assessed(allocated, cast, withdrawn_because="Of another child.")
    assessed(allocated, cast, kind="section_47", withdrawn_because="x")
    assessed(allocated, cast, started_on=days_ago(99), ended_on=days_ago(60))
    refused(allocated, cast, "reason", "No assessment of Mia", reason=reason)
    assessed(allocated, cast)
    assert save(allocated, cast.sue, reason=reason).reason == reason


@pytest.mark.parametrize(
    ("rows", "values", "what"),
    [
        ("plan_set", {"kind": "cin", "from_date": days_ago(8), "until_date": days_ago(2)}, "a plan"),
        ("assessment_set", {"kind": "section_47", "started_on": days_ago(8), "ended_on": days_ago(3)}, "section 47"),
        ("conference_set", {"kind": "icpc", "held_on": days_ago(8)}, "a conference"),
    ],
)
def test_reason_after_assessment_refuses_any_other_activity(allocated, cast, rows, values, what):
    assessed(allocated, cast)
    row = fact(allocated, cast, getattr(allocated.family, rows), **values)
    refused(allocated, cast, "reason", what, reason="RC8")
    with acting(cast.mary):
        row.withdrawn_because = "Of another child."
        row.save()
    assert save(allocated, cast.sue, reason="RC8")


def test_reason_after_assessment_leaves_out_an_earlier_case(allocated, cast):
    assessed(allocated, cast)
    fact(allocated, cast, allocated.family.plan_set, kind="cin", from_date=days_ago(300), until_date=days_ago(200))
    assert save(allocated, cast.sue, reason="RC8")


def test_last_seen_counts_the_other_entry_of_one_child(allocated, cast):
    twice = add_child(allocated.family, cast.mary, name="Mia Ashe")
    merge(twice, allocated.mia, because="One NHS number.", by=cast.mary, at=NOW)
    notes.record(
        allocated.family, kind="home_visit", took_place_at=NOW, seen=[(twice, True, False, False)], by=cast.sue, at=NOW
    )
    assert last_seen(allocated.family, allocated.mia) == NOW.date()
