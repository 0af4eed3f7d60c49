"""What a page saw when it opened, as a mark that it hands back: of a row that several may edit, without a version."""

from hashlib import sha256

from casework.refusal import Refusal, Stale

MOVED_ON = "Somebody changed this since you opened the page. What you typed is still here: compare, save again."


def mark(*values):
    """A short text that changes with `values` and tells nothing of them."""
    return sha256("\0".join(map(str, values)).encode()).hexdigest()[:32]


def check(seen, mark_now):
    """Raise Stale where the page saw something else than what stands now."""
    if seen != mark_now:
        raise Stale(MOVED_ON)


def sent(request):
    """What a form of this request is bound to: None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def saved(form, act, mark_now=None):
    """Whether the form is valid and `act()` was not refused; otherwise the form says why, and with which status.

    `mark_now()` gives the mark that the form carries after a stale page: a second save is possible, and deliberate.
    """
    form.status = 200
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.refuse(refusal)
        if isinstance(refusal, Stale) and mark_now:
            form.status = 409
            form.data = form.data.copy()
            form.data["seen"] = mark_now()
        return False
    return True
