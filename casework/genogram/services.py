"""Writing the cultural notes that stand beside the genogram (A8.5)."""

from casework.access import Can, require
from casework.genogram.models import GenogramNote
from casework.passages import services as passages
from casework.passages.queries import people_ids
from casework.refusal import Conflict
from casework.trail.acting import service
from casework.trail.rows import change, lock

CHANGED = "Somebody saved these notes since you opened them. Your text is still here: compare, and save again."


@service
def save(family, *, written, version, by, at):
    """Save the family's cultural notes; `version` 0 means that none were saved when their writer began."""
    require(by, family, Can.RECORD)
    lock(family)
    note = family.genogramnote_set.first()
    if (note.version if note else 0) != version:
        raise Conflict(CHANGED)
    note = note or GenogramNote.objects.create(family=family)
    if passages.write(note, written, people=people_ids(family)) and version:
        change(note, version=version + 1)
    return note
