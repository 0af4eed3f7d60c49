"""Which places are protected, in which words they are told, and who may read them: what masks are made of.

In SQL of their own, since each page of a family asks them: no model is put together for it.
"""

# The protections that last and concern a family: of the persons who belong or have belonged to it, every entry of
# whoever was entered twice, and of its key contacts. Without those that name the user. OFFSET: by the index of persons.
IN_FAMILY = """
WITH members AS (
    SELECT DISTINCT coalesce(person.merged_into_id, person.id) AS id
    FROM casework_familymember member JOIN casework_person person ON person.id = member.person_id
    WHERE member.family_id = %(family)s
), people AS (
    SELECT id FROM members UNION SELECT other.id FROM members, LATERAL (
        SELECT id FROM casework_person WHERE merged_into_id = members.id OFFSET 0
    ) AS other
), concerning AS (
    SELECT kept.protection_id AS id FROM people, LATERAL (
        SELECT protection_id FROM casework_contactdetail
        WHERE person_id = people.id AND protection_id IS NOT NULL OFFSET 0
    ) AS kept
    UNION SELECT protection_id FROM casework_keycontact
        WHERE family_id = %(family)s AND protection_id IS NOT NULL
    UNION SELECT id FROM casework_protection WHERE people && ARRAY(SELECT id FROM people)
)
SELECT protection.id FROM casework_protection protection
WHERE protection.id IN (SELECT id FROM concerning) AND protection.ended_at IS NULL AND NOT EXISTS (
    SELECT FROM casework_protectionreader reader
    WHERE reader.protection_id = protection.id AND reader.user_id = %(user)s AND reader.ended_on IS NULL
)
"""
# Also what stood there before it was corrected.
VALUES = """
SELECT contact.protection_id, written.kind, written.value
FROM casework_contactdetail contact JOIN casework_historicalcontactdetail written ON written.id = contact.id
WHERE contact.protection_id = ANY(%(places)s)
UNION
SELECT contact.protection_id, told.kind, told.value
FROM casework_keycontact contact JOIN casework_historicalkeycontact written ON written.id = contact.id,
LATERAL (VALUES
    ('organisation', written.organisation), ('name', written.name), ('telephone', written.telephone),
    ('email', written.email)
) AS told (kind, value)
WHERE contact.protection_id = ANY(%(places)s)
UNION
SELECT protection_id, 'text', words FROM casework_heldback WHERE by_hand AND protection_id = ANY(%(places)s)
"""
READERS = """
SELECT DISTINCT reader.protection_id, named.name FROM casework_protectionreader reader
JOIN casework_user named ON named.id = reader.user_id
WHERE reader.ended_on IS NULL AND reader.protection_id = ANY(%(places)s) ORDER BY 1, 2
"""
BY_HAND = """
SELECT DISTINCT protection_id, subject_type, subject_id, field FROM casework_heldback
WHERE by_hand AND protection_id = ANY(%(places)s)
"""
LASTING = "SELECT id FROM casework_protection WHERE ended_at IS NULL"
# What changes with whatever is said of a protection; the database itself, since tests copy it anew.
READABLE_AND_STAMP = """
SELECT
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
    (SELECT max(history_id) FROM casework_historicalcontactdetail),
    (SELECT max(history_id) FROM casework_historicalkeycontact),
    (SELECT max(history_id) FROM casework_historicalprotectionreader),
    (SELECT max(id) FROM casework_heldback),
    (SELECT max(history_id) FROM casework_historicalprotection),
    pg_current_xact_id_if_assigned()::text,
    ARRAY(
        SELECT reader.protection_id FROM casework_protectionreader reader
        WHERE reader.user_id = %(user)s AND reader.ended_on IS NULL
    )
"""
# The transactions of others that write in these tables now.
WRITERS = """
SELECT DISTINCT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation = ANY(ARRAY[
        'casework_historicalcontactdetail', 'casework_historicalkeycontact', 'casework_historicalprotectionreader',
        'casework_heldback', 'casework_historicalprotection'
    ]::regclass[])
"""
# Of a passage that was held back by hand every wording that it had: `table` is that of its rows or of their history.
WORDINGS = 'SELECT DISTINCT "{column}" FROM "{table}" WHERE id = %(row)s'
