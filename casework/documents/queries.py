"""Whether a paper is being made at this moment, as the database knows by the lock of whoever makes it."""

from datetime import datetime
from zlib import crc32

from django.apps import apps
from django.db import connection

from casework.documents.models import Document, DocumentText, Printed
from casework.documents.states import PrintState
from casework.masks.current import eyes_now, laid_off, sentence

HALF, WHOLE = 2**31, 2**32

HELD = """
SELECT EXISTS (
    SELECT 1 FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = %s AND objid = %s
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


def printed_models() -> list[type[Printed]]:
    """The tables of what is printed, of all apps."""
    return [model for model in apps.get_models() if issubclass(model, Printed)]


def why_withdrawn(document: Document) -> str:
    """What stands in place of a document that tells a place which the reader of this request may not read; or ''.

    So it is also where nobody knows what the document says.
    """
    eyes = eyes_now()
    if eyes is None:
        return ""
    with laid_off():  # a paper that was made without the place says so itself
        text = DocumentText.objects.filter(document=document).values_list("text", flat=True).first()
    told = eyes.told_in(text) if text is not None else {0: ""}
    return sentence(told.values()) if told else ""


def lock_of(row: Printed) -> tuple[int, int]:
    """The two numbers, of 32 bits with their sign, of the lock that the maker of the row holds."""
    return _signed(crc32(type(row)._meta.label.encode())), _signed(row.pk % WHOLE)


def _signed(number: int) -> int:
    return number - WHOLE if number >= HALF else number


def is_being_made(row: Printed) -> bool:
    """Whether some process holds the row's lock; one that was killed does not."""
    with connection.cursor() as cursor:
        # pg_locks shows the two numbers without a sign.
        cursor.execute(HELD, [number % WHOLE for number in lock_of(row)])
        return bool(cursor.fetchone()[0])


def was_cut_off(row: Printed) -> bool:
    """Whether the row is said to be made while nobody makes it: the process was killed."""
    return row.state == PrintState.BEING_MADE and not is_being_made(row)


def wanted_since(model: type[Printed]) -> datetime | None:
    """Since when the oldest row of `model` that is not made yet is wanted; None where none is."""
    waiting = model._default_manager.filter(state__in=[PrintState.WANTED, PrintState.BEING_MADE])
    return waiting.order_by("wanted_at").values_list("wanted_at", flat=True).first()
