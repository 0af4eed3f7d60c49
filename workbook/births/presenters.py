"""What the pages of a birth, and of a pregnancy that ended, say."""

from django.urls import reverse

from casework.forms.base import PageForm
from casework.words import say_date
from workbook.episodes.queries import people_in_episode as people_of_episode
from workbook.workbooks.queries import open_workbook_of


def birth_page(family, expected, form, rows):
    return {
        "heading": f"Record the birth of {expected}",
        "intro": f"The birth was expected on {say_date(expected.expected)}." if expected.unborn else "",
        "consequences": [
            f"The first child takes the place of {expected} on the record.",
            "Each other child is added to the household with the same relationships, part in the referral with its "
            "case summary, and place in the Workbook.",
            "If a child was stillborn or has died since, record the birth here first, then the death.",
        ],
        **_rows(family, form, rows),
    }


def unexpected_page(family, form, rows):
    return {
        "heading": "Record a birth",
        "intro": "For a child who was not recorded as expected. If one was, open that child's page and record the "
        "birth there.",
        "consequences": ["Each child lives where the mother lives, and is in the Workbook if she is."],
        **_rows(family, form, rows),
    }


def _rows(family, form, rows):
    return {
        "form": form,
        "formset": rows,
        "row_legend": "Child",
        "add_label": "Add another child",
        "submit_label": "Record the birth",
        "cancel_url": reverse("people", args=[family.pk]),
    }


def pregnancy_page(family, expected, form):
    return {
        "heading": "The pregnancy ended",
        "intro": f"For {expected}, whose birth was expected on {say_date(expected.expected)}."
        if expected.unborn
        else "",
        "consequences": [
            f"{expected} no longer stands among the children; what was recorded stays on the family's record.",
            "The part in the referral and in the Workbook ends on that day, and nothing more falls due.",
        ],
        "form": form,
        "submit_label": "Record it",
        "cancel_url": reverse("people", args=[family.pk]),
    }


def goes_on_page(family, expected):
    return {
        "heading": "The pregnancy did not end",
        "intro": "For what was recorded wrongly. It stays in the history, with your name.",
        "consequences": [
            f"{expected} stands among the children again, expected on {say_date(expected.expected)}.",
            "The part in the referral and in the Workbook goes on, and its dates fall due again.",
        ],
        "form": PageForm(),
        "submit_label": "Take it back",
        "cancel_url": reverse("people", args=[family.pk]),
    }


def birth_message(born):
    names = [str(person) for person in born]
    told = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"The birth of {told} was recorded."


def unexpected_birth_message(born):
    return f"{birth_message(born)} A manager decides on a referral for {'them' if len(born) > 1 else 'the child'}."


def pregnancy_end_message(family, expected):
    """And what is left to decide, where the Workbook has no child any more."""
    told = f"It was recorded that the pregnancy ended. {expected} no longer stands among the children."
    workbook = open_workbook_of(family)
    if workbook and not any(person.is_child for person in people_of_episode(workbook.episodes.first())):
        return f"{told} No child is in the Workbook now: a manager decides whether it is closed."
    return told
