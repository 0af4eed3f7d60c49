"""A summary changes its state here and nowhere else; its clocks and the lock on relationships follow."""

from casework.trail.rows import change
from workbook.summaries import clocks, locking
from workbook.summaries.states import SUMMARY_STATES


def move(summary, state, *movers, at, **values):
    """Bring `summary` to `state`, as one of `movers` may, with `values` and its next version.

    Called in a service's transaction, with the summary locked and before it the family.
    """
    SUMMARY_STATES.require(summary.state, state, *movers)
    change(summary, state=state, version=summary.version + 1, **values)
    clocks.follow(summary, at=at)
    locking.settle(summary.family)
    return summary
