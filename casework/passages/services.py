"""Writing passages under whatever owns them: a note, a summary, a supervision."""

from casework.refusal import Refusal
from casework.trail.acting import in_service
from casework.trail.rows import change


@in_service
def write(owner, passages, *, people):
    """Bring the passages of `owner` to what was written; return whether any of them changed.

    The owner is locked. `people` are the ids of the persons of the family: a passage about anybody else is refused.
    """
    existing = {(passage.section, passage.position): passage for passage in owner.passages.all()}
    # A list, not a generator: every passage is to be written, not only those before the first that changed.
    changed = [_write(owner, existing.get((new.section, new.position)), new, set(people)) for new in passages]
    return any(changed)


def _write(owner, passage, new, people):
    if not people.issuperset(new.about):
        raise Refusal("A passage can only be about people of this family. Choose again whom it is about.")
    values = {"text": new.text.strip(), "about": sorted(new.about)}
    if passage is not None:
        return change(passage, **values)
    if not values["text"]:
        return False
    owner.passages.create(family_id=owner.family_id, section=new.section, position=new.position, **values)
    return True
