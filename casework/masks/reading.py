"""Reading as somebody in particular: a request of a user, or a paper that several read."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from casework.masks.current import put_on, reading
from casework.masks.loading import through_the_mask
from casework.masks.queries import NOBODY_NAMED, mask_in_family


@contextmanager
def reading_masked() -> Iterator[None]:
    """Within it what the database gives goes through the masks that are put on."""
    with reading(), connection.execute_wrapper(through_the_mask):
        yield


@contextmanager
def reading_for_nobody_named(family: int) -> Iterator[None]:
    """As whoever may read the family's record and none of its protected places: for papers, which several read."""
    with reading_masked():
        put_on(mask_in_family(family, NOBODY_NAMED), family)
        yield
