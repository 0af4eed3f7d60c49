"""The family's warnings in words, for the header of each of its pages and the first page of a pack."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from casework.access import Can
from casework.access.several import access_by_family
from casework.families.models import Family
from casework.passages.presenters import PassageText
from casework.users.models import User
from casework.warnings.models import Caution
from casework.warnings.queries import current_warnings, people_here
from casework.words import say_date

# As of a warning whose writer did not say more: that another record tells it would tell of that record.
NOT_TOLD = "ask your manager before you visit"


class WarningText(NamedTuple):
    """`overdue` says since when the review of the warning is overdue; '' where it is not."""

    text: str
    overdue: str

    def __str__(self) -> str:
        return f"{self.text} ({self.overdue})" if self.overdue else self.text


class WarningRow(NamedTuple):
    """A warning in the list of a family: `own` is reviewed and ended here.

    `source` is '' where the record from which it comes is closed to the reader; `family` is that record, or None.
    """

    caution: Caution
    text: str
    overdue: str
    own: bool
    source: str
    family: Family | None


def warning_texts(family: Family, user: User | None, today: date) -> list[WarningText]:
    """What stands in the family for `user`, or on paper where that is None: its own, and what follows a person."""
    cautions = current_warnings(family, user, today=today)
    texts = _texts(cautions, family)
    return [WarningText(texts[caution.pk], review_overdue(caution, today)) for caution in cautions]


def warning_rows(family: Family, user: User, today: date) -> list[WarningRow]:
    cautions: list[Any] = current_warnings(family, user, today=today)
    texts, opened = _texts(cautions, family), access_by_family(user, {each.family_id for each in cautions})
    return [_row(each, texts[each.pk], family, opened[each.family_id].can(Can.READ), today) for each in cautions]


def _row(caution: Caution, text: str, family: Family, is_open: bool, today: date) -> WarningRow:
    own = caution.family_id == family.pk
    return WarningRow(
        caution, text, review_overdue(caution, today), own, caution.source if own or is_open else "",
        caution.family if is_open and not own else None,
    )  # fmt: skip


def _texts(cautions: Iterable[Any], family: Family) -> dict[int, str]:
    """By id each with the name by which this family knows the person; without its words where they are not told."""
    cautions = list(cautions)
    here = people_here(family) if any(each.person for each in cautions) else {}
    return {each.pk: _text(each, family, here.get(each.person.one_id) if each.person else None) for each in cautions}


def _text(caution: Any, family: Family, person: Any) -> str:
    named = f"{caution.get_kind_display()} ({person})" if person else caution.get_kind_display()
    if caution.family_id == family.pk:
        return f"{named}: {caution.detail}"
    return f"{named}, from another family’s record: {caution.detail}" if caution.told else f"{named}: {NOT_TOLD}"


def review_overdue(caution: Caution, today: date) -> str:
    return f"review overdue since {say_date(caution.review_on)}" if caution.review_on < today else ""


def saved_text(caution: Caution) -> list[PassageText]:
    """What is saved, shown after a conflict."""
    return [PassageText(caution.get_kind_display(), caution.detail, []), PassageText("Source", caution.source, [])]
