"""Who shares with whom, as pages show it: never a reason, but on the page of that one choice and of its own parents."""

from collections.abc import Collection
from typing import NamedTuple

from django.urls import reverse

from casework.families.models import Family
from casework.people.models import Person
from casework.users.models import User
from workbook.programmes.sharing import queries
from workbook.programmes.sharing.models import SharingChoice


class ChoiceRow(NamedTuple):
    """A choice in a list: `stands` where no later one does; `why_url` leads to its reason, '' where it has none."""

    choice: SharingChoice
    sentence: str
    stands: bool
    why_url: str


def sentence_of(choice: SharingChoice) -> str:
    """'Ann Ash does not share with Carl Ash'."""
    return f"{choice.parent} {choice.get_choice_display()} {choice.with_whom}"


def hints_of(family: Family, reader: User) -> dict[int, str]:
    """By the parent's `one_id` in one line why they are not chosen already, without any reason."""
    return {pk: " ".join(each.sentence for each in why) for pk, why in queries.hindrances(family, reader).items()}


def choice_rows(family: Family) -> list[ChoiceRow]:
    """All that was said, the latest first."""
    now = {choice.pk for choice in queries.choices_now(family)}
    return [_row(family, choice, choice.pk in now) for choice in queries.choices_of(family)]


def _row(family: Family, choice: SharingChoice, stands: bool) -> ChoiceRow:
    url = reverse("sharing-choice", args=[family.pk, choice.pk]) if choice.because else ""
    return ChoiceRow(choice, sentence_of(choice), stands, url)


def reasons_of(family: Family, parents: Collection[Person]) -> list[str]:
    """What these parents themselves gave as reasons for not sharing, each once."""
    return list(dict.fromkeys(each.because for each in queries.why_own(family, parents)))
