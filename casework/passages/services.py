"""Writing passages under whatever owns them: a note, a summary, a supervision."""

from collections.abc import Iterable
from typing import Any

from casework.passages.models import NewText, Passage
from casework.refusal import Refusal
from casework.trail.acting import in_service
from casework.trail.rows import change


@in_service
def write(owner: Any, passages: Iterable[NewText], *, people: Iterable[int]) -> bool:
    """Save `passages` as those of `owner`, a row whose `passages` they are; return whether any of them changed.

    The caller has locked `owner`. `people` are the ids of the persons of the family: a Refusal for a passage about
    anybody else.
    """
    existing = {(passage.section, passage.position): passage for passage in owner.passages.all()}
    # A list, not a generator: every passage is to be written, not only those before the first that changed.
    ids = set(people)
    changed = [_write(owner, existing.get((new.section, new.position)), new, ids) for new in passages]
    return any(changed)


def _write(owner: Any, passage: Passage | None, new: NewText, people: set[int]) -> bool:
    if not people.issuperset(new.about):
        raise Refusal("A passage can only be about people of this family. Choose again whom it is about.")
    values = {"text": new.text.strip(), "about": sorted(new.about)}
    if passage is not None:
        return change(passage, **values)
    if not values["text"]:
        return False
    owner.passages.create(family_id=owner.family_id, section=new.section, position=new.position, **values)
    return True
