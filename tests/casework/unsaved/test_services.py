"""What somebody types is kept for them alone until they save."""

from datetime import timedelta

import pytest

from casework.refusal import Refusal
from casework.unsaved import queries as unsaved
from casework.unsaved import services
from casework.unsaved.services import LARGEST
from tests.factories import NOW
from tests.former import leave

pytestmark = pytest.mark.django_db
KEY, OTHER = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d", "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2e"
DAY = timedelta(days=1)


@pytest.fixture
def keep(ash, cast):
    def keep(user=cast.sue, **other):
        values = {"form_key": KEY, "family_id": ash.family.pk, "title": "Record", "url": "/x/", "fields": {"a": "b"}}
        return services.keep(user, at=NOW, **(values | other))

    return keep


@pytest.mark.rule("C16")
def test_text_is_one_row_for_a_user_and_a_form_until_discarded(keep, cast):
    keep()
    keep(fields={"a": "more"})
    assert unsaved.unsaved_text(cast.sue, KEY).fields == {"a": "more"}
    assert cast.sue.unsaved_texts.count() == 1
    services.discard(cast.sue, KEY, NOW)
    assert unsaved.unsaved_text(cast.sue, KEY) is None


def test_text_of_one_form_is_not_shared_by_two_users(keep, cast):
    keep()
    keep(cast.dora, fields={"a": "Dora's"})
    assert unsaved.unsaved_text(cast.sue, KEY).fields == {"a": "b"}
    services.discard(cast.dora, KEY, NOW)
    assert unsaved.unsaved_text(cast.sue, KEY)


def test_text_about_a_family_that_one_does_not_see_is_refused(keep, cast):
    with pytest.raises(Refusal, match="not open to you"):
        keep(cast.stan)


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "x"])
def test_text_with_an_address_outside_the_product_is_refused(keep, url):
    with pytest.raises(Refusal, match="not one of this product's"):
        keep(url=url)


def test_text_that_is_too_long_is_refused_with_what_to_do(keep):
    keep(fields={"a": "x" * LARGEST})
    with pytest.raises(Refusal, match="Save it"):
        keep(fields={"a": "x" * LARGEST, "b": "y"})


def test_text_is_kept_for_a_worker_of_now_and_not_for_a_former_one(keep, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    leave(cast.sue, by=cast.mary)
    with pytest.raises(Refusal, match="not open to you"):
        keep(cast.sue)
    assert keep(cast.dora).user == cast.dora


def test_text_is_told_of_by_its_form_and_only_with_the_families_that_are_asked_for(keep, ash, cast):
    keep()
    keep(cast.dora)
    [notice] = unsaved.unsaved_in(cast.sue, [ash.family])
    assert (notice.form, notice.family) == ("Record", "Ash")
    assert unsaved.unsaved_in(cast.sue, []) == []


def test_two_windows_of_one_form_have_a_row_each(keep, cast):
    keep()
    keep(form_key=OTHER, fields={"a": "of the other window"})
    assert {text.fields["a"] for text in cast.sue.unsaved_texts.all()} == {"b", "of the other window"}


def test_text_that_a_page_goes_on_with_is_replaced_unless_it_was_typed_on(keep, cast):
    opened_with = keep()
    went_on_from = f"{KEY}:{opened_with.digest}"
    keep(page=OTHER, fields={"a": "b and more"}, went_on_from=went_on_from)
    assert [text.fields["a"] for text in cast.sue.unsaved_texts.all()] == ["b and more"]
    keep(page=OTHER, fields={"a": "b and much more"}, went_on_from=went_on_from)
    assert [text.fields["a"] for text in cast.sue.unsaved_texts.all()] == ["b and much more"]


@pytest.mark.rule("C16")
def test_text_that_is_saved_is_forgotten_with_just_its_words(keep, cast):
    text = keep()
    services.forget_saved(cast.sue, f"{KEY}:{'0' * 64}", "", "rubbish")
    services.forget_saved(cast.dora, f"{KEY}:{text.digest}")
    assert unsaved.unsaved_text(cast.sue, KEY)
    services.forget_saved(cast.sue, f"{KEY}:{text.digest}")
    assert unsaved.unsaved_text(cast.sue, KEY) is None


def test_discarded_text_comes_back_within_a_day_and_is_purged_after_it(keep, cast):
    keep()
    services.discard(cast.sue, KEY, NOW)
    assert services.purge_discarded(NOW + DAY - timedelta(seconds=1)) == 0
    assert services.bring_back(cast.sue, KEY, NOW + DAY - timedelta(seconds=1)).fields == {"a": "b"}
    services.discard(cast.sue, KEY, NOW)
    with pytest.raises(Refusal, match="more than a day ago"):
        services.bring_back(cast.sue, KEY, NOW + DAY)
    assert services.purge_discarded(NOW + DAY) == 1


def test_bringing_back_twice_says_twice_that_it_is_back(keep, cast):
    keep()
    services.discard(cast.sue, KEY, NOW)
    assert [services.bring_back(cast.sue, KEY, NOW + DAY / 2).fields for _ in range(2)] == [{"a": "b"}] * 2


@pytest.mark.rule("A9.20")
def test_discarding_what_may_be_a_protected_detail_is_final(keep, cast):
    keep(private=True)
    services.discard(cast.sue, KEY, NOW)
    assert not cast.sue.unsaved_texts.exists()


@pytest.mark.parametrize(
    ("url", "kept"), [("/x/?kept=k&of=3", "/x/?of=3"), ("/x/?leave=1", "/x/"), ("/x/?of=3", "/x/?of=3")]
)
def test_address_of_text_says_nothing_of_how_its_page_was_opened(keep, url, kept):
    assert keep(url=url).url == kept
