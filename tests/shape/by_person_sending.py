"""What each form answers whoever opens it and sends it, and what it writes: for the walk by person."""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from types import SimpleNamespace

from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection, reset_queries
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.access.apart import know_of
from casework.mail.services import send_waiting_mail
from casework.masks.reading import reading_for_nobody_named
from casework.trail.apart import knowing
from casework.users.models import User
from chronology.packs.presenters import lay_out
from tests.saving.opened import Opened
from tests.saving.walking import Act, forms, undone
from tests.shape.by_person import ANY, Answer, unchanging
from tests.shape.walking import text_of

MAIL = 'INTO "casework_outgoingmail"'  # follows a notification
WRITES = ("INSERT", "UPDATE", "DELETE")
# In an emergency also what is restricted is opened, for hours and with a reason, and its managers are told at once.
OPENS_IT = {"emergency-from-call", "emergency-protected"}
# Before the second family is known, of that family, and after it: so that each row can be told by its id.
BEFORE, OF_ELM, AFTER = 10_000, 15_000, 20_000
PLAIN = (
    (re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{64}\b"), "KEY"),
    (re.compile(r', "said_in_id" = \d+'), ""),
    # Of a person in a finished record: what was said of them and is kept apart since has left a row in their history.
    (re.compile(r'("table": "casework\.Person", [^}]*"history": )\d+'), r"\1NEW"),
    (re.compile(r"(?<!\d)(1[0-4]|2\d)\d{3}(?!\d)"), "NEW"),
    (re.compile(r"(?<!\d)1[5-9]\d{3}(?!\d)"), "ELM"),
)
# The role of the application may ask a sequence for the next number, and not set it.
ONWARDS = """
    SELECT count(nextval(format('%%I.%%I', schemaname, sequencename)::regclass))
    FROM pg_sequences, generate_series(coalesce(last_value, 1), %s)
    WHERE has_sequence_privilege(format('%%I.%%I', schemaname, sequencename), 'USAGE')
"""


def number_from(first: int) -> None:
    """Whatever is written from now on has an id from `first`."""
    with connection.cursor() as cursor:
        cursor.execute(ONWARDS, [first])


def answers_to_forms(story: SimpleNamespace, cast: SimpleNamespace) -> dict[str, Answer]:
    """Each form opened, refused and saved as in its sample; nothing that is written on the way stays."""
    return {what: answer for name in forms() for what, answer in _sent(name, *deepcopy((story, cast)))}


def _sent(name: str, story: SimpleNamespace, cast: SimpleNamespace) -> Iterator[tuple[str, Answer]]:
    with undone():
        act = Act(name, story, cast)
        opened, answer = _answered(lambda: act.client.get(act.path))
        yield f"{name} opened", opened._replace(queries=ANY)  # the walk of addresses counts them
        page = Opened(answer)
        words = page.valid(act.given(act.sample.words))
        if act.sample.refused is not None:
            with undone():
                refusing = act.refusing(page)
                yield f"{name} refused", _answered(lambda: act.send(words | refusing))[0]
        if name in OPENS_IT:
            return
        saved, _ = _answered(lambda: act.send(words))
        yield f"{name} saved", saved._replace(queries=ANY)  # services look further than their user


def papers_of(story: SimpleNamespace) -> dict[str, Answer]:
    """The pack as it is laid out now. A completed assessment prints what was frozen and nothing else."""
    with reading_for_nobody_named(story.family.pk), knowing({}):
        know_of(story.family.pk)
        return {"pack": Answer(200, ANY, _plain(lay_out(story.pack, timezone.now()).html))}


def mails_to(users: Iterable[User]) -> dict[str, Answer]:
    """By address, what is mailed to each of them now of what waits."""
    begun = len(mail.outbox)
    with undone():
        send_waiting_mail(at=timezone.now())
    sent = [(message.to[0], f"{message.subject}\n{message.body}") for message in mail.outbox[begun:]]
    texts = {user.email: sorted(text for to, text in sent if to == user.email) for user in users}
    return {f"mail to {to}": Answer(200, ANY, _plain("\n".join(said))) for to, said in texts.items()}


def _answered(send: Callable[[], HttpResponse]) -> tuple[Answer, HttpResponse]:
    """With it what was written, but for what the second family is told in its own record."""
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        answer = send()
    wrote = [_plain(each["sql"]) for each in captured.captured_queries if each["sql"].startswith(WRITES)]
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    parts = [answer.headers.get("Location", ""), *said, text_of(answer)]
    lines = [*map(_plain, parts), *(each for each in wrote if "ELM" not in each and MAIL not in each)]
    return Answer(answer.status_code, len(captured), "\n".join(lines)), answer


def _plain(text: str) -> str:
    text = unchanging(text)
    for changing, instead in PLAIN:
        text = changing.sub(instead, text)
    return text
