"""A family's notes narrowed to a kind, an author or a child; paged."""

from urllib.parse import urlencode

from django.core.paginator import Paginator

from casework.notes.forms import FilterForm

PER_PAGE = 25


def filter_form(family, asked, people):
    """The filter bound to what the address asks for; only authors and children of this family are offered."""
    notes = family.casenote_set.not_withdrawn().select_related("author")
    authors = [note.author for note in notes.order_by("author_id").distinct("author_id")]
    children = [person for person in people if person.is_child]
    return FilterForm(asked, authors=sorted(authors, key=str), children=children)


def narrowed(family, form, people):
    """The notes that `form` leaves, withdrawn ones never among them; what is not offered narrows nothing."""
    form.is_valid()
    wanted = form.cleaned_data
    notes = family.casenote_set.not_withdrawn()
    if wanted.get("kind"):
        notes = notes.filter(kind=wanted["kind"])
    if wanted.get("author"):
        notes = notes.filter(author=wanted["author"])
    if wanted.get("child"):
        notes = notes.concerning(next(person for person in people if str(person.pk) == wanted["child"]))
    return notes


def page_of(notes, asked):
    return Paginator(notes.not_planned().newest_first(), PER_PAGE).get_page(asked.get("page"))


def addresses(page, form):
    """The addresses of the newer and the older page of the same filter, '' where there is none."""
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    return {
        "previous_url": "?" + urlencode({**chosen, "page": page.previous_page_number()}) if page.has_previous() else "",
        "next_url": "?" + urlencode({**chosen, "page": page.next_page_number()}) if page.has_next() else "",
    }
