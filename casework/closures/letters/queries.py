"""The letters of a closing, and who may keep them."""

from zlib import crc32

from casework.access import Can
from casework.closures.states import ClosureState

LETTER_FIELDS = ("name", "job_title", "address", "sent_on", "evidence")
# Letters are posted by business support too, and after the closing by whoever of the team is at hand.
KEEPERS = {Can.RECORD, Can.ARRANGE}


def may_keep_letters(access, closure):
    return bool(KEEPERS & access.rights) and closure.state != ClosureState.DROPPED


def letters_of(closure):
    return closure.letters.filter(withdrawn=False)


def letters_fingerprint(closure):
    """One number for all the letters as they stand: a page hands it back to say what it saw."""
    rows = letters_of(closure).values_list("pk", *LETTER_FIELDS)
    return crc32(repr([[str(value) for value in row] for row in rows]).encode())
