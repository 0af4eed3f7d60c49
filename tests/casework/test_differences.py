from hypothesis import given
from hypothesis import strategies as st

from casework.differences import AROUND, difference

HIDDEN = '<span class="govuk-visually-hidden">'
ADDED = f"<ins>{HIDDEN}[added:] </span>{{}}{HIDDEN} [end]</span></ins> "
REMOVED = ADDED.replace("ins>", "del>").replace("added", "removed")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def test_difference_marks_words_added_and_removed_also_for_screen_readers():
    assert difference("She is safe.", "She is not safe.") == f"She is {ADDED.format('not')}safe."
    assert difference("She is not safe.", "She is safe.") == f"She is {REMOVED.format('not')}safe."


def test_difference_marks_a_replaced_word():
    assert difference("Ann is worried", "Ann is calm") == "Ann is " + REMOVED.format("worried") + ADDED.format("calm")


def test_difference_leaves_out_long_unchanged_parts():
    same = " ".join(f"word{number}" for number in range(100))
    told = difference(f"{same} old", f"{same} new")
    assert "word0 " in told
    assert "word50" not in told
    assert f"word{100 - AROUND} " in told


@given(TEXT, TEXT)
def test_difference_escapes_what_was_typed(before, after):
    told = difference(f"<b>{before}", f"{after}<script>")
    for tag in ("ins", "del", "span"):
        told = told.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in told.replace(HIDDEN, "")


@given(TEXT)
def test_difference_of_equal_texts_has_no_marks(text):
    assert "<ins>" not in difference(text, text)
    assert "<del>" not in difference(text, text)
