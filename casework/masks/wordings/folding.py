"""A text as somebody reads it: in one case, without signs that nobody sees, with one way to write each letter."""

import re
from collections.abc import Iterator
from html import unescape
from unicodedata import decimal, normalize
from urllib.parse import unquote

ENCODED = re.compile(r"%[0-9a-fA-F]{2}|&#?\w{2,31};")
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
LINE_END = re.compile("(?<=\\w)[-\u00ad\u2010\u2011]\\s*[\n\r\u0085\u2028\u2029]\\s*(?=\\w)")
LINES = re.compile("[\n\r\u0085\u2028\u2029]")
APOSTROPHES = re.compile("['’‘ʼ`´′]")
ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]")
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
STROKES = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
# Letters of other scripts that look as Latin ones, in both cases, so that a word of theirs stays the same word.
_LOOK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅ", "ABEZHIKMNOPTYXABEKMHOPCTYXIJS", strict=True))
LOOKALIKES = str.maketrans(_LOOK | {letter.lower(): latin.lower() for letter, latin in _LOOK.items()})
TAG = re.compile(r"</?(?:a|b|br|div|em|font|i|li|mark|p|s|small|span|strong|sub|sup|u)\b[^<>@]{0,200}>", re.IGNORECASE)
STROKE = re.compile("[øØłŁđĐæÆœŒ]")


def readings(text: str) -> Iterator[str]:
    """The text as it is read, in its own case; twice where a sign may join two words or part them."""
    if ("%" in text or "&" in text) and ENCODED.search(text):
        text = unescape(unquote(text))
    if "<" in text:
        text = TAG.sub("", text)
    ascii_only = text.isascii()
    joined = LINE_END.sub("", text) if LINES.search(text) else text
    whole = joined if ascii_only else UNSEEN.sub("", joined)
    yield _seen(whole)
    if whole != text:
        yield _seen(text if ascii_only else UNSEEN.sub(" ", text))


def _seen(text: str) -> str:
    """Without accents, strokes and apostrophes; wide, small and foreign letters and digits as the plain ones."""
    if text.isascii():
        text = text.replace("'", "").replace("`", "")
    else:
        text = ACCENTS.sub("", normalize("NFKD", APOSTROPHES.sub("", text)))
        text = text.translate(LOOKALIKES)
        text = STROKE.sub(lambda found: STROKES[found[0]], text)
        text = OTHER_DIGIT.sub(lambda found: str(decimal(found[0])), text)
    return text.replace("&", " and ")


def folded(text: str) -> str:
    """The first reading of the text in one case."""
    return next(readings(text)).casefold()
