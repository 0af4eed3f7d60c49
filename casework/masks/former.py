"""Who could read a place and may not any more: they do not read it in their own words either."""

from casework.masks.county import asked

FORMERLY_READ = """
SELECT protection_id FROM casework_protectionreader WHERE user_id = %(user)s
GROUP BY protection_id HAVING bool_and(ended_on IS NOT NULL)
"""


def formerly_read(user: int) -> set[int]:
    """The protections (ids) of which the user, by id, was a reader and is none now."""
    return {protection for (protection,) in asked(FORMERLY_READ, user=user)}
