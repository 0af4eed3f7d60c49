"""What the page of the letters shows."""

from django.urls import reverse

from casework.closures.letters.queries import letters_of
from casework.family_page.presenters import family_page


def letters_context(family, closure, form, rows):
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
