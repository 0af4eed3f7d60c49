"""What PostgreSQL needs to find a name that is misspelt, or that only sounds the same."""

from django.contrib.postgres.operations import CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# The two-argument form of unaccent does not depend on the session, so an index may be built on it. It knows whole
# letters: a letter and its accent that were typed apart are put together before. Of no account are apostrophes, however
# typed, other accents, Arabic vowel signs and stretched letters; alif is one letter, with its hamza or without.
PLAIN_NAME = r"""
CREATE OR REPLACE FUNCTION plain_name(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent', regexp_replace(
    translate(normalize(trim($1), NFKC), U&'\0622\0623\0625\0649''\2018\2019\02BC\02B9\0060\00B4', U&'\0627\0627\0627\064A'),
    U&'[\0300-\036F\0640\064B-\0652\0670]', '', 'g'))) $$
"""
# Of the first and of the last word: 'Catherine Smyth' sounds as 'Kathryn Smith' does.
NAME_SOUND = """
CREATE OR REPLACE FUNCTION name_sound(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT public.dmetaphone(split_part(public.plain_name($1), ' ', 1)) || ' '
    || public.dmetaphone(substring(public.plain_name($1) from '[^ ]*$')) $$
"""
NAMES = [("casework_person", "name"), ("casework_person", "known_as"), ("casework_personname", "name")]
# By the end of the index's name.
INDEXES = {
    "plain": "CREATE INDEX IF NOT EXISTS {index} ON {table} USING gin (plain_name({column}) gin_trgm_ops)",
    "sound": "CREATE INDEX IF NOT EXISTS {index} ON {table} (name_sound({column}))",
}
# Of what is plain already.
HEADLINE_NAMES = (
    "CREATE INDEX IF NOT EXISTS casework_headline_names ON casework_headline USING gin (names gin_trgm_ops)"
)


def index_of(table, column, kind):
    name = f"{table}_{column}_{kind}"
    return migrations.RunSQL(
        INDEXES[kind].format(index=name, table=table, column=column), reverse_sql=f"DROP INDEX {name}"
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_append_only")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(PLAIN_NAME, reverse_sql="DROP FUNCTION plain_name(text)"),
        migrations.RunSQL(NAME_SOUND, reverse_sql="DROP FUNCTION name_sound(text)"),
        *[index_of(table, column, kind) for table, column in NAMES for kind in INDEXES],
        migrations.RunSQL(HEADLINE_NAMES, reverse_sql="DROP INDEX casework_headline_names"),
    ]
