"""What did not happen, in words: of a visit, and of a child on it."""

from casework.notes.models import CaseNote, Seen


def say_not_done(note: CaseNote) -> str:
    """'No answer: the curtains were drawn.'; '' of what took place."""
    return ": ".join(filter(None, [note.get_did_not_reason_display(), note.did_not_because]))


def say_seen(row: Seen) -> str:
    """'Mia: seen alone, bedroom seen', 'Ben: not seen (Was at school or nursery): came home after five'."""
    seen = ("seen alone" if row.alone else "seen") if row.seen else "not seen"
    reason = f" ({row.get_not_seen_display()})" if row.not_seen else ""
    why = f": {row.why}" if row.why else ""
    return f"{row.child}: {seen}{', bedroom seen' if row.bedroom else ''}{reason}{why}"


def whys_missing(row: Seen) -> list[str]:
    """What of a child's visit has no reason yet: 'seen', 'alone'."""
    if not row.seen:
        return [] if row.not_seen or row.why else ["seen"]
    return [] if row.alone or row.why else ["alone"]
