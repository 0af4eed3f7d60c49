from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from casework.forms.base import PageForm
from casework.forms.widgets import Checkboxes, Radios
from casework.naming.forms import person_choices
from casework.people.models import Person
from chronology.timeline.presenters import KINDS
from chronology.timeline.queries import sources_in_force, visits_enter

ORDERS = [("newest", "Newest first"), ("oldest", "Oldest first")]
VISITS = [("folded", "Together, in one line between other events"), ("each", "Each in a line of its own")]


class ChronologyFilterForm(PageForm):
    """What of the chronology to show; an unknown value narrows nothing, and its field says so."""

    order = forms.ChoiceField(label="Order", choices=ORDERS, required=False, widget=Radios)
    child = forms.TypedChoiceField(label="Child", required=False, coerce=int, empty_value=None)
    kind = forms.MultipleChoiceField(
        label="Kind", required=False, widget=Checkboxes({"class": "govuk-checkboxes--small"})
    )

    visits = forms.ChoiceField(label="Routine visits", choices=VISITS, required=False, widget=Radios)

    def __init__(self, data: QueryDict, *, children: Iterable[Person]) -> None:
        data = data.copy()
        data.setdefault("order", "newest")
        data.setdefault("visits", "folded")
        super().__init__(data)
        if not visits_enter():
            del self.fields["visits"]
        kinds = {source.kind for source in sources_in_force().values()}
        self.fields["child"].choices = [("", "The whole family"), *person_choices(children)]
        self.fields["kind"].choices = [(kind, label) for kind, label in KINDS.items() if kind in kinds]
