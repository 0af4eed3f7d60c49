"""What the pages of the ecomap show."""

from django.urls import reverse

from casework.access import Can
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, writing_page
from casework.ecomap.forms import ChangeForm, EndForm, TieForm
from casework.ecomap.reading import ecomap_of
from casework.family_page.presenters import family_page
from casework.passages.reading import Shown

FIELDS = ("with_whom", "kind", "strength", "flow", "about", "from_date", "version")


def page(family, *, today):
    return family_page(
        family, "people", heading="Ecomap", today=today, ecomap=ecomap_of(family),
        may_record=family.access.can(Can.RECORD),
    )  # fmt: skip


def add_form(request, family, *, today):
    return opened(request, TieForm, blank_key(request), initial={"from_date": today}, people=_living(family))


def change_form(request, tie):
    """Whose tie it is may stay somebody who has left the family."""
    initial = {name: getattr(tie, name) for name in FIELDS} | {"person": tie.person_id or ""}
    people = _living(tie.family)
    if tie.person and tie.person not in people:
        people.append(tie.person)
    return opened(request, ChangeForm, key_of("ecomap-tie", tie), initial=initial, people=people)


def end_form(request, tie, *, today):
    initial = {"version": tie.version, "ended_on": today}
    return opened(request, EndForm, key_of("ecomap-tie-end", tie), initial=initial)


def _living(family):
    return [person for person in family.people_now() if not person.died and not person.pregnancy_ended_on]


def form_page(family, form, *, tie=None, **context):
    stands = [Shown("This tie", _in_words(family, tie), [])] if tie else []
    cancel_url = reverse("ecomap", args=[family.pk])
    return writing_page(family, "people", form, saved_now=stands, cancel_url=cancel_url, **context)


def _in_words(family, tie):
    ecomap = ecomap_of(family)
    return next(told.sentence for told in [*ecomap.ties, *ecomap.past] if told.row.pk == tie.pk)
