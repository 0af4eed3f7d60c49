"""A mask in each kind of answer of the database, laid off inside services, and never saved."""

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Concat

from casework.masks.current import HELD_BACK, Mask, laid_off, put_on
from casework.masks.reading import reading_masked
from casework.masks.spelling import Kind, Value, spellings_of
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change, fingerprint
from casework.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
PLACE = "9 Hidden Row"
RAW = """SELECT '9 hidden row', '{"a": ["At 9 Hidden\\nRow", 1]}'::jsonb, array['9 Hidden Row', 'b'], 3"""


class OnePlace(Mask):
    def _tells(self, text):
        return spellings_of([Value(1, Kind.ADDRESS, PLACE)]).told_in(text)


@pytest.fixture
def masked():
    with reading_masked():
        put_on(OnePlace({1: "Sue Sands"}))
        yield f"{HELD_BACK} Ask Sue Sands.]"


def asked():
    with connection.cursor() as cursor:
        cursor.execute(RAW)
        return cursor.fetchone()


def test_mask_is_in_raw_sql_json_and_arrays(masked):
    text, document, array, number = asked()
    assert (text, array, number) == (masked, [masked, "b"], 3)
    assert masked in document
    assert "idden" not in document


def test_mask_is_in_values_annotations_and_rows(cast, masked):
    with laid_off(), acting(cast.sue):
        change(cast.rick, job_title=f"At {PLACE}")
    rows = User.objects.filter(pk=cast.rick.pk).annotate(both=Concat(F("name"), F("job_title")))
    assert rows.values_list("job_title", "both").get() == (masked, masked)
    assert [row.job_title for row in rows.iterator()] == [masked]
    assert User.history.filter(id=cast.rick.pk).latest("history_id").job_title == masked
    with laid_off():
        assert rows.get().job_title == f"At {PLACE}"


def test_what_stands_in_place_of_a_text_is_never_saved(cast, masked):
    with acting(cast.sue):
        assert not change(cast.rick, job_title=masked)
        cast.rick.job_title = masked
        with pytest.raises(Refusal, match="held back from you"):
            cast.rick.save()


def test_fingerprint_is_the_same_on_the_page_and_in_the_service(masked):
    seen = fingerprint(masked, 1)
    with laid_off():
        assert fingerprint(f"She is at {PLACE}.", 1) == seen


def test_nothing_is_masked_outside_a_request():
    put_on(OnePlace())
    assert asked()[0] == "9 hidden row"
