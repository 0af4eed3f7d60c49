"""What a form sends: its words by the names of their fields, and the digest by which two sendings are compared."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import QueryDict

# Of the page and not of what somebody typed on it.
OPENED_WITH = "opened_with"  # the marks of the texts with which the page opened
LARGEST_ID = 2**63 - 1  # of PostgreSQL's bigint: nothing beyond it can be asked for
DIGITS_OF_AN_ID = 19
APART = {"csrfmiddlewaretoken", "form_key", "went_on_from", "opened_page", "page_user", OPENED_WITH}


def words_of(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    """The values of each field with its name, as lists; line ends are LF, and what is empty is left out.

    `fields` are a QueryDict as a browser sends it, or kept text: there a value is a text or a list of them.
    """
    listed = fields.lists() if isinstance(fields, QueryDict) else ((name, _listed(fields[name])) for name in fields)
    words = {name: [with_lf(value) for value in values] for name, values in listed if name not in APART}
    return {name: values for name, values in words.items() if any(values)}


def digest_of(fields: Mapping[str, Any]) -> str:
    """64 hex characters, the same for the same words whether they were sent or kept."""
    return sha256(json.dumps(words_of(fields), sort_keys=True).encode()).hexdigest()


def with_words(data: QueryDict, words: Mapping[str, list[str]]) -> QueryDict:
    """`data` of a page with `words` in place of those that it sent."""
    replaced = data.copy()
    for name in words_of(data):
        del replaced[name]
    for name, values in words.items():
        replaced.setlist(name, values)
    return replaced


def as_sent(fields: Mapping[str, Any]) -> QueryDict:
    """Kept text as a browser would send it."""
    data = QueryDict(mutable=True)
    for name in fields:
        data.setlist(name, [str(value) for value in _listed(fields[name])])
    return data


def id_in(text: str) -> int | None:
    """The id that `text`, of an address or a form, is; None where it is none that a row can have."""
    # Digits of another script are no id; and Python refuses to read a number of thousands of digits.
    if not (text.isascii() and text.isdecimal()) or len(text) > DIGITS_OF_AN_ID or int(text) > LARGEST_ID:
        return None
    return int(text)


def key_in(text: str) -> UUID | None:
    """The key of a page that `text` is; None where it is none."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def with_lf(value: Any) -> str:
    """The text with LF at the end of each line, however it was sent."""
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
