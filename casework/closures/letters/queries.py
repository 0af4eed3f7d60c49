"""The letters of a closing, and who may keep them."""

from django.db.models import QuerySet

from casework.access import Can
from casework.access.queries import FamilyAccess
from casework.closures.models import Closure, ClosureLetter
from casework.closures.states import ClosureState
from casework.trail.rows import fingerprint

LETTER_FIELDS = ("name", "job_title", "address", "place", "sent_on", "evidence")
# Letters are posted by business support too, and after the closing by whoever of the team is at hand.
KEEPERS = {Can.RECORD, Can.ARRANGE}


def may_keep_letters(access: FamilyAccess, closure: Closure) -> bool:
    return bool(KEEPERS & access.rights) and closure.state != ClosureState.DROPPED


def letters_of(closure: Closure) -> QuerySet[ClosureLetter]:
    """Those not taken out of the list."""
    return closure.letters.filter(withdrawn=False).select_related("place__person__merged_into")


def letters_fingerprint(closure: Closure) -> str:
    """Of all the letters of the closing: a page hands it back to say what it saw."""
    return fingerprint(*letters_of(closure).values_list("pk", *LETTER_FIELDS))
