"""The pages of notes for other teams' families: the same words and costs whatever they name."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.calls import services as calls
from casework.left_notes import services
from casework.left_notes.models import LeftNote
from casework.mentions import services as mentions
from casework.mentions.models import Mention
from casework.mentions.tasks import look
from casework.restrictions import services as restrictions
from tests.factories import NOW, UserFactory
from tests.former import leave

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.17")]
ADD, MINE, TO_FILE = "/left-notes/add/", "/left-notes/", "/left-notes/to-file/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def typed(cast, **said):
    return {"team": cast.south.pk, "text": "Gran rang.", "took_place_at": NOW - timedelta(hours=1), **said}


def sent(client, cast, **said):
    """The answer to what was sent: its address and its page, with what it cost."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(ADD, typed(cast, **said), follow=True)
    words = answer.text.replace(next(iter(said.values())), "WHOM")
    return answer.redirect_chain, words, len(captured)


def note_of(cast, by=None, **said):
    said = {"name": "Tom Rowan", "text": "Gran rang.", "took_place_at": NOW, **said}
    return services.record(cast.south, **said, by=by or cast.stan, at=NOW)


@pytest.mark.rule("A11.2")
def test_answer_status_cost_and_later_pages_do_not_tell_whether_there_is_such_a_family(cast, allocated, signed_in):
    """Of the family, unrestricted and restricted, and of none; before and after the sweep, and once it is filed."""
    found = {}
    for name in ("open", "restricted", "none"):
        if name == "restricted":
            readers = [cast.sue, cast.dora, cast.rick]
            restrictions.restrict(allocated.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)
        client = signed_in(
            UserFactory(name="Olga Oat", email=f"{name}@example.invalid", team=cast.south, role="social_worker")
        )
        client.get(MINE)
        reference = "F99999" if name == "none" else allocated.family.reference
        answers = [sent(client, cast, reference=reference)]
        look()
        for mention in Mention.objects.filter(outcome=""):
            mentions.settle(mention, outcome="ours", because="Us.", by=cast.sue, at=NOW)
        note = LeftNote.objects.latest("pk")
        for path, words in (("add-to", {"text": "More."}), ("withdraw", {"because": "Wrong."})):
            with CaptureQueriesContext(connection) as captured:
                answer = client.post(f"/left-notes/{note.pk}/{path}/", words, follow=True)
            text = answer.text.replace(reference, "WHOM").replace(f"/left-notes/{note.pk}/", "/ID/")
            answers.append((answer.redirect_chain, text.replace(f"note-{note.pk}", "ID"), len(captured)))
            look()
        found[name] = [(chain, len(words), cost) for chain, words, cost in answers]
    for one, other in pairwise(found.values()):
        assert one == other


def test_author_reads_what_they_wrote_and_nothing_of_the_family(cast, allocated, signed_in):
    note = note_of(cast, name="", reference=allocated.family.reference)
    look()
    note.refresh_from_db()
    assert note.note
    page = signed_in(cast.stan).get(MINE).text
    assert "Gran rang." in page
    assert "Ash" not in page
    for user in (cast.sid, cast.sue, cast.audrey):
        assert "Gran rang." not in signed_in(user).get(MINE).text
        assert signed_in(user).get(f"/left-notes/{note.pk}/withdraw/").status_code == 404
        assert signed_in(user).get(f"/left-notes/{note.pk}/add-to/").status_code == 404
    assert "Gran rang." in signed_in(cast.sue).get(reverse("note", args=[allocated.family.pk, note.note_id])).text
    assert signed_in(cast.stan).get(reverse("note", args=[allocated.family.pk, note.note_id])).status_code == 404


def test_former_worker_reads_and_writes_no_more(cast, signed_in):
    note = note_of(cast)
    leave(cast.stan, by=cast.sid)
    client = signed_in(cast.stan)
    assert client.get(ADD).status_code == 403
    assert client.post(f"/left-notes/{note.pk}/withdraw/", {"because": "Mine."}).status_code == 403
    assert "Add to it" not in client.get(MINE).text


def test_page_is_for_who_records(cast, signed_in):
    for user in (cast.bob, cast.audrey):
        assert signed_in(user).get(ADD).status_code == 403
    for user in (cast.sue, cast.dora, cast.mary):
        assert "Your team" not in signed_in(user).get(ADD).text or user == cast.mary


def test_note_from_a_call_begins_with_the_child_s_name(cast, signed_in):
    call = calls.take(
        cast.south, child_name="Tom Rowan", child_address="Elm", concern="A bruise.", by=cast.stan, at=NOW
    )
    client = signed_in(cast.stan)
    assert f"{ADD}?call={call.pk}" in client.get(reverse("call", args=[call.pk])).text
    assert 'value="Tom Rowan"' in client.get(f"{ADD}?call={call.pk}").text
    for other in (call.pk + 1, "x", 2**70):
        assert "Tom Rowan" not in client.get(f"{ADD}?call={other}").text
    assert "Tom Rowan" not in signed_in(cast.dora).get(f"{ADD}?call={call.pk}").text


def test_manager_of_the_author_files_it_and_second_window_is_told(cast, allocated, signed_in):
    note = note_of(cast)
    sid = signed_in(cast.sid)
    assert "Gran rang." in sid.get(TO_FILE).text
    page = f"/left-notes/{note.pk}/file/"
    assert "one of the two" in sid.post(page, {}).text
    assert sid.post(page, {"family": allocated.family.reference}).url == TO_FILE
    assert allocated.family.casenote_set.get().author == cast.stan
    again = sid.get(page)
    assert (again.status_code, "is filed already" in again.text) == (409, True)
    assert signed_in(cast.stan).get(TO_FILE).status_code == 403
    assert "Gran rang." not in signed_in(cast.mary).get(TO_FILE).text
