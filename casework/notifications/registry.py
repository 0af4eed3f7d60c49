"""For each kind of notification the rows that it is about, its words, the subject line of its mail and its page.

Each app fills it for the kinds whose pages are its own, in its `notification_kinds.py`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.urls import reverse

from casework.access.queries import FamilyAccess
from casework.access.several import access_by_family
from casework.access.ways import Way, address_of, page_for
from casework.notifications.models import Notification
from casework.subjects import SubjectKey, find_all, related_by_type, type_of
from casework.users.models import User

PAGE_OF_NOTIFICATIONS = "notifications"


class Said(NamedTuple):
    """What the words of a notification are made of; `users` are those whose ids are in its values, by id."""

    notification: Notification
    row: Any
    users: Mapping[int, User]

    @property
    def by(self) -> User | None:
        return self.notification.by

    @property
    def values(self) -> dict[str, Any]:
        return self.notification.values


class Kind(NamedTuple):
    """`mail_subject` names nobody; `way` of a row that is about no family is the page alone.

    `fetch` is called once with all rows of its kinds that a page shows, for what `related` cannot fetch. `user_values`
    are the names of the values that hold a user's id, `values` those of the others: a notification has them all.
    """

    key: str
    model: type[Model]
    mail_subject: str
    words: Callable[[Said], str]
    way: Way | Callable[[Any, User, FamilyAccess], str]
    related: tuple[str, ...] = ()
    fetch: Callable[[list[Any]], Any] | None = None
    user_values: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


class ShownNotification(NamedTuple):
    """`url` is '' where it leads nowhere any more."""

    notification: Notification
    text: str
    url: str


_KINDS: dict[str, Kind] = {}
KINDS: Mapping[str, Kind] = MappingProxyType(_KINDS)


def register(*kinds: Kind) -> None:
    for kind in kinds:
        if kind.key in _KINDS:
            raise ImproperlyConfigured(f"The kind of notification {kind.key} is there already.")
        _KINDS[kind.key] = kind


def check_type(key: str, model: type[Model], values: Collection[str] = ()) -> Kind:
    """The kind; raises TypeError where it is not about rows of that table, or its words need other values."""
    kind = KINDS[key]
    if {*values} != {*kind.user_values, *kind.values}:
        raise TypeError(f"A notification {key} is not made of the values: {', '.join(sorted(values)) or 'none'}.")
    if model is not kind.model:
        raise TypeError(f"A notification {key} is not about a {model.__name__}.")
    return kind


def shown(notifications: Iterable[Notification], user: User) -> list[ShownNotification]:
    """As their reader `user` sees them: in a number of queries that does not grow with that of the notifications."""
    notifications = list(notifications)
    said = _said(notifications)
    access = access_by_family(user, {each.family_id for each in notifications})
    return [_shown(each, user, access) for each in said]


def _said(notifications: list[Notification]) -> list[Said]:
    rows = find_all((_key(each) for each in notifications), related_by_type(KINDS.values()))
    said = [(each, _row(each, rows)) for each in notifications]
    to_fetch: dict[Callable[[list[Any]], Any], list[Any]] = {}
    for each, row in said:
        if row and (fetch := KINDS[each.kind].fetch):
            to_fetch.setdefault(fetch, []).append(row)
    for fetch, of_kinds in to_fetch.items():
        fetch(of_kinds)
    users = User.objects.in_bulk({pk for each in notifications for pk in _user_ids(each)})
    return [Said(each, row, users) for each, row in said]


def _key(notification: Notification) -> SubjectKey:
    return SubjectKey(notification.subject_type, notification.subject_id)


def _row(notification: Notification, rows: Mapping[SubjectKey, Model]) -> Model | None:
    """None where it is gone, or of another table than the kind says."""
    kind = KINDS.get(notification.kind)
    known = kind is not None and type_of(kind.model) == notification.subject_type
    return rows.get(_key(notification)) if known else None


def _user_ids(notification: Notification) -> list[int]:
    kind = KINDS.get(notification.kind)
    return [notification.values[name] for name in kind.user_values if name in notification.values] if kind else []


def _shown(said: Said, user: User, access: Mapping[int, FamilyAccess]) -> ShownNotification:
    notification, row = said.notification, said.row
    kind = KINDS.get(notification.kind)
    if kind is None or row is None:
        return ShownNotification(
            notification, _with_family(notification, "what this was about is not there any more"), ""
        )
    of_family = access.get(notification.family_id) if notification.family_id else None
    return ShownNotification(
        notification, _with_family(notification, kind.words(said)), _address(kind, said, user, of_family)
    )


def _with_family(notification: Notification, words: str) -> str:
    return f"{notification.family}: {words}" if notification.family else words[:1].upper() + words[1:]


def _address(kind: Kind, said: Said, user: User, access: FamilyAccess | None) -> str:
    family = said.notification.family_id
    if family is None and isinstance(kind.way, Way):
        return address_of(kind.way.act, None, said.row)
    if access is None:
        return ""
    if isinstance(kind.way, Way):
        return address_of(page_for(kind.way, access), family, said.row)
    return kind.way(said.row, user, access)


def address_for(notification: Notification) -> str:
    """Where its reader goes for it, by their rights of now; the list of notifications where it leads nowhere else."""
    found = shown([notification], notification.user)[0].url
    return found or reverse(PAGE_OF_NOTIFICATIONS)
