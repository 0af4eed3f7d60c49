"""How wide a text is, and how a long name is broken into lines. No font is read: the width is estimated, too wide
rather than too narrow."""

import unicodedata

NARROW, WIDE, CAPITAL, SMALL, UNKNOWN = 0.34, 0.92, 0.74, 0.58, 1.0
NARROW_ONES, WIDE_ONES = set("ijltfrI.,:;'’‘!|()[] -"), set("mwMW@%—")
CUT = "…"


def width_of(text: str, size: float) -> float:
    """The width of `text` in pixels at a font size in pixels, in a wide plain typeface."""
    return size * sum(_width(sign) for sign in unicodedata.normalize("NFC", text))


def _width(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0
    plain = unicodedata.normalize("NFD", sign)[0]
    if plain in NARROW_ONES:
        return NARROW
    if plain in WIDE_ONES:
        return WIDE
    if plain.isascii():
        return CAPITAL if plain.isupper() else SMALL
    return UNKNOWN


def wrapped(text: str, size: float, width: float, most: int) -> list[str]:
    """The lines of `text`, at most `most`, none wider than `width`; what does not fit is cut with '…'."""
    lines = [""]
    for word in text.replace("-", "- ").split():
        longer = f"{lines[-1]}{'' if lines[-1].endswith('-') else ' '}{word}".strip()
        if width_of(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += CUT
    return [shortened(line, size, width) for line in kept if line]


def shortened(line: str, size: float, width: float) -> str:
    """`line`, or so much of it as fits with '…' after it."""
    if width_of(line, size) <= width:
        return line
    kept = line.rstrip(CUT)
    while kept and width_of(kept + CUT, size) > width:
        kept = kept[:-1]
    return kept.rstrip() + CUT


NAME_SIZE, SMALL_SIZE, LINE = 14, 13, 17
