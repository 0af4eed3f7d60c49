"""Somebody who is known already comes into a family, and into its open Workbook."""

from casework.matching import services as matching
from casework.trail.acting import service
from workbook.members.services import episodes_to_join, join_running
from workbook.programmes import clocks
from workbook.ties.reading import in_another
from workbook.ties.services import hold


@service
def bring_in(family, person, *, by, at, **details):
    """As `casework.matching.services.bring_in`; who is part of another family's Workbook stays there until decided."""
    member = matching.bring_in(family, person, by=by, at=at, **details)
    hold([person])  # no other family takes them into its Workbook meanwhile
    if not in_another(family, person):
        for episode in episodes_to_join(family):
            join_running(episode, person, at=at)
    clocks.settle(family, at=at)
    return member
