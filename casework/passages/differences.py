"""What changed between two texts, word by word, as HTML that is said as well as seen."""

import re
from difflib import SequenceMatcher
from itertools import chain

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

WORDS = re.compile(r"\S+\s*|\s+")
# Words shown on each side of a change; what lies between is left out.
AROUND = 12


def difference(before, after):
    """`after` with what was added and removed marked; long stretches that did not change are left out."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    steps = SequenceMatcher(None, old, new).get_opcodes()
    parts = chain.from_iterable(_step(kind, old[a:b], new[c:d]) for kind, a, b, c, d in steps)
    return mark_safe("".join(parts))


def _step(kind, old, new):
    if kind == "equal":
        yield _unchanged(old)
    if kind in ("delete", "replace"):
        yield _marked("del", "removed", old)
    if kind in ("insert", "replace"):
        yield _marked("ins", "added", new)


def _marked(tag, said, words):
    """The words that a screen reader hears stand inside, since many say nothing of the element itself."""
    opened = format_html('<{}><span class="govuk-visually-hidden">[{}:] </span>', mark_safe(tag), said)
    closed = format_html('<span class="govuk-visually-hidden"> [end]</span></{}> ', mark_safe(tag))
    return opened + _joined(words).strip() + closed


def _unchanged(words):
    if len(words) <= 2 * AROUND + 5:
        return _joined(words)
    return _joined(words[:AROUND]) + "… " + _joined(words[-AROUND:])


def _joined(words):
    return format_html_join("", "{}", ((word,) for word in words))
