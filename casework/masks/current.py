"""Whose eyes the present request has: what its reader may not read comes masked out of the database.

A mask is of one reader (or of one paper, which several read). It holds for the length of a request, and is laid off
inside each service: services work with the record as it is (`casework.trail.acting`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

HELD_BACK = "[held back: tells a protected place."
NOBODY = "a manager of the family’s team"


@dataclass(frozen=True)
class Mask:
    """What one reader may not read. `readable` are the protections (ids) whose places they may.

    `ask` gives by a protection the names of those who may be asked.
    """

    ask: Mapping[int, str] = field(default_factory=dict)
    readable: frozenset[int] = frozenset()

    def _tells(self, text: str) -> Collection[int]:
        """The protections whose place the text tells, whoever may read them."""
        raise NotImplementedError

    def told_in(self, text: str) -> dict[int, str]:
        """The protections whose place the text tells and the reader may not read, each with whom to ask."""
        return {pk: self.ask.get(pk, "") for pk in sorted(set(self._tells(text)) - self.readable)}

    def of(self, text: str) -> str:
        """The text, or the sentence that stands in its place."""
        told = self.told_in(text)
        return sentence(told.values()) if told else text


def sentence(names: Iterable[str]) -> str:
    """'[held back: tells a protected place. Ask Sue Sands or Dora Dale.]'"""
    asked = " or ".join(dict.fromkeys(filter(None, names))) or NOBODY
    return f"{HELD_BACK} Ask {asked}.]"


class Eyes:
    """Of one request: its masks by the family that was opened, 0 for lists of many; none where all may be read.

    `worn` are the keys of those that were asked for, also where nothing is kept from the reader.
    """

    def __init__(self) -> None:
        self.masks: dict[int, Mask] = {}
        self.worn: set[int] = set()
        self.laid_off = False

    def put_on(self, mask: Mask | None, family: int = 0) -> None:
        self.worn.add(family)
        if mask is not None:
            self.masks[family] = mask

    def of(self, text: str) -> str:
        told = self.told_in(text)
        return sentence(told.values()) if told else text

    def told_in(self, text: str) -> dict[int, str]:
        return {pk: names for mask in self.masks.values() for pk, names in mask.told_in(text).items()}


_eyes: ContextVar[Eyes | None] = ContextVar("eyes", default=None)


@contextmanager
def reading() -> Iterator[Eyes]:
    """Within it texts come out of the database as the masks leave them that are put on."""
    eyes = Eyes()
    token = _eyes.set(eyes)
    try:
        yield eyes
    finally:
        _eyes.reset(token)


def put_on(mask: Mask | None, family: int = 0) -> None:
    """From now on in this request; nothing happens outside one."""
    eyes = _eyes.get()
    if eyes is not None:
        eyes.put_on(mask, family)


def eyes_of_request() -> Eyes | None:
    """Of a request or a paper that is being made, whether or not a mask is on; None outside one."""
    return _eyes.get()


def eyes_now() -> Eyes | None:
    """With masks on, also where these are laid off; None where all may be read."""
    eyes = _eyes.get()
    return eyes if eyes and eyes.masks else None


def masking() -> Eyes | None:
    """The eyes through which texts come now; None where they come as they are."""
    eyes = eyes_now()
    return eyes if eyes and not eyes.laid_off else None


@contextmanager
def laid_off() -> Iterator[None]:
    """Within it texts come as they are: services work with the record, not with what somebody may read of it."""
    eyes = _eyes.get()
    if eyes is None or eyes.laid_off:
        yield
        return
    eyes.laid_off = True
    try:
        yield
    finally:
        eyes.laid_off = False


def shown(value: Any) -> Any:
    """A text, or a list or dict of them, as the reader of this request may see it; anything else as it is."""
    eyes = eyes_now()
    return masked(value, eyes) if eyes else value


def masked(value: Any, mask: Mask | Eyes) -> Any:
    """As `shown`, through `mask`."""
    match value:
        case str():
            return mask.of(value)
        case dict():
            return {name: masked(each, mask) for name, each in value.items()}
        case list() | tuple():
            return type(value)(masked(each, mask) for each in value) if type(value) in (list, tuple) else value
    return value


def is_held_back(value: Any) -> bool:
    """Whether the value is, or has in it, what stands in place of a text that is held back."""
    if isinstance(value, dict | list):
        return any(map(is_held_back, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and HELD_BACK in value
