from datetime import timedelta

import pytest

from tests.saving.opened import Opened
from tests.supervision.conftest import HELD, LATER
from tests.supervision.group_supervisions.conftest import local, text


@pytest.mark.rule("A6.1")
def test_hold_page_guesses_no_day_before_the_planned_one(cast, prepared, page, signed_in, at_the_time):
    client, address = signed_in(cast.mary), page("supervisions", prepared.supervision.pk, "held")
    assert Opened(client.get(address)).value("held_at") == ""
    at_the_time.move_to(prepared.episode.supervision_planned_for + timedelta(hours=1))
    assert Opened(client.get(address)).value("held_at") == local(prepared.episode.supervision_planned_for)


@pytest.mark.rule("A6.1", "C30")
def test_hold_page_says_that_it_was_held_and_the_other_that_it_was_not(cast, prepared, page, signed_in, at_the_time):
    at_the_time.move_to(LATER)
    client, pk = signed_in(cast.mary), prepared.supervision.pk
    opened = Opened(client.get(page("supervisions", pk, "held")))
    answer = client.post(page("supervisions", pk, "held"), opened.words() | {"held_at": [local(HELD)]}, follow=True)
    assert "It was held" in text(answer)
    assert answer.redirect_chain[-1][0] == page("supervisions", pk, "record")
    prepared.supervision.refresh_from_db()
    assert prepared.supervision.held_at == HELD
    opened = Opened(client.get(page("supervisions", pk, "not-held")))
    sent = opened.words() | {"because": ["It snowed."]}
    assert "It is prepared again" in text(client.post(page("supervisions", pk, "not-held"), sent, follow=True))
    prepared.supervision.refresh_from_db()
    assert prepared.supervision.state == "prepared"


def test_hold_page_refuses_a_day_to_come_and_keeps_it(cast, prepared, page, signed_in, at_the_time):
    at_the_time.move_to(LATER)
    client, address = signed_in(cast.mary), page("supervisions", prepared.supervision.pk, "held")
    wrong = local(LATER + timedelta(days=1))
    answer = client.post(address, Opened(client.get(address)).words() | {"held_at": [wrong]})
    assert "cannot have been held in the future" in text(answer)
    assert wrong in text(answer)


@pytest.mark.parametrize("who", ["sue", "bob", "audrey"])
def test_hold_pages_are_refused_to_others(cast, held, page, signed_in, who):
    client = signed_in(getattr(cast, who))
    for name in ("held", "not-held"):
        assert client.get(page("supervisions", held.supervision.pk, name)).status_code == 403
        assert client.post(page("supervisions", held.supervision.pk, name)).status_code == 403


def test_page_of_undoing_is_closed_while_it_is_only_prepared(cast, prepared, page, signed_in):
    answer = signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk, "not-held"))
    assert answer.status_code == 409
    assert "It is not recorded as held." in text(answer)


def test_page_that_saved_nothing_held_says_that_it_is_prepared(cast, prepared, meeting, page, signed_in):
    client, pk = signed_in(cast.mary), prepared.supervision.pk
    answer = text(client.post(page("supervisions", pk, "record"), meeting(client), follow=True))
    assert "What you prepared is saved." in answer
    assert "What follows is prepared for the meeting." in answer
    assert "Ann is afraid." in answer
    assert "It was held" in answer


def test_page_of_undoing_left_open_says_that_it_was_undone_already(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "not-held")
    first, second = Opened(client.get(address)), Opened(client.get(address))
    assert client.post(address, first.words() | {"because": ["It snowed."]}).status_code == 302
    answer = client.post(address, second.words() | {"because": ["It snowed."]})
    assert answer.status_code == 409
    assert "changed since you opened the page" in text(answer)
    assert "It snowed." in text(answer)
