"""Who is told by letter that a case closes (A9.8)."""

from datetime import timedelta

import pytest

from casework.closures import services as closures
from casework.closures.letters import queries as letters
from casework.closures.letters import services
from casework.refusal import Conflict, Refusal
from tests.closing import TODAY, agree, closed, save
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.8")]
NAMES = {
    "pk": None, "name": "Nia North", "job_title": "Head teacher", "address": "School Lane 1", "sent_on": None,
    "evidence": "", "withdrawn": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def closure(allocated, cast):
    return save(allocated, cast.sue)


def keep(closure, by, *rows, seen=None):
    seen = letters.letters_fingerprint(closure) if seen is None else seen
    return services.save_letters(closure, dict(enumerate(rows)), seen=seen, by=by, at=NOW)


def row(**values):
    return {**NAMES, **values}


def standing(closure):
    return list(letters.letters_of(closure).values_list("name", "sent_on", "evidence"))


def refused(closure, by, words, field, *rows):
    with pytest.raises(Refusal, match=words) as refusal:
        keep(closure, by, *rows)
    assert refusal.value.field == field


def test_a_letter_is_named_first_and_completed_when_it_was_sent(closure, cast):
    keep(closure, cast.sue, row())
    letter = closure.letters.get()
    assert standing(closure) == [("Nia North", None, "")]
    keep(closure, cast.sue, row(pk=letter.pk, sent_on=TODAY, evidence="Copy on file"))
    assert standing(closure) == [("Nia North", TODAY, "Copy on file")]


def test_sent_and_evidence_belong_together_and_lie_in_the_past(closure, cast):
    refused(closure, cast.sue, "what shows", "letters-1-evidence", row(), row(sent_on=TODAY))
    refused(closure, cast.sue, "the day on which it was sent", "letters-0-sent_on", row(evidence="Copy"))
    tomorrow = row(sent_on=TODAY + timedelta(days=1), evidence="Copy")
    refused(closure, cast.sue, "to come", "letters-0-sent_on", tomorrow)
    assert standing(closure) == []


def test_they_are_completed_also_after_closing_by_the_team_and_business_support(allocated, cast):
    closure = closed(allocated, cast)
    for number, user in enumerate((cast.bob, cast.cora, cast.mary, cast.dora)):
        keep(closure, user, row(name=f"Letter {number}"))
    assert len(standing(closure)) == 4


def test_strangers_and_auditors_do_not_keep_letters_and_nobody_those_of_a_dropped_closing(closure, cast):
    for user in (cast.stan, cast.audrey):
        with pytest.raises(Refusal):
            keep(closure, user, row())
    closures.drop(closure, because="It goes on.", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="may not keep"):
        keep(closure, cast.sue, row())


def test_the_same_page_sent_twice_writes_once(closure, cast):
    seen = letters.letters_fingerprint(closure)
    keep(closure, cast.sue, row(), seen=seen)
    keep(closure, cast.sue, row(), seen=seen)
    assert len(standing(closure)) == 1
    taken_out = row(pk=closure.letters.get().pk, withdrawn=True)
    seen = letters.letters_fingerprint(closure)
    keep(closure, cast.sue, taken_out, seen=seen)
    keep(closure, cast.sue, taken_out, seen=seen)
    assert standing(closure) == []
    assert closure.letters.get().history.count() == 2


def test_an_older_page_does_not_overwrite_what_somebody_else_saved(closure, cast):
    keep(closure, cast.sue, row())
    letter, seen = closure.letters.get(), letters.letters_fingerprint(closure)
    keep(closure, cast.bob, row(pk=letter.pk, sent_on=TODAY, evidence="Copy on file"))
    with pytest.raises(Conflict):
        keep(closure, cast.sue, row(pk=letter.pk, address="School Lane 2"), seen=seen)
    assert standing(closure) == [("Nia North", TODAY, "Copy on file")]


def test_what_somebody_else_took_out_can_deliberately_stand_again(closure, cast):
    keep(closure, cast.sue, row())
    letter, seen = closure.letters.get(), letters.letters_fingerprint(closure)
    keep(closure, cast.bob, row(pk=letter.pk, withdrawn=True))
    typed = row(pk=letter.pk, address="School Lane 2")
    with pytest.raises(Conflict):
        keep(closure, cast.sue, typed, seen=seen)
    keep(closure, cast.sue, typed)
    assert closure.letters.filter(withdrawn=False).get().address == "School Lane 2"


def test_a_letter_of_another_closing_is_not_touched(allocated, closure, cast):
    other = save(allocated, cast.sue, child=allocated.ben)
    keep(other, cast.sue, row(name="Of Ben"))
    keep(closure, cast.sue, row(pk=other.letters.get().pk, name="Changed"))
    assert standing(other) == [("Of Ben", None, "")]
    assert standing(closure) == [("Changed", None, "")]


def test_letters_do_not_move_the_version_of_the_record(closure, cast):
    keep(closure, cast.bob, row())
    assert agree(closures.ask(closure, version=closure.version, by=cast.sue, at=NOW), cast.mary)
