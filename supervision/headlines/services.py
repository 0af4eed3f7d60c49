"""Headlines are brought up to the day, and put right where they differ from their sources."""

import logging
from datetime import date

from django.db import transaction

from casework.families.headlines.services import carry_over_dates, write_headlines
from casework.trail.acting import acting
from casework.users.models import User
from supervision.headlines.queries import all_values, differences, slices

logger = logging.getLogger(__name__)


def carry_over_and_check(today: date, *, by: User) -> int:
    """Carry over what changed by its date, then put right what differs, which is logged; the number that differed."""
    carry_over_dates(today, by=by)
    return repair(today, by=by)


def write_all(today: date, *, by: User) -> int:
    """Write all headlines from their sources, for rows that no service wrote; how many changed."""
    changed = 0
    for ids in slices():
        with acting(by), transaction.atomic():
            changed += write_headlines(ids, lambda ids: all_values(ids, today))
    return changed


def repair(today: date, *, by: User) -> int:
    """Write the headlines that differ from their sources anew; their number."""
    found = 0
    for pk, changed in differences(today):
        logger.error("The headline of family %s differed from its sources in: %s", pk, ", ".join(sorted(changed)))
        with acting(by), transaction.atomic():
            found += write_headlines([pk], lambda ids: all_values(ids, today))
    return found
