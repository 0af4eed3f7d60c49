"""Who is told by letter that a case closes (A9.8)."""

from datetime import timedelta

import pytest

from casework.closures import services as closures
from casework.closures.letters import queries as letters
from casework.closures.letters import services
from casework.refusal import Conflict, Refusal
from casework.users.roles import Role
from tests.closing import TODAY, agree, closed, save
from tests.factories import NOW, UserFactory
from tests.former import make_former

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


def keep(closure, by, *rows, fingerprint=None):
    fingerprint = letters.letters_fingerprint(closure) if fingerprint is None else fingerprint
    return services.save_letters(closure, dict(enumerate(rows)), fingerprint=fingerprint, by=by, at=NOW)


def row(**values):
    return {**NAMES, **values}


def saved(closure):
    return list(letters.letters_of(closure).values_list("name", "sent_on", "evidence"))


def refused(closure, by, words, field, *rows):
    with pytest.raises(Refusal, match=words) as refusal:
        keep(closure, by, *rows)
    assert refusal.value.field == field


def test_letter_is_named_first_and_completed_when_it_was_sent(closure, cast):
    keep(closure, cast.sue, row())
    letter = closure.letters.get()
    assert saved(closure) == [("Nia North", None, "")]
    keep(closure, cast.sue, row(pk=letter.pk, sent_on=TODAY, evidence="Copy on file"))
    assert saved(closure) == [("Nia North", TODAY, "Copy on file")]


def test_letter_needs_day_and_evidence_together_and_not_to_come(closure, cast):
    refused(closure, cast.sue, "what shows", "letters-1-evidence", row(), row(sent_on=TODAY))
    refused(closure, cast.sue, "the day on which it was sent", "letters-0-sent_on", row(evidence="Copy"))
    tomorrow = row(sent_on=TODAY + timedelta(days=1), evidence="Copy")
    refused(closure, cast.sue, "to come", "letters-0-sent_on", tomorrow)
    assert saved(closure) == []


def test_letters_are_completed_after_closing_by_the_team_and_business_support(allocated, cast):
    closure = closed(allocated, cast)
    for number, user in enumerate((cast.bob, cast.cora, cast.mary, cast.dora)):
        keep(closure, user, row(name=f"Letter {number}"))
    assert len(saved(closure)) == 4


def test_letters_are_not_kept_by_strangers_auditors_or_of_a_dropped_closing(closure, cast):
    for user in (cast.stan, cast.audrey):
        with pytest.raises(Refusal):
            keep(closure, user, row())
    closures.drop(closure, because="It goes on.", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="may not keep"):
        keep(closure, cast.sue, row())


def test_letters_submitted_twice_are_written_once(closure, cast):
    fingerprint = letters.letters_fingerprint(closure)
    keep(closure, cast.sue, row(), fingerprint=fingerprint)
    keep(closure, cast.sue, row(), fingerprint=fingerprint)
    assert len(saved(closure)) == 1
    taken_out = row(pk=closure.letters.get().pk, withdrawn=True)
    fingerprint = letters.letters_fingerprint(closure)
    keep(closure, cast.sue, taken_out, fingerprint=fingerprint)
    keep(closure, cast.sue, taken_out, fingerprint=fingerprint)
    assert saved(closure) == []
    assert closure.letters.get().history.count() == 2


def test_letters_refuse_an_older_fingerprint(closure, cast):
    keep(closure, cast.sue, row())
    letter, fingerprint = closure.letters.get(), letters.letters_fingerprint(closure)
    keep(closure, cast.bob, row(pk=letter.pk, sent_on=TODAY, evidence="Copy on file"))
    with pytest.raises(Conflict):
        keep(closure, cast.sue, row(pk=letter.pk, address="School Lane 2"), fingerprint=fingerprint)
    assert saved(closure) == [("Nia North", TODAY, "Copy on file")]


def test_letter_that_somebody_else_took_out_can_be_saved_again(closure, cast):
    keep(closure, cast.sue, row())
    letter, fingerprint = closure.letters.get(), letters.letters_fingerprint(closure)
    keep(closure, cast.bob, row(pk=letter.pk, withdrawn=True))
    typed = row(pk=letter.pk, address="School Lane 2")
    with pytest.raises(Conflict):
        keep(closure, cast.sue, typed, fingerprint=fingerprint)
    keep(closure, cast.sue, typed)
    assert closure.letters.filter(withdrawn=False).get().address == "School Lane 2"


def test_letter_of_another_closing_is_not_touched(allocated, closure, cast):
    other = save(allocated, cast.sue, child=allocated.ben)
    keep(other, cast.sue, row(name="Of Ben"))
    keep(closure, cast.sue, row(pk=other.letters.get().pk, name="Changed"))
    assert saved(other) == [("Of Ben", None, "")]
    assert saved(closure) == [("Changed", None, "")]


def test_letters_do_not_move_the_version_of_the_record(closure, cast):
    keep(closure, cast.bob, row())
    assert agree(closures.ask(closure, version=closure.version, by=cast.sue, at=NOW), cast.mary)


def test_letters_are_kept_by_a_second_of_business_support_and_not_by_a_former_one(closure, cast):
    second = UserFactory(name="Bea Birch", team=cast.north, role=Role.BUSINESS_SUPPORT)
    make_former(cast.bob.memberships, by=cast.mary, last_day=TODAY - timedelta(days=60))
    with pytest.raises(Refusal):
        keep(closure, cast.bob, row())
    keep(closure, second, row())
    assert len(saved(closure)) == 1
