"""What a page saw when it opened, as a mark that it hands back: of a row that several may edit, without a version."""

from hashlib import sha256

from casework.refusal import Conflict

MOVED_ON = "Somebody changed this since you opened the page. What you typed is still here: compare, save again."


def mark(*values):
    """A short text that changes with `values` and tells nothing of them."""
    return sha256("\0".join(map(str, values)).encode()).hexdigest()[:32]


def check(seen, mark_now):
    """Raise Conflict where the page saw something else than what stands now."""
    if seen != mark_now:
        raise Conflict(MOVED_ON)
