"""The frame of acts: a form that was sent, the one service it is for, and the answer."""

from django.urls import reverse
from django.utils import timezone

from casework.family_page.presenters import family_page
from casework.refusal import Refusal
from casework.unsaved.services import forget, kept


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


def opened(request, form_class, key, *, initial=None, **details):
    """The form as this request finds it: bound to what was sent, or open with what was typed and not saved."""
    if request.method == "POST":
        return form_class(request.POST, **details)
    form = form_class(initial={**(initial or {}), "form_key": key}, **details)
    form.restore(kept(request.user, key))
    return form


def saved(request, form, act, row=None):
    """What `act()` gave, if the form is valid and was not refused; otherwise None, and the form says why.

    `row` is the saved row whose version the form carries: where the form was stale, it carries the new one.
    """
    if not form.is_valid():
        return None
    try:
        done = act()
    except Refusal as refusal:
        form.refuse(refusal)
        if form.conflict and row is not None:
            _refresh(row)
            form.renew(row.version)
        return None
    forget(request.user, form.cleaned_data["form_key"])
    return done


def _refresh(row):
    """As it stands now; with the family that access returned, which knows what this user may do."""
    family = row.family
    row.refresh_from_db()
    row.family = family


def carried_out(request, form, service, row=None):
    """As `saved`, for a service that is called with just what the form gives, `by` and `at`."""
    at = timezone.now()
    return saved(request, form, lambda: service(**form.given(at), by=request.user, at=at), row)


def writing_page(family, current, form, **context):
    """The context of a page of `family` on which somebody writes; `stands` is what is saved now, shown when stale."""
    return family_page(family, current, form=form, unsaved_url=reverse("unsaved-keep"), **context)
