"""Merging what two people wrote on one page, passage by passage.

A passage is one field, or several that mean something only together. A page carries a hash of each passage as it stood
when it was opened: so only what its writer changed is written, and two people meet only where both changed the same.
Words are those of `casework.sent.words_of`: lists of texts by the name of the field.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

Words = Mapping[str, list[str]]
Passage = tuple[str, ...]
Choice = Literal["mine", "theirs", "together"]


@dataclass
class Merged:
    """`words` to save, `seen` for the page that comes back, `met` the passages that wait for a decision.

    `joined` are those in which both texts stand now, one under the other, to be edited.
    """

    words: dict[str, list[str]]
    seen: dict[str, str]
    met: list[Passage] = field(default_factory=list)
    joined: list[Passage] = field(default_factory=list)


def hash_of(passage: Passage, words: Words) -> str:
    """16 hex characters; blank space around a text and the order of ticked boxes make no difference."""
    said = [sorted(value.strip() for value in words.get(name, ()) if value.strip()) for name in passage]
    return sha256(repr(said).encode()).hexdigest()[:16]


def seen_of(passages: Iterable[Passage], words: Words) -> dict[str, str]:
    """The hash of each passage by the name of its first field."""
    return {passage[0]: hash_of(passage, words) for passage in passages}


def write_seen(seen: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{hashed}" for name, hashed in seen.items())


def read_seen(text: str) -> dict[str, str]:
    pairs = (pair.rpartition(":") for pair in text.split())
    return {name: hashed for name, _, hashed in pairs if name}


def stands_on(seen: Mapping[str, str], sent: Mapping[str, str], saved: Mapping[str, str]) -> dict[str, str]:
    """For each passage of a page that was saved '<seen>-<hash on which it stands since>'.

    That is what it saved; where it sent what it had seen, that: what others wrote meanwhile is saved with it, unseen.
    """
    since = {name: seen[name] if seen.get(name) == sent[name] else saved[name] for name in sent}
    return {name: f"{seen.get(name, '')}-{hashed}" for name, hashed in since.items()}


def seen_again(seen: Mapping[str, str], stood_on: Mapping[str, str]) -> dict[str, str]:
    """What a page has seen that is sent again after it was saved; `stood_on` is from `stands_on`.

    A page that shows an older state than the one that was saved has seen what it carries, and no more.
    """
    parted = {name: pair.partition("-") for name, pair in stood_on.items()}
    return {
        name: since if seen.get(name, before) == before else seen[name] for name, (before, _, since) in parted.items()
    }


def merge(
    passages: Sequence[Passage], *, seen: Mapping[str, str], now: Words, mine: Words,
    choices: Mapping[str, tuple[Choice, str]],
) -> Merged:  # fmt: skip
    """What to save of `mine`, typed on a page that showed `seen`, where `now` is saved.

    `choices` by the name of a passage are what its writer chose, with the hash of what they saw of the other's. A
    passage that the page did not show stays as it is saved.
    """
    # What the page showed of a passage that is not saved stays, in case that somebody writes there meanwhile.
    merged = Merged(dict(mine), {**seen, **seen_of(passages, now)})
    for passage in passages:
        name, is_now = passage[0], merged.seen[passage[0]]
        choice, of_theirs = choices.get(name, ("", ""))
        chosen = choice if of_theirs == is_now else ""
        if chosen == "theirs" or seen.get(name) in (None, hash_of(passage, mine)):
            _take(passage, now, merged.words)
        elif chosen == "mine" or is_now in (seen[name], hash_of(passage, mine)):
            continue
        elif chosen == "together":
            merged.words[name] = ["\n\n".join([*now.get(name, []), *mine.get(name, [])])]
            merged.joined.append(passage)
        else:
            merged.seen[name] = seen[name]
            merged.met.append(passage)
    return merged


def _take(passage: Passage, words: Words, into: dict[str, list[str]]) -> None:
    for name in passage:
        into[name] = words.get(name, [])
