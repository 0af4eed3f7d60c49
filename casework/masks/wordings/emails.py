"""E-mail addresses, also as people write them to hide them from machines: 'ann (at) new [dot] example'."""

import re
from collections.abc import Iterator

from casework.masks.wordings.words import found_in

AT = re.compile(r"(?:@|\bat\b)(?=[\s\"')\]}>]*[\w\-]+(?:\s*[(\[{<]?\.|[\s(\[{<]+dot\b))")
DOT = re.compile(r"[\s(\[{<]+dot[\s)\]}>]+|\s*[(\[{<]\.[)\]}>]\s*")
AROUND = " \t\r\n\"“”'()[]{}<>:;,"
LOCAL = re.compile(r"[\w.+\-]+$")
DOMAIN = re.compile(r"[\w.\-]+")
SIGNS = re.compile(r"[\W_]+")
MOST_WORDS = 6
LONGEST = 120  # signs on either side
EMAIL = re.compile(r"[\w.+\-]+\s*@\s*[\w\-]+(?:\s*\.\s*[\w\-]+)+")


def emails_of(plain: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Of a folded field: each as the letters and digits before and after the @, and the longest word before it."""
    for found in EMAIL.findall(plain):
        local, domain = found.split("@")
        yield _key(local, domain), max(found_in(local), key=len, default="")


def _key(local: str, domain: str) -> tuple[str, str]:
    return SIGNS.sub("", local.partition("+")[0] or local), SIGNS.sub("", domain)


def told_emails(plain: str) -> Iterator[tuple[str, str]]:
    """Every address that a folded text may tell."""
    for at in AT.finditer(plain):
        after = _domains(plain[at.end() : at.end() + LONGEST])
        if after:
            before = _locals(plain[max(0, at.start() - LONGEST) : at.start()])
            yield from ((local, domain) for domain in after for local in before)


def _domains(after: str) -> set[str]:
    words = DOT.sub(".", after).lstrip(AROUND).split(maxsplit=MOST_WORDS)[:MOST_WORDS]
    return {key for key in _grown(DOMAIN.match(word) for word in words) if key}


def _grown(matches: Iterator[re.Match[str] | None]) -> Iterator[str]:
    grown = ""
    for found in matches:
        if found is None:
            return
        grown += found[0]
        if "." in grown.strip("."):
            yield SIGNS.sub("", grown)
        if found.end() < len(found.string):
            return


def _locals(before: str) -> set[str]:
    words = DOT.sub(".", before).rstrip(AROUND).rsplit(maxsplit=MOST_WORDS)[-MOST_WORDS:]
    found, grown = set(), ""
    for word in reversed(words):
        local = LOCAL.search(word)
        if local is None:
            break
        grown = local[0] + grown
        found |= {SIGNS.sub("", grown.partition("+")[0]), SIGNS.sub("", grown)}
        if local.start():
            break
    return found
