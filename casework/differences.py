"""What changed between two texts, word by word, as HTML that a screen reader reads out too."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WORDS = re.compile(r"\S+\s*|\s+")
# How many words are shown on each side of a change; those between are left out.
AROUND = 12


def difference(before: str, after: str) -> SafeString:
    """`after` with what was added and removed marked; long stretches that did not change are left out."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    steps = SequenceMatcher(None, old, new).get_opcodes()
    parts = chain.from_iterable(_step(kind, old[a:b], new[c:d]) for kind, a, b, c, d in steps)
    return mark_safe("".join(parts))


def _step(kind: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    if kind == "equal":
        yield _unchanged(old)
    if kind in ("delete", "replace"):
        yield _marked("del", "removed", old)
    if kind in ("insert", "replace"):
        yield _marked("ins", "added", new)


def _marked(tag: str, label: str, words: Sequence[str]) -> str:
    """The label for screen readers is inside, since many do not read the element itself."""
    opened = format_html('<{}><span class="govuk-visually-hidden">[{}:] </span>', mark_safe(tag), label)
    closed = format_html('<span class="govuk-visually-hidden"> [end]</span></{}> ', mark_safe(tag))
    return opened + _joined(words).strip() + closed


def _unchanged(words: Sequence[str]) -> str:
    if len(words) <= 2 * AROUND + 5:
        return _joined(words)
    return _joined(words[:AROUND]) + "… " + _joined(words[-AROUND:])


def _joined(words: Sequence[str]) -> SafeString:
    return format_html_join("", "{}", ((word,) for word in words))
