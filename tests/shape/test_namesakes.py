"""Two workers of one name are told apart wherever workers are listed; and no file or subject carries what isolates."""

import html
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.urls import reverse

from casework.absences import services as absences
from casework.actions import services as actions
from casework.documents import services as documents
from casework.documents.presenters import as_csv, cell
from casework.documents.views import attachment
from casework.duedates import services as duedates
from casework.frozen.services import freeze
from casework.mail import services as mails
from casework.notes import services as notes
from casework.notifications.registry import KINDS
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.words import FIRST_STRONG, POP, isolated
from supervision.group_supervisions import contents
from tests.factories import NOW
from tests.shape.walking import protect, walk
from tests.stages import STAGES, Stage

pytestmark = pytest.mark.slow
OK = 200
NAME = "Dora Dale"
ISOLATES = re.compile(f"[{FIRST_STRONG}{POP}\u2066\u2067]")
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.S)


def tell(told):
    """Rick is called as Dora is, both work with the family, and both may read what is protected."""
    story, cast = told["kept_apart"], told["cast"]
    protect(story, cast)
    with acting(cast.serena):
        change(cast.rick, name=NAME)
    absences.add(cast.dora, cover=cast.rick, from_date=NOW.date(), until_date=NOW.date(), by=cast.dora, at=NOW)
    for worker in (cast.dora, cast.rick):
        worker.refresh_from_db()
        actions.agree(
            story.family, what="Write to the school.", due_on=NOW.date() + timedelta(days=7), agreed_on=NOW.date(),
            owner_user=worker, by=cast.sue,
        )  # fmt: skip
        notes.plan(story.family, kind="home_visit", planned_for=NOW + timedelta(days=3), where="", by=worker, at=NOW)
        with acting(cast.sue), transaction.atomic():
            summary = story.next_episode.summaries.filter(worker=worker).first()
            duedates.start("summary_update", summary, family=story.family, owner=worker, at=NOW - timedelta(days=90))
    _sign_again(story, cast)
    return story


def _sign_again(story, cast):
    """What was signed before says the names of then: only what is signed while both have one name has two to tell."""
    with acting(cast.mary), transaction.atomic():
        row, parts = story.supervision, contents.parts_of(story.supervision, NOW.date())
        freeze("supervision", row, title=contents.title_of(row), parts=parts, by=cast.mary, at=NOW)


STAGES["namesakes"] = Stage(tell, after="kept_apart")


@pytest.fixture
def namesakes(stage, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield stage["namesakes"]


# The pages of a family, and beside them, on which workers are listed.
LISTING = {
    "family": "Workers",
    "allocations": "Who works with the family now",
    "people": "Workers",
    "episode": "",
    "supervision": "",
    "supervisions": "",
    "absences": "",
    "workbook": "Summar",
    "actions": "",
    "notes": "",
    "journey": "",
    "my-work": "Overdue",
    "workbook-close": "",
    "transfer-ask": "",
    "module-draw": "",
}


def test_two_workers_of_one_name_are_told_apart_where_workers_are_listed(namesakes, cast, signed_in):
    """By what they are and in which team; in what stands under that heading at least, where a heading is named."""
    found = set()
    pages = (page for who in (cast.mary, cast.sue) for page in walk(namesakes, signed_in(who)))
    for page in pages:
        if page.name in LISTING and page.status == OK:
            text = " ".join(html.unescape(TAGS.sub(" ", page.text.partition("<main")[2])).split())
            listed = text[text.find(LISTING[page.name]) :] if page.name != "family" else _workers_of(page.text)
            names = re.findall(rf"{NAME}(, [a-z]+)?", listed)
            found |= {page.name} if {", domestic", ", recovery"} <= set(names) else set()
    assert found == set(LISTING), set(LISTING) - found


def _workers_of(page):
    return html.unescape(TAGS.sub(" ", page.partition('id="workers"')[2]))


def test_no_file_nor_subject_carries_what_isolates_a_name(namesakes, cast, signed_in):
    """Every cell, name of a file and subject; while the pages do."""
    name = "\u0644\u064a\u0644\u0649 \u062d\u0633\u0646"
    with acting(cast.serena):
        change(namesakes.mia, name=name)
        change(namesakes.family, name=name)
        change(cast.mary, name=name)
    client = signed_in(cast.mary)
    assert isolated(name) in client.get(reverse("people", args=[namesakes.family.pk])).content.decode()
    assert not ISOLATES.search(as_csv([namesakes.family], [[namesakes.mia, namesakes.mia.full_name, cast.mary]]))
    assert cell(isolated("=1")) == "'=1"
    stored = {"content": b"x", "content_type": "application/pdf", "by": cast.mary, "at": NOW}
    document = documents.store(namesakes.family, name=f"{namesakes.mia}.pdf", **stored)
    assert not ISOLATES.search(unquote(attachment(document)["Content-Disposition"]))
    for kind in KINDS.values():
        assert not ISOLATES.search(kind.mail_subject)
    mails.send_waiting_mail(at=NOW)
    assert mail.outbox
    for message in mail.outbox:
        assert not ISOLATES.search(f"{message.subject} {message.to}")
    for page in walk(namesakes, client):
        if page.name in {"unallocated-file"}:
            assert page.status == OK
            assert not ISOLATES.search(page.text)
