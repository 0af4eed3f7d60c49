"""Which families are near another, so that what is written in one tells of the people of the other.

Near is a family in which somebody is or was who is or was here too (every entry of whoever was entered twice, also
where that was undone), one that is or was linked with it, and one that was joined with it. It holds in both
directions: the same question finds the protections of a family and the families of a protection.
"""

# By the index of each table, however many persons the county has: OFFSET 0 keeps the planner from reading it whole.
_ENTRIES = """
{of}_mains AS (
    SELECT id FROM {of} UNION SELECT was.id FROM {of}, LATERAL (
        SELECT merged_into_id AS id FROM casework_historicalperson
        WHERE id = {of}.id AND merged_into_id IS NOT NULL OFFSET 0
    ) AS was
), {of}_entries AS (
    SELECT id FROM {of}_mains UNION SELECT was.id FROM {of}_mains, LATERAL (
        SELECT id FROM casework_historicalperson WHERE merged_into_id = {of}_mains.id OFFSET 0
    ) AS was
)
"""
_MEMBERS = """
SELECT DISTINCT belonging.id FROM {families} AS family, LATERAL (
    SELECT person_id AS id FROM casework_familymember WHERE family_id = family.id OFFSET 0
) AS belonging
"""
_HOMES = """
SELECT DISTINCT belonging.id FROM {people} AS person, LATERAL (
    SELECT family_id AS id FROM casework_familymember WHERE person_id = person.id OFFSET 0
) AS belonging
"""
# Begins with `given` (ids of families); gives `near` (ids of families, these among them) and `own_entries` (persons).
_NEAR = f"""
own AS ({_MEMBERS.format(families="given")}), {_ENTRIES.format(of="own")}, near AS (
    SELECT id FROM given
    UNION {_HOMES.format(people="own_entries")}
    UNION SELECT other_id FROM casework_familylink WHERE family_id IN (SELECT id FROM given)
    UNION SELECT family_id FROM casework_familylink WHERE other_id IN (SELECT id FROM given)
    UNION SELECT joined_id FROM casework_familyjoin WHERE family_id IN (SELECT id FROM given)
    UNION SELECT family_id FROM casework_familyjoin WHERE joined_id IN (SELECT id FROM given)
)
"""
# Of one family: the families and the persons near it, the words of calls that led to these, and its open places.
AROUND = f"""
WITH given AS (SELECT %(family)s::bigint AS id), {_NEAR},
around AS ({_MEMBERS.format(families="near")}), {_ENTRIES.format(of="around")}
SELECT
    ARRAY(SELECT id FROM near),
    ARRAY(SELECT id FROM around_entries),
    ARRAY(
        SELECT concat_ws(E'\\n', call.child_address, call.caller_address, call.caller_number, call.concern,
            call.outcome_because)
        FROM near, LATERAL (SELECT * FROM casework_safetycall WHERE family_id = near.id OFFSET 0) AS call
    ),
    ARRAY(
        SELECT place.value FROM own_entries, LATERAL (
            SELECT value FROM casework_contactdetail
            WHERE person_id = own_entries.id AND protection_id IS NULL OFFSET 0
        ) AS place
    )
"""
# Of a protection's families and persons all families that are near.
FAMILIES_NEAR = f"""
WITH kept AS (SELECT unnest(%(people)s::bigint[]) AS id), {_ENTRIES.format(of="kept")}, given AS (
    SELECT unnest(%(families)s::bigint[]) AS id UNION {_HOMES.format(people="kept_entries")}
), {_NEAR}
SELECT id FROM near
"""
# Of every call that led to a family what it says.
CALLS = """
SELECT family_id, concat_ws(E'\\n', child_address, caller_address, caller_number, concern, outcome_because)
FROM casework_safetycall WHERE family_id IS NOT NULL
"""
