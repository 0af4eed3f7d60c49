"""What every page shows besides its own content."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from casework import practice
from casework.calls.queries import takes_calls
from casework.notifications.queries import unread_count
from casework.practice.checks import provisional_notice
from casework.users.models import User


class Section(NamedTuple):
    label: str
    url: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """The demonstration strip, what is provisional, whom to ring, the top bar's sections, what is unread."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "demonstration": settings.DEMONSTRATION,
        "practice_notice": provisional_notice(timezone.localdate()) if signed_in else "",
        "sections": sections(request.path, _names(user)) if signed_in else [],
        "danger_now": practice.current().danger.now if signed_in else "",
        "unread_notifications": (lambda: unread_count(user)) if signed_in else 0,
    }


def _names(user: User) -> dict[str, str]:
    calls = takes_calls(user, timezone.localdate())
    return settings.NAVIGATION | settings.NAVIGATION_FOR_CALLS if calls else settings.NAVIGATION


def sections(path: str, names: dict[str, str]) -> list[Section]:
    """The top bar for a page: the section with the longest address that begins the page's is the current one."""
    addresses = {label: address for name, label in names.items() if (address := _address(name))}
    current = max((a for a in addresses.values() if _within(path, a)), key=len, default="")
    return [Section(label, address, address == current) for label, address in addresses.items()]


def _within(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))


def _address(name: str) -> str:
    """'' where the page does not exist: an error page must not fail because of a link."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
