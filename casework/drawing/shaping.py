"""Names from right to left for a renderer that sets each letter by itself, from left to right, as WeasyPrint does in
pictures: in the order in which they are seen, and with the shape that each Arabic letter has between its neighbours.
"""

import re
import unicodedata
from functools import cache

from casework.words import RIGHT_TO_LEFT, bare

# Arabic presentation forms, A and B: they name the letter, or the pair of letters, whose shape they are.
FORMS = (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))
Shapes = dict[str, dict[str, str]]


def as_seen(text: str) -> str:
    """`text` with its runs from right to left shaped and turned round; other text is as it was."""
    return "".join(_turned(run) if _is_turned(run) else run for run in _runs(bare(text)))


def _is_turned(text: str) -> bool:
    return not RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, text))


def _runs(text: str) -> list[str]:
    """Words from right to left that stand beside each other are one run with the blanks between them."""
    runs: list[str] = []
    for word in re.split(r"(\s+)", text):
        blank = len(runs) > 1 and not runs[-1].strip()
        if _is_turned(word) and blank and _is_turned(runs[-2]):
            runs[-2:] = [f"{runs[-2]}{runs[-1]}{word}"]
        else:
            runs.append(word)
    return runs


def _turned(run: str) -> str:
    """The last letter first, each with its marks behind it; a comma after the run stays behind it."""
    letters = run.rstrip(",;:.")
    clusters = re.findall(r"[^\u0300-\u036f\u064b-\u065f][\u0300-\u036f\u064b-\u065f]*", _shaped(letters))
    return "".join(reversed(clusters)) + run[len(letters) :]


@cache
def _shapes() -> Shapes:
    """By letter, or pair of letters, its shapes: 'isolated', 'initial', 'medial', 'final'."""
    shapes: Shapes = {}
    for code in FORMS:
        kind, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        if kind.startswith("<") and 1 <= len(letters) <= 2:
            name = "".join(chr(int(letter, 16)) for letter in letters)
            if len(name) == 1 or name.startswith("\u0644"):
                shapes.setdefault(name, {}).setdefault(kind.strip("<>"), chr(code))
    return shapes


ALIFS = "\u0622\u0623\u0625\u0627"


def _shaped(text: str) -> str:
    shapes = _shapes()
    letters = re.findall(rf"\u0644[{ALIFS}]|.", text, re.DOTALL)
    return "".join(
        _shape(shapes, letter, _joins(shapes, before, letter), _joins(shapes, letter, after))
        for before, letter, after in zip(["", *letters], letters, [*letters[1:], ""], strict=False)
    )


def _joins(shapes: Shapes, first: str, second: str) -> bool:
    """Whether the first letter is written on into the second."""
    return "initial" in shapes.get(first, {}) and "final" in shapes.get(second, {})


def _shape(shapes: Shapes, letter: str, before: bool, after: bool) -> str:
    kinds = {(False, False): "isolated", (False, True): "initial", (True, True): "medial", (True, False): "final"}
    return shapes.get(letter, {}).get(kinds[before, after], letter)
