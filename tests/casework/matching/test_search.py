"""What a migration installs so that names are found: two functions, and two indexes for each name."""

import pytest
from django.db import connection

INDEXES = """
SELECT indexdef FROM pg_indexes WHERE indexname LIKE '%\\_plain' OR indexname LIKE '%\\_sound' ORDER BY indexname
"""


@pytest.mark.django_db
def test_every_name_is_indexed_as_it_is_spelt_and_as_it_sounds():
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        found = [definition.partition(" ON public.")[2] for (definition,) in cursor.fetchall()]
    assert found == [
        "casework_person USING gin (plain_name((known_as)::text) gin_trgm_ops)",
        "casework_person USING btree (name_sound((known_as)::text))",
        "casework_person USING gin (plain_name((name)::text) gin_trgm_ops)",
        "casework_person USING btree (name_sound((name)::text))",
        "casework_personname USING gin (plain_name((name)::text) gin_trgm_ops)",
        "casework_personname USING btree (name_sound((name)::text))",
    ]


@pytest.mark.django_db
def test_a_name_is_compared_without_case_and_accents_and_sounds_by_its_first_and_last_word():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plain_name(' Jos\u00c9 '), name_sound('Kathryn Ann Smith') = name_sound('Catherine Smyth')"
        )
        assert cursor.fetchone() == ("jose", True)
