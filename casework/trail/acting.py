"""Who acts, and from which page: known for the length of one service call or one request."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils import timezone

from casework.masks.current import laid_off
from casework.trail import reading
from casework.trail.apart import knowing

Parameters = ParamSpec("Parameters")
Given = TypeVar("Given")
Actor = TypeVar("Actor", bound=models.Model)

logger = logging.getLogger(__name__)
_actor: ContextVar[models.Model | None] = ContextVar("actor", default=None)
_page: ContextVar[str] = ContextVar("page", default="")
_pretended_time: ContextVar[datetime | None] = ContextVar("pretended_time", default=None)
# By the id of a family: the ids of those for whom who acts covers there on this day, as it was asked in this act.
_covering: ContextVar[dict[int, tuple[int, ...]] | None] = ContextVar("covering", default=None)


_written: ContextVar[list[models.Model] | None] = ContextVar("written", default=None)
# What looks at the rows that a service saved, in its transaction and its actor's name, and says what came of it.
FOLLOWING: list[Callable[[list[models.Model]], list[str]]] = []
_news: ContextVar[list[str] | None] = ContextVar("news", default=None)


class NoActor(RuntimeError):
    """A recorded row was about to change without anybody named as the one who changes it."""


class NoTransaction(RuntimeError):
    """A row was about to be held or written outside a transaction."""


def check_transaction() -> None:
    """Raise NoTransaction outside an open transaction, where a lock ends at once and half of the writing could stay."""
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction("No open transaction: call this inside a service, or use `with transaction.atomic()`.")


def actor() -> models.Model:
    """The user in whose name rows change now; raises NoActor."""
    user = _actor.get()
    if user is None:
        raise NoActor("No change without a named actor: call a service, or use `with acting(user)`.")
    return user


def page() -> str:
    """The address of the page that is being answered, or an empty text outside a request."""
    return _page.get()


def recorded_at() -> datetime:
    """The moment that a history row bears: now, unless a demonstration is being told."""
    return _pretended_time.get() or timezone.now()


@contextmanager
def acting(user: Actor) -> Iterator[Actor]:
    same = user == _actor.get()
    token, covering = _actor.set(user), _covering.set(_covering.get() if same else {})
    try:
        yield user
    finally:
        _covering.reset(covering)
        _actor.reset(token)


def note_covering(user: models.Model, family: int, absent: Sequence[int]) -> None:
    """`user` covers with the family (its id) for the users `absent`: where they act, what they write bears it."""
    covering = _covering.get()
    if covering is not None and user == _actor.get():
        covering[family] = tuple(absent)


def covering_for(family: int | None) -> list[int] | None:
    """The ids of the users for whom who acts covers with the family; None for none.

    Without a family (a row of a person, or of the family itself): with any of whom this act has asked.
    """
    known = _covering.get() or {}
    absent = known.get(family, ()) if family else [pk for each in known.values() for pk in each]
    return sorted(set(absent)) or None


@contextmanager
def on_page(path: str) -> Iterator[None]:
    token = _page.set(path)
    try:
        yield
    finally:
        _page.reset(token)


@contextmanager
def backdated(moment: datetime) -> Iterator[None]:
    """Date the history rows `moment`: only for the invented past of the demonstration and of tests."""
    token = _pretended_time.set(moment)
    try:
        yield
    finally:
        _pretended_time.reset(token)


def service(function: Callable[..., Given]) -> Callable[..., Given]:
    """The public door: make `function(…, by=user)` whole or not at all, and done in the name of `by`."""

    @wraps(function)
    def in_the_name_of(*args: Any, by: Any, **kwargs: Any) -> Given:
        reading.forget()
        with acting(by), laid_off(), knowing(), transaction.atomic(), _followed_up():
            return function(*args, by=by, **kwargs)

    return in_the_name_of


def note_written(row: models.Model) -> None:
    """The row was saved: what follows up services is told of it at the end."""
    rows = _written.get()
    if rows is not None:
        rows.append(row)


@contextmanager
def hearing() -> Iterator[list[str]]:
    """The sentences for whoever acts, of what followed up the services that are called within it."""
    heard: list[str] = []
    token = _news.set(heard)
    try:
        yield heard
    finally:
        _news.reset(token)


@contextmanager
def _followed_up() -> Iterator[None]:
    """At the end of the outermost service, in its transaction, all that follows up is told what was saved."""
    if _written.get() is not None:
        yield
        return
    rows: list[models.Model] = []
    token = _written.set(rows)
    try:
        yield
        news = [sentence for follow in FOLLOWING if rows for sentence in follow(list(rows))]
        if (heard := _news.get()) is not None:
            heard.extend(news)
    finally:
        _written.reset(token)


def tried(act: Callable[[], int | None], failed: str, pk: int) -> int:
    """What `act` gives, or 1 where it gives nothing; 0 where it fails, which is logged as `failed` with `pk`.

    One row of a sweep that fails must not hold up the others; it is tried again at each run.
    """
    try:
        done = act()
    except Exception:
        logger.exception(failed, pk)
        return 0
    return 1 if done is None else done


def in_service(function: Callable[Parameters, Given]) -> Callable[Parameters, Given]:
    """For a writing function that services call: it raises NoTransaction or NoActor where none has called it."""

    @wraps(function)
    def inside(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Given:
        check_transaction()
        actor()
        return function(*args, **kwargs)

    return inside
