"""Pages by key over a union whose order is (when, source, id): no counting, and no line twice or lost between pages."""

from django.db.models import Q


def beyond(when, after, source, *, newest_first):
    """Within the rows of one `source`: those that come after the key `after` = (when, source, id); None is the start.

    `when` is the name of the first column; the third is `key`.
    """
    if after is None:
        return Q()
    moment, last_source, last_key = after
    side = "lt" if newest_first else "gt"
    if source == last_source:
        return Q(**{f"{when}__{side}": moment}) | Q(**{when: moment, f"key__{side}": last_key})
    still_to_come = source < last_source if newest_first else source > last_source
    return Q(**{f"{when}__{side}{'e' if still_to_come else ''}": moment})
