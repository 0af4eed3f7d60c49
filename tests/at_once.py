"""The same act twice at one moment, each on a connection of its own: for tests of a form that is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(act):
    """What each of the two gave; what one of them raised is raised."""
    start = Barrier(2)

    def one(_):
        start.wait(timeout=10)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2), timeout=20))
