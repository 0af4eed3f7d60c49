"""The field by which something refers to a place that is recorded of somebody."""

from django import forms

from casework.people.contact_details.models import ContactDetail
from casework.people.contact_details.presenters import place_words


class PlaceField(forms.ModelChoiceField):
    """Offers the addresses of those concerned by whose they are; a protected one is never written out."""

    def label_from_instance(self, row: ContactDetail) -> str:
        if row.protection_id is not None:
            return place_words(row)
        return f"{row.person.merged_into or row.person}: {' '.join(row.value.split())}"
