"""The page of the letters: who is told that the case closes, and what shows that it was sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access import open_family
from casework.acts.views import sent
from casework.closures import views
from casework.closures.letters import presenters
from casework.closures.letters.forms import LettersForm, letter_rows
from casework.closures.letters.queries import letters_fingerprint, letters_of, may_keep_letters
from casework.closures.letters.services import save_letters
from casework.refusal import Conflict, Refusal


def _letter_forms(request, closure):
    data = sent(request)
    form = LettersForm(data, initial={"seen": letters_fingerprint(closure)})
    return form, letter_rows(data, letters=letters_of(closure))


def _save(request, closure, form, rows):
    """Whether all was kept; otherwise the form or a row says why."""
    # Both are asked, so that each shows its own errors.
    if not all([form.is_valid(), rows.is_valid()]):
        return False
    seen = form.cleaned_data["seen"]
    try:
        save_letters(closure, rows.rows(), seen=seen, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if not rows.refuse(refusal):
            form.refuse(refusal)
        if isinstance(refusal, Conflict):
            form.conflict = True
            form.renew(letters_fingerprint(closure))
        return False
    return True


def letters(request, family_id, closure_id):
    family = open_family(request, family_id)
    closure = views.get_closure(family, closure_id)
    if not may_keep_letters(family.access, closure):
        raise PermissionDenied("The letters are kept by those who record on this family's file, and business support.")
    form, rows = _letter_forms(request, closure)
    if request.method == "POST" and _save(request, closure, form, rows):
        messages.success(request, "The letters are saved.")
        return redirect("closure", family.pk, closure.pk)
    context = presenters.letters_context(family, closure, form, rows)
    return render(request, "casework/closures/letters.html", context, status=form.status)
