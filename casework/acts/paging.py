"""Paging by key: a page begins after (or before) a row whose id is in the address. No COUNT, no OFFSET."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import F, OrderBy, Q, QuerySet
from django.http import QueryDict

from casework.masks.current import laid_off
from casework.sent import id_in

PER_PAGE = 25


class Page(NamedTuple):
    """Rows in their order; the addresses of the previous and the next page, '' where there is none."""

    rows: list[Any]
    previous_url: str
    next_url: str


def page_by_key(rows: QuerySet, order: tuple[str, ...], asked: Mapping[str, str], *, size: int = PER_PAGE) -> Page:
    """The page of `rows`, of at most `size`, that `asked` (the query string, parsed) names by `after` or `before`.

    `order` are names of columns or annotations that are never null, each with '-' where it is descending; the last is
    unique. The rest of `asked` stays in the addresses. An id that is not in the list gives the first page, and so does
    one beyond which nothing is left.
    """
    backwards = "before" in asked
    found = rows.order_by(*(_direction(name, backwards) for name in order))
    mark = _values(rows, order, asked.get("before" if backwards else "after", ""))
    if mark is None:
        backwards, found = False, rows.order_by(*(_direction(name, False) for name in order))
    else:
        found = found.filter(_beyond(order, mark, backwards))
    listed = list(found[: size + 1])
    kept = {name: value for name, value in asked.items() if name not in ("after", "before") and value}
    if mark is not None and not listed:
        return page_by_key(rows, order, kept, size=size)
    more, listed = len(listed) > size, listed[:size]
    if backwards:
        listed.reverse()
    has_previous, has_next = (more, True) if backwards else (mark is not None, more)
    return Page(
        listed,
        _address(kept, "before", listed[0].pk) if has_previous and listed else "",
        _address(kept, "after", listed[-1].pk) if has_next and listed else "",
    )


def _address(kept: dict[str, str], name: str, key: int) -> str:
    return f"?{urlencode({**kept, name: key})}"


def _direction(name: str, backwards: bool) -> OrderBy:
    return OrderBy(F(name.lstrip("-")), descending=name.startswith("-") != backwards)


def _values(rows: QuerySet, order: tuple[str, ...], key: str) -> tuple[Any, ...] | None:
    """The values of the row with this id in the columns of `order`; None where it is not in the list."""
    pk = id_in(key)
    if pk is None:
        return None
    with laid_off():  # it is compared with what is stored and shown to nobody
        return rows.filter(pk=pk).order_by().values_list(*(name.lstrip("-") for name in order)).first()


def _beyond(order: tuple[str, ...], mark: tuple[Any, ...], backwards: bool) -> Q:
    """The rows that follow `mark`: equal in the first columns and beyond it in the next."""
    wanted, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, mark, strict=True):
        column = name.lstrip("-")
        descending = name.startswith("-") != backwards
        wanted |= equal & Q(**{f"{column}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{column: value})
    # Said besides, since an index is entered at the bound of one column and not at one of alternatives.
    column, descending = order[0].lstrip("-"), order[0].startswith("-") != backwards
    return wanted & Q(**{f"{column}__{'lte' if descending else 'gte'}": mark[0]})


class KeyPage(NamedTuple):
    """Rows of several tables in their order; the addresses of the first page and the next, or ''."""

    rows: list
    first_url: str
    next_url: str


def page_of_union(
    found: list, asked: QueryDict, *, size: int, after: object, key_of: Callable[[Any], object]
) -> KeyPage:
    """The page that begins after the key `after` (None for the first) in a union of tables.

    `found` are its rows, and one more where there is another page. `key_of` gives the key of a row, which an address
    bears. The rest of `asked` stays in the addresses.
    """
    rows, more = found[:size], len(found) > size
    return KeyPage(
        rows,
        changed_query(asked, after=None) if after else "",
        changed_query(asked, after=str(key_of(rows[-1]))) if more else "",
    )


def changed_query(asked: QueryDict, **changed: str | None) -> str:
    """The address of the same page with other values; None takes one away."""
    query = asked.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
