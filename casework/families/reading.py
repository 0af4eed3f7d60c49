"""What the pages about a person show."""

from django.urls import reverse

from casework.families.services import shown_of

FIELDS = ("name", "known_as", "sex", "born", "expected")


def as_recorded(member):
    """The initial values of the form, with what the page has seen."""
    values = {name: getattr(member.person, name) for name in FIELDS}
    return values | {"in_household": member.in_household, "seen": shown_of(member)}


def put_right_page(form, member):
    return {
        "heading": f"Put right what is recorded of {member.person}",
        "intro": "For what was recorded wrongly. What stood before stays in the history, with your name.",
        "form": form,
        "submit_label": "Put it right",
        "cancel_url": reverse("people", args=[member.family_id]),
    }
