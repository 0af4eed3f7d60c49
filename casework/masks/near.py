"""Which families are near another, so that what is written in one tells of the people of the other.

Near is a family in which somebody is or was who is or was here too (every entry of whoever was entered twice, also
where that was undone), one that is or was linked with it, and one that was joined with it. It holds in both
directions: the same question finds the protections of a family and the families of a protection. Near a protection is
besides a family with somebody of the same name (former names too), who may be the same and not linked yet, and one to
which a call led that told the place or named them.
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
_SAID = "concat_ws(E'\\n', said.child_address, said.caller_address, said.caller_number, said.concern)"
# Of one family: the families and the persons near it, the names of its own, what the calls said that led to it, and the
# places that are openly its own.
AROUND = f"""
WITH given AS (SELECT %(family)s::bigint AS id), {_NEAR},
around AS ({_MEMBERS.format(families="near")}), {_ENTRIES.format(of="around")}
SELECT
    ARRAY(SELECT id FROM near),
    ARRAY(SELECT id FROM around_entries),
    ARRAY(SELECT plain_name(called.name) FROM own, LATERAL (
        SELECT name FROM casework_person WHERE id = own.id AND name_known
        UNION ALL SELECT name FROM casework_personname WHERE person_id = own.id OFFSET 0
    ) AS called UNION SELECT plain_name(child_name) FROM casework_safetycall
        WHERE family_id = %(family)s AND child_name <> ''),
    ARRAY(SELECT DISTINCT {_SAID} FROM casework_historicalsafetycall said
        WHERE id IN (SELECT id FROM casework_safetycall WHERE family_id = %(family)s)),
    ARRAY(SELECT place.value FROM own_entries, LATERAL (
        SELECT value FROM casework_contactdetail
        WHERE person_id = own_entries.id AND protection_id IS NULL OFFSET 0
    ) AS place)
"""
# Of a protection's families, persons and their names all families that are near.
FAMILIES_NEAR = f"""
WITH kept AS (
    SELECT unnest(%(people)s::bigint[]) AS id
    UNION SELECT id FROM casework_person WHERE name_known AND plain_name(name) = ANY(%(names)s)
    UNION SELECT person_id FROM casework_personname WHERE plain_name(name) = ANY(%(names)s)
), {_ENTRIES.format(of="kept")}, given AS (
    SELECT unnest(%(families)s::bigint[]) AS id UNION {_HOMES.format(people="kept_entries")}
    UNION SELECT family_id FROM casework_safetycall
    WHERE family_id IS NOT NULL AND plain_name(child_name) = ANY(%(names)s)
), {_NEAR}
SELECT id FROM near
"""
# Of every call that led to a family what it said.
CALLS = f"""
SELECT DISTINCT call.family_id, {_SAID}
FROM casework_safetycall call JOIN casework_historicalsafetycall said ON said.id = call.id
WHERE call.family_id IS NOT NULL
"""
