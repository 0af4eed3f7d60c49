"""The page of the letters: a form that knows what it saw, and a row for each letter."""

from django.urls import reverse
from django.utils import timezone

from casework.acts.views import sent
from casework.closures.forms import LettersForm, letter_rows
from casework.closures.letter_services import keep_letters, letters_of, seen_of
from casework.family_page.presenters import family_page
from casework.refusal import Conflict, Refusal


def opened(request, closure):
    data = sent(request)
    form = LettersForm(data, initial={"seen": seen_of(closure)})
    return form, letter_rows(data, letters=letters_of(closure))


def saved(request, closure, form, rows):
    """Whether all was kept; otherwise the form or a row says why."""
    # Both are asked, so that each shows its own errors.
    if not all([form.is_valid(), rows.is_valid()]):
        return False
    seen = form.cleaned_data["seen"]
    try:
        keep_letters(closure, rows.rows(), seen=seen, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if not rows.refuse(refusal):
            form.refuse(refusal)
        if isinstance(refusal, Conflict):
            form.conflict = True
            form.renew(seen_of(closure))
        return False
    return True


def page(family, closure, form, rows):
    return family_page(
        family,
        "people",
        heading=f"Letters: closing the case for {closure.involvement.child}",
        intro="Who is told that the case closes. The letters themselves are written elsewhere; here stands who gets "
        "one, and what shows that it was sent. You can complete this later, also after the case has closed.",
        closure=closure,
        form=form,
        formset=rows,
        saved_now=list(letters_of(closure)) if form.conflict else [],
        submit_label="Save the letters",
        cancel_url=reverse("closure", args=[family.pk, closure.pk]),
    )
