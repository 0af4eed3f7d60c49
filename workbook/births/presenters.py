"""What the pages of a birth, and of a pregnancy that ended, say."""

from datetime import date
from typing import Any, cast

from casework.families.models import Family
from casework.people.models import Person
from casework.words import say_all, say_date
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.queries import children_in_episode
from workbook.workbooks.queries import open_workbook_of


def why_no_longer_expected(child: Person) -> str:
    if child.pregnancy_ended_on:
        return f"It is recorded that the pregnancy ended on {say_date(child.pregnancy_ended_on)}."
    if child.born is None:
        return f"{child} is not expected: it stands on the record that {child} was born."
    return f"The birth of {child} is recorded already: born on {say_date(child.born)}."


def birth_context(expected: Person) -> dict[str, Any]:
    due = cast("date", expected.expected)  # said of everybody who is unborn
    return {
        "intro": f"The birth was expected on {say_date(due)}." if expected.unborn else "",
        "consequences": [
            f"The first child takes the place of {expected} on the record.",
            "Each other child is added to the household with the same relationships, part in the referral with its "
            "case summary, and place in the Workbook.",
            "If a child was stillborn or has died since, record the birth here first, then the death.",
        ],
    }


def not_yet_context(expected: Person) -> dict[str, Any]:
    due = cast("date", expected.expected)  # said of everybody who is unborn
    return {
        "intro": f"The birth was expected on {say_date(due)}." if expected.unborn else "",
        "consequences": ["The day after the new date the same is asked again."],
    }


def not_yet_message(expected: Person) -> str:
    return f"{expected} is expected on {say_date(cast('date', expected.expected))}."


def pregnancy_end_context(expected: Person) -> dict[str, Any]:
    due = cast("date", expected.expected)  # said of everybody who is unborn
    whose = f"For {expected}, whose birth was expected on {say_date(due)}." if expected.unborn else ""
    return {
        "intro": whose,
        "consequences": [
            f"{expected} no longer stands among the children; what was recorded stays on the family's record.",
            "The part in the referral and in the Workbook ends on that day, and nothing more falls due.",
        ],
    }


def pregnancy_goes_on_context(expected: Person) -> dict[str, Any]:
    due = cast("date", expected.expected)  # a pregnancy that ended keeps its date
    return {
        "intro": "For what was recorded wrongly. It stays in the history, with your name.",
        "consequences": [
            f"{expected} stands among the children again, expected on {say_date(due)}.",
            "The part in the referral and in the Workbook goes on, and its dates fall due again.",
        ],
    }


def birth_message(born: list[Person]) -> str:
    return f"The birth of {say_all([str(person) for person in born])} was recorded."


def unexpected_birth_message(born: list[Person]) -> str:
    return f"{birth_message(born)} A manager decides on a referral for {'them' if len(born) > 1 else 'the child'}."


def pregnancy_end_message(family: Family, expected: Person) -> str:
    """And what is left to decide, where the Workbook has no child any more."""
    sentence = f"It was recorded that the pregnancy ended. {expected} no longer stands among the children."
    workbook = open_workbook_of(family)
    if workbook is None:
        return sentence
    latest = cast("WorkbookEpisode", workbook.episodes.first())  # a Workbook is opened with its first episode
    if children_in_episode(latest):
        return sentence
    return f"{sentence} No child is in the Workbook now: a manager decides whether it is closed."
