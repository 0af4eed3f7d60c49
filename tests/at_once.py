"""The same act twice at one moment, each on a connection of its own: for tests of what is done concurrently."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

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


def sent_at_once(signed_in, user, url, words):
    """The two answers to one opened page that is sent twice, as by a double click."""
    browsers, sent = [signed_in(user), signed_in(user)], {**words, "form_key": uuid4()}
    return at_once(lambda: browsers.pop().post(url, sent))
