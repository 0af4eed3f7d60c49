"""What PostgreSQL needs to find a name that is misspelt, or that only sounds the same.

Installed after each `migrate`, as the protection of the trail is: the extensions are trusted, so the owner of the
database may create them.
"""

EXTENSIONS = ("pg_trgm", "fuzzystrmatch", "unaccent")
# The two-argument form of unaccent does not depend on the session, so an index may be built on it.
PLAIN_NAME = """
CREATE OR REPLACE FUNCTION plain_name(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent', trim($1))) $$
"""
# Of the first and of the last word: 'Catherine Smyth' sounds as 'Kathryn Smith' does.
NAME_SOUND = """
CREATE OR REPLACE FUNCTION name_sound(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT public.dmetaphone(split_part(public.plain_name($1), ' ', 1)) || ' '
    || public.dmetaphone(substring(public.plain_name($1) from '[^ ]*$')) $$
"""
NAMES = (("casework_person", "name"), ("casework_person", "known_as"), ("casework_personname", "name"))
INDEXES = (
    "CREATE INDEX IF NOT EXISTS {table}_{column}_plain ON {table} USING gin (plain_name({column}) gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS {table}_{column}_sound ON {table} (name_sound({column}))",
)


def install(connection):
    with connection.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        cursor.execute(PLAIN_NAME)
        cursor.execute(NAME_SOUND)
        for table, column in NAMES:
            for index in INDEXES:
                cursor.execute(index.format(table=table, column=column))
