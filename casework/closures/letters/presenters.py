"""The letters of a closing as pages show them."""

from datetime import date
from typing import NamedTuple

from casework.closures.letters.queries import letters_of
from casework.closures.models import Closure
from casework.people.contact_details.presenters import place_words


class LetterText(NamedTuple):
    """`address` never says a protected one: whoever posts the letter and is named finds it on the person's page."""

    name: str
    job_title: str
    address: str
    sent_on: date | None
    evidence: str


def letter_texts(closure: Closure) -> list[LetterText]:
    return [
        LetterText(row.name, row.job_title, place_words(row.place, row.address), row.sent_on, row.evidence)
        for row in letters_of(closure)
    ]
