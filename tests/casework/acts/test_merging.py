"""Merging by passage: who changed what, and where two people meet."""

import pytest

from casework.acts.merging import hash_of, merge, read_seen, seen_again, seen_of, stands_on, write_seen

RATING = ("rag", "rationale")
PASSAGES = [("outcome", "about"), ("analysis",), RATING]
OPENED = {"outcome": ["Settled."], "about": ["1", "2"], "rag": ["green"], "rationale": ["Calm."]}
SEEN = seen_of(PASSAGES, OPENED)


def merged(*, now=OPENED, mine=OPENED, **choices):
    return merge(PASSAGES, seen=SEEN, now=now, mine=mine, choices=choices)


def words(found):
    return {name: values for name, values in found.words.items() if values}


def test_what_nobody_changed_stays():
    assert words(merged()) == OPENED


def test_blank_space_and_the_order_of_boxes_change_nothing():
    mine = OPENED | {"outcome": [" Settled. "], "about": ["2", "1"]}
    assert words(merged(now=OPENED | {"outcome": ["Moved."]}, mine=mine))["outcome"] == ["Moved."]


@pytest.mark.rule("A10.7")
def test_two_people_under_different_headings_keep_both():
    found = merged(now=OPENED | {"outcome": ["Theirs."]}, mine=OPENED | {"analysis": ["Mine."]})
    assert words(found) == OPENED | {"outcome": ["Theirs."], "analysis": ["Mine."]}
    assert not found.met


def test_what_somebody_emptied_is_empty():
    assert "outcome" not in words(merged(mine=OPENED | {"outcome": []}))
    assert "outcome" not in words(merged(now=OPENED | {"outcome": []}))


@pytest.mark.rule("A10.7")
def test_two_people_meet_where_both_changed_the_same_passage():
    found = merged(now=OPENED | {"outcome": ["Theirs."]}, mine=OPENED | {"outcome": ["Mine."]})
    assert found.met == [("outcome", "about")]
    assert found.seen["outcome"] == SEEN["outcome"]
    assert found.words["outcome"] == ["Mine."]


def test_a_rating_and_its_reason_are_one_passage():
    found = merged(now=OPENED | {"rag": ["red"]}, mine=OPENED | {"rationale": ["Mine."]})
    assert found.met == [RATING]


def test_two_people_who_wrote_the_same_do_not_meet():
    both = OPENED | {"outcome": ["Moved."]}
    assert not merged(now=both, mine=both).met


@pytest.mark.parametrize(
    ("choice", "outcome", "joined"),
    [("mine", "Mine.", False), ("theirs", "Theirs.", False), ("together", "Theirs.\n\nMine.", True)],
)
def test_a_choice_settles_a_meeting(choice, outcome, joined):
    now = OPENED | {"outcome": ["Theirs."]}
    saw = hash_of(("outcome", "about"), now)
    found = merged(now=now, mine=OPENED | {"outcome": ["Mine."]}, outcome=(choice, saw))
    assert found.words["outcome"] == [outcome]
    assert (found.met, found.joined) == ([], [("outcome", "about")] if joined else [])


def test_a_choice_between_other_words_than_are_saved_now_settles_nothing():
    saw = hash_of(("outcome", "about"), OPENED | {"outcome": ["What they had written before."]})
    found = merged(now=OPENED | {"outcome": ["Theirs."]}, mine=OPENED | {"outcome": ["Mine."]}, outcome=("mine", saw))
    assert found.met == [("outcome", "about")]


def test_a_passage_that_the_page_did_not_show_stays_as_it_is_saved():
    found = merge([("new",)], seen={}, now={"new": ["Theirs."]}, mine={}, choices={})
    assert words(found) == {"new": ["Theirs."]}


def test_page_that_was_saved_stands_on_what_it_saved_and_on_what_it_showed():
    seen, sent = {"one": "a", "two": "b"}, {"one": "a", "two": "mine"}
    stood_on = stands_on(seen, sent, {"one": "theirs", "two": "mine"})
    assert seen_again(seen, stood_on) == {"one": "a", "two": "mine"}


def test_page_that_shows_an_older_state_than_was_saved_has_seen_no_more_than_that():
    stood_on = stands_on({"one": "theirs"}, {"one": "both"}, {"one": "both"})
    assert seen_again({"one": "theirs"}, stood_on) == {"one": "both"}
    assert seen_again({"one": "before"}, stood_on) == {"one": "before"}
    assert seen_again({}, stood_on) == {"one": "both"}


def test_what_was_seen_is_carried_as_text():
    assert read_seen(write_seen(SEEN)) == SEEN
    assert read_seen("rubbish") == {}
