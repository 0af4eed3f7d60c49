import pytest

from tests.supervision.group_supervisions.conftest import text


@pytest.mark.rule("A6.2", "C11")
def test_calendar_goes_by_week_and_says_the_status_of_each_pack(cast, prepared, signed_in):
    answer = text(signed_in(cast.bob).get("/supervisions/"))
    assert "Next week" in answer
    assert "Closed for supervision, 2 of 3 summaries finalised" in answer
    assert "waiting to be made" in answer
    assert "Ash" not in text(signed_in(cast.stan).get("/supervisions/"))


def test_calendar_begins_with_what_was_held_and_not_signed_off(cast, held, signed_in):
    assert "Held, not signed off" in text(signed_in(cast.mary).get("/supervisions/"))


def test_calendar_asks_a_fixed_number_of_queries(cast, prepared, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.bob)
    client.get("/supervisions/")
    with django_assert_max_num_queries(16):
        client.get("/supervisions/")
