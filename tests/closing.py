"""A closing of the Ash family's Mia, as far as a test wants it: for tests of closing a case."""

from datetime import timedelta

from casework import practice
from casework.closures import services as closures
from casework.passages.models import NewText
from tests.factories import NOW
from workbook.closures import services as agreeing

TODAY = NOW.date()
FACTS = {
    "reason": "RC7", "closing_on": TODAY, "last_seen_on": None, "to_authority": "", "confirmed_by": "",
    "confirmed_in_writing_on": None,
}  # fmt: skip


def days_ago(number):
    return TODAY - timedelta(days=number)


def whole(text="Text."):
    return [NewText(section.key, text) for section in practice.current().closure_sections]


def save(ash, by, *, child=None, version=0, written=None, **facts):
    written = whole() if written is None else written
    child = child or ash.mia
    return closures.save(ash.family, child, written=written, version=version, by=by, at=NOW, **{**FACTS, **facts})


def asked(ash, by, **facts):
    return closures.ask(save(ash, by, **facts), by=by, at=NOW)


def agree(closure, by, comments="Mia is safe.", **other):
    return agreeing.agree(closure, comments=comments, by=by, at=NOW, **other)


def closed(ash, cast, **facts):
    return agree(asked(ash, cast.sue, **facts), cast.mary)
