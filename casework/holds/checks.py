"""Why something may not be done with a family just now, and where that can be put right."""

from typing import NamedTuple

from casework.access.ways import address_of
from casework.families.models import Family
from casework.holds.models import Held, Hold
from casework.holds.registry import REASONS
from casework.subjects import SubjectKey, find_all

UNKNOWN = "Something that is not there any more holds it. Ask whoever runs the Workbook."


class HoldReason(NamedTuple):
    """A sentence, and the address where it can be put right: '' where that is not there any more."""

    because: str
    url: str


def holds_against(family: Family, what: Held) -> list[HoldReason]:
    """The reasons why `what` may not be done; empty where nothing holds it."""
    holds = list(family.holds.filter(what=what).order_by("pk"))
    rows = find_all(SubjectKey(hold.subject_type, hold.subject_id) for hold in holds)
    return [_reason(hold, rows.get(SubjectKey(hold.subject_type, hold.subject_id))) for hold in holds]


def _reason(hold: Hold, row: object) -> HoldReason:
    reason = REASONS.get((hold.what, hold.subject_type))
    if reason is None or row is None:
        return HoldReason(UNKNOWN, "")
    return HoldReason(reason.because(row), address_of(reason.page, hold.family_id, row))
