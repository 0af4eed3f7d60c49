"""Which places are protected, in which words they are told, and who may read them: what masks are made of."""

from casework.masks.spelling import Kind

# The persons who belong or have belonged to a family, every entry of whoever was entered twice.
IN_FAMILY = """
WITH members AS (
    SELECT coalesce(person.merged_into_id, person.id) AS id
    FROM casework_familymember member JOIN casework_person person ON person.id = member.person_id
    WHERE member.family_id = %(family)s
), people AS (
    SELECT id FROM members UNION SELECT id FROM casework_person WHERE merged_into_id IN (SELECT id FROM members)
)
SELECT contact.id FROM casework_contactdetail contact
WHERE contact.protected AND contact.person_id IN (SELECT id FROM people) AND NOT EXISTS (
    SELECT FROM casework_contactreader reader
    WHERE reader.contact_id = contact.id AND reader.user_id = %(user)s AND reader.ended_on IS NULL
)
"""
VALUES = """
SELECT DISTINCT id, kind, value FROM casework_historicalcontactdetail WHERE id = ANY(%(places)s)
"""
READERS = """
SELECT DISTINCT reader.contact_id, reader_user.name FROM casework_contactreader reader
JOIN casework_user reader_user ON reader_user.id = reader.user_id
WHERE reader.ended_on IS NULL AND reader.contact_id = ANY(%(places)s) ORDER BY 1, 2
"""
LASTING = "SELECT id FROM casework_contactdetail WHERE protected"
# What changes with whatever is said of a protection; the database itself, since tests copy it anew.
READABLE_AND_STAMP = """
SELECT
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
    (SELECT max(history_id) FROM casework_historicalcontactdetail),
    (SELECT max(history_id) FROM casework_historicalcontactreader),
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
    ARRAY(
        SELECT reader.contact_id FROM casework_contactreader reader
        WHERE reader.user_id = %(user)s AND reader.ended_on IS NULL
    )
"""


def kind_of(kind: str) -> Kind:
    return Kind(kind)
