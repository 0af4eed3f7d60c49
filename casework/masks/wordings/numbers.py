"""Telephone numbers, however they are grouped, and postcodes."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

DIGITS = "0123456789"
AS_DIGITS = str.maketrans("oil", "011")
# What people type for digits: 'O77OO 9OO123'.
LOOKALIKES = {"".join(letters) for size in (1, 2, 3) for letters in product("oil", repeat=size)}
NO_PART = {"am", "pm", "oclock", "hr", "hrs", "noon"}  # after the hour at which it is answered
SHORTEST, SHORTEST_WHOLE, LONGEST = 6, 9, 15  # digits
NATIONAL = 11
LETTERS_FOR_DIGITS = 3  # of the first half of a postcode at most, as in LUI 2AB
WORDS_OF_ONE_LETTER = {"a", "i", "s"}  # with which nothing is looked up, since each text has them
POSTCODE = re.compile(r"\b([a-z]{1,2}[\doil][a-z\d]?)[\s\-.]*([\doil])[\s\-.]*([a-z])[\s\-.]*([a-z])\b")


def runs(words: Sequence[str]) -> Iterator[list[str]]:
    """Digits that stand beside each other, in their groups, whatever signs are between them."""
    run: list[str] = []
    for word in words:
        if word[0] in DIGITS:
            run.append(word)
        elif word in LOOKALIKES:
            run.append(word.translate(AS_DIGITS))
        elif run:
            yield run[:-1] if word in NO_PART else run
            run = []
    if run:
        yield run


def told_numbers(words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Every number that the words may tell, and whether it is that of its own town, without the code before it."""
    for run in runs(words):
        if sum(map(len, run)) < SHORTEST:
            continue
        for whole in _wholes(run):
            yield whole, False
        if len(local := "".join(run)) < SHORTEST_WHOLE and not _is_date(run):
            yield local, True


def _wholes(run: list[str]) -> Iterator[str]:
    for start in range(len(run)):
        digits = ""
        for group in run[start:]:
            digits += group
            if len(digits) > LONGEST:
                break
            if len(digits) >= SHORTEST_WHOLE:
                yield national(digits)


def _is_date(run: list[str]) -> bool:
    """'30 11 26' and '30 11 2026'."""
    return len(run) == 3 and int(run[0]) <= 31 and int(run[1]) <= 12 and len(run[2]) in (2, 4)


def national(number: str) -> str:
    """With 0 in place of the country's code."""
    for abroad in ("0044", "44") if len(number) >= NATIONAL else ():
        if number.startswith(abroad):
            return "0" + number.removeprefix(abroad).lstrip("0")
    return number


def local_part(number: str) -> str:
    """Of a number of a town what is dialled there: '01582 123456' is 123456; '' of a mobile."""
    if not number.startswith(("01", "02")):
        return ""
    code = 3 if number.startswith("02") else 4 if "1" in (number[2:3], number[3:4]) else 5
    part = number[code:]
    return part if len(part) >= SHORTEST else ""


def numbers_of(words: Sequence[str]) -> set[str]:
    """The numbers of a field, which may name several: '01582 123456 or 07700 900123 (7 pm)'."""
    return {national("".join(number)) for run in runs(words) for number in _apart(run) if _is_number(number)}


def _is_number(groups: list[str]) -> bool:
    return len("".join(groups)) >= SHORTEST


def _apart(run: list[str]) -> Iterator[list[str]]:
    """Of digits that are too many for one number: each number by itself."""
    number: list[str] = []
    for group in run:
        if _is_number(number) and _is_another("".join(number), group):
            yield number
            number = []
        number.append(group)
    yield number


def _is_another(number: str, group: str) -> bool:
    if group[0] == "0":
        return len(national(number + group)) > NATIONAL
    return number[0] != "0" and len(group) >= SHORTEST and len(national(number + group)) > NATIONAL


def postcodes_of(plain: str) -> set[str]:
    """Of a folded field: each as its letters and digits, 'lu12ab'."""
    return {"".join(parts) for parts in POSTCODE.findall(plain) if _is_postcode(parts)}


def without_postcodes(plain: str) -> str:
    return POSTCODE.sub(lambda found: ", " if _is_postcode(found.groups()) else found[0], plain)


def _is_postcode(parts: Sequence[str]) -> bool:
    """Not 'Room 3 at'."""
    return any(map(str.isdigit, "".join(parts))) and not (parts[0].isalpha() and len(parts[0]) > LETTERS_FOR_DIGITS)


def postcode_key(postcode: str) -> str:
    """'LUI 2AB' as 'LU1 2AB', which is what is meant."""
    return postcode.translate(AS_DIGITS)


def heads_of(postcode: str) -> set[str]:
    """With which word the postcode begins, however it is parted: 'lu 1', 'lui 2ab'."""
    areas = {postcode[:1]} if postcode[1] in DIGITS + "oil" else set()
    areas |= {postcode[:2]} if postcode[:2].isalpha() else set()
    areas |= {postcode[:1]} - WORDS_OF_ONE_LETTER  # 'L U 1 2 A B'
    return areas | {area + more for area in areas for more in LOOKALIKES if len(more) < 3}


def told_postcode(words: Sequence[str], place: int) -> Iterator[str]:
    """The keys of what the words may spell from this place on, as a postcode of five to seven signs."""
    spelled = ""
    for word in words[place : place + 7]:
        spelled += word
        if len(spelled) > 7:
            return
        if len(spelled) >= 5:
            yield postcode_key(spelled)
