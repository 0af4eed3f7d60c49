"""What the pages about a person show."""

from django.urls import reverse

from casework.families.services import people_of, shown_of

FIELDS = ("name", "known_as", "sex", "born", "expected")


def how_to_relate(family):
    """What to do on the page of a relationship, which needs two people."""
    if people_of(family).count() > 1:
        return "Who is what of whom: ‘Ann is the mother of Mia’."
    return "Add the people first: a relationship is one between two people of the family."


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
