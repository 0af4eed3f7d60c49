"""Writing the cultural notes on the genogram's page (A8.5)."""

from collections.abc import Iterable
from datetime import datetime

from casework.access import Can, require
from casework.families.models import Family
from casework.genogram.models import GenogramNote
from casework.genogram.queries import note_of_family
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.refusal import Conflict
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import new_version
from casework.users.models import User

CHANGED = "Somebody saved these notes since you opened them. Your text is still here: compare, and save again."


@service
def save(family: Family, *, written: Iterable[NewText], version: int, by: User, at: datetime) -> GenogramNote:
    """Save the family's cultural notes; `version` is 0 where none were saved when their writer began."""
    require(by, family, Can.RECORD)
    lock(family)
    note = note_of_family(family)
    if (note.version if note else 0) != version:
        raise Conflict(CHANGED)
    note = note or GenogramNote.objects.create(family=family)
    if passages.write(note, written, people=people_ids(family)) and version:
        new_version(note)
    return note
