"""A form that was sent, and the act for which it was: the part that the views of all pages share."""

from casework.refusal import Refusal


def sent(request):
    """What a form of this request is bound to: None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def done(form, act, *, seen_now=None):
    """What `act()` gave, if the form was sent, is valid and was not refused; otherwise None, and the form says why.

    `seen_now()` gives what the form's field `seen` carries after a stale page: a second save is possible, and
    deliberate.
    """
    if not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refusal:
        form.refuse(refusal)
        if form.conflict and seen_now:
            form.data = form.data.copy()
            form.data["seen"] = seen_now()
    return None
