"""Which places are protected, in which words they are told, and who may read them: what masks are made of.

In SQL of their own, since each page asks some of them: no model is put together for it.
"""

# Those that last, each with the family that protects and the persons who live there or from whom it is kept.
LASTING = "SELECT id, family_id, people || from_whom FROM casework_protection WHERE ended_at IS NULL"
# What is protected: its protection, the family that wrote it, and whose it is or whom it is about.
KEPT = """
SELECT protection_id, family_id, ARRAY[person_id] FROM casework_contactdetail WHERE protection_id = ANY(%(places)s)
UNION ALL
SELECT protection_id, family_id, about FROM casework_keycontact WHERE protection_id = ANY(%(places)s)
"""
NAMES = """
SELECT id, plain_name(name) FROM casework_person WHERE name_known AND id = ANY(%(people)s)
UNION SELECT person_id, plain_name(name) FROM casework_personname WHERE person_id = ANY(%(people)s)
"""
# Where somebody lives and how to reach them; also what stood there before it was corrected.
PLACES = """
SELECT contact.protection_id, written.kind, written.value
FROM casework_contactdetail contact JOIN casework_historicalcontactdetail written ON written.id = contact.id
WHERE contact.protection_id = ANY(%(places)s)
UNION
SELECT protection_id, 'text', words FROM casework_heldback WHERE by_hand AND protection_id = ANY(%(places)s)
"""
# A nursery, a GP: of many families, so that it tells something only near those whom it sees.
KEY_CONTACTS = """
SELECT DISTINCT contact.protection_id, told.kind, told.value
FROM casework_keycontact contact JOIN casework_historicalkeycontact written ON written.id = contact.id,
LATERAL (VALUES
    ('organisation', written.organisation), ('name', written.name), ('telephone', written.telephone),
    ('email', written.email)
) AS told (kind, value)
WHERE contact.protection_id = ANY(%(places)s)
"""
# Of a restricted family nobody is named: that names would lead to it.
READERS = """
SELECT DISTINCT reader.protection_id, named.name FROM casework_protectionreader reader
JOIN casework_user named ON named.id = reader.user_id
WHERE reader.ended_on IS NULL AND reader.protection_id = ANY(%(places)s)
    AND NOT EXISTS (
        SELECT FROM casework_restriction restriction
        WHERE restriction.family_id = reader.family_id AND restriction.until_date IS NULL
    )
ORDER BY 1, 2
"""
# What columns of staff and of teams say.
STAFF = "SELECT name FROM casework_user UNION SELECT email FROM casework_user UNION SELECT name FROM casework_team"
BY_HAND = """
SELECT DISTINCT protection_id, subject_type, subject_id, field FROM casework_heldback
WHERE by_hand AND protection_id = ANY(%(places)s)
"""
# Of a passage that was held back by hand every wording that it had: `table` is that of its rows or of their history.
WORDINGS = 'SELECT DISTINCT "{column}" FROM "{table}" WHERE id = %(row)s'
# What changes with whatever is said of a protection; the database itself, since tests copy it anew.
STAMP = """
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
    (SELECT max(history_id) FROM casework_historicalcontactdetail),
    (SELECT max(history_id) FROM casework_historicalkeycontact),
    (SELECT max(history_id) FROM casework_historicalprotectionreader),
    (SELECT max(id) FROM casework_heldback WHERE by_hand),
    (SELECT max(history_id) FROM casework_historicaluser),
    (SELECT max(history_id) FROM casework_historicalteam),
    (SELECT max(history_id) FROM casework_historicalperson),
    (SELECT max(history_id) FROM casework_historicalpersonname),
    (SELECT max(history_id) FROM casework_historicalrestriction),
    (SELECT max(history_id) FROM casework_historicalprotection),
    pg_current_xact_id_if_assigned()::text
"""
# Those that name somebody, and those that they opened in an emergency.
READABLE = """
    ARRAY(
        SELECT reader.protection_id FROM casework_protectionreader reader
        WHERE reader.user_id = %(user)s AND reader.ended_on IS NULL
        UNION ALL
        SELECT opened.protection_id FROM casework_emergency opened
        JOIN casework_familygrant running ON running.id = opened.grant_id
        WHERE opened.by_id = %(user)s AND opened.protection_id IS NOT NULL
            AND running.ended_at IS NULL AND running.until_at > %(now)s
    )
"""
# The transactions of others that write in these tables now.
WRITERS = """
SELECT DISTINCT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation = ANY(ARRAY[
        'casework_historicalcontactdetail', 'casework_historicalkeycontact', 'casework_historicalprotectionreader',
        'casework_heldback', 'casework_historicaluser', 'casework_historicalteam', 'casework_historicalprotection',
        'casework_historicalperson', 'casework_historicalpersonname',
        'casework_historicalrestriction'
    ]::regclass[])
"""
