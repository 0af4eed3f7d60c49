from django import forms

from casework.forms.base import PageForm
from casework.forms.widgets import Checkboxes, Radios
from chronology.timeline.presenters import KINDS, sources_in_force

ORDERS = [("newest", "Newest first"), ("oldest", "Oldest first")]


class ChronologyFilterForm(PageForm):
    """What of the story to show: an unknown value narrows nothing and is said at its field."""

    order = forms.ChoiceField(label="Order", choices=ORDERS, required=False, widget=Radios)
    child = forms.TypedChoiceField(label="Child", required=False, coerce=int, empty_value=None)
    kind = forms.MultipleChoiceField(
        label="Kind", required=False, widget=Checkboxes({"class": "govuk-checkboxes--small"})
    )

    def __init__(self, data, *, children):
        data = data.copy()
        data.setdefault("order", "newest")
        super().__init__(data)
        kinds = {source.kind for source in sources_in_force().values()}
        self.fields["child"].choices = [("", "The whole family"), *((child.pk, str(child)) for child in children)]
        self.fields["kind"].choices = [(kind, label) for kind, label in KINDS.items() if kind in kinds]
