"""A sending: the key of the opened page and the digest of its words, and how other words of it are saved."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest

from casework.acts.merging import Words
from casework.sent import digest_of, key_in

# How the script of a page asks for the address to go to, instead of being sent there.
SCRIPT_HEADER = "X-Workbook-Script"


class Sending(NamedTuple):
    """`key` is None where the page has lost it: then its form is refused."""

    key: UUID | None
    digest: str


class Again(NamedTuple):
    """Where the new words of a page that was saved before are sent, as which fields, and what the button says."""

    url: str
    words: Mapping[str, list[str]]
    label: str


def sending_of(request: HttpRequest) -> Sending:
    return Sending(key_in(request.POST.get("form_key", "")), digest_of(request.POST))


def choices_in(words: Words) -> dict[str, tuple[Any, str]]:
    """What was chosen for each passage that two people changed, and the hash of what was seen of the other's."""
    names = [name.removeprefix("settle-") for name in words if name.startswith("settle-")]
    return {name: (words[f"settle-{name}"][0], words.get(f"theirs-{name}", [""])[0]) for name in names}
