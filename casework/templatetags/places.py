"""Where a note was, as it is recorded: nothing that is protected."""

from django import template

from casework.notes.models import CaseNote
from casework.people.contact_details.presenters import place_words

register = template.Library()


@register.filter
def where_it_was(note: CaseNote) -> str:
    return place_words(note.place, note.where)
