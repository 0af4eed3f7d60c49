"""What the settings read from the environment, and how it is understood."""

import os
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

SOCKET_SCHEMES = ("unix", "redis+socket")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """`1` or `0`; anything else is refused, so that a misspelt 'ture' switches nothing off unseen."""
    value = text(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def listed(name: str, default: str = "") -> list[str]:
    """The parts of a comma-separated value."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def broker_address(url: str) -> str:
    """A Redis address as Celery spells it."""
    path, number = _socket(url)
    return f"redis+socket://{path}?virtual_host={number}" if path else url


def cache_address(url: str) -> str:
    """A Redis address as Django's cache spells it."""
    path, number = _socket(url)
    return f"unix://{path}?db={number}" if path else url


def _socket(url: str) -> tuple[str, str]:
    """Path and database number of a Unix socket's address; no path where it is not one."""
    parts = urlsplit(url)
    if parts.scheme not in SOCKET_SCHEMES:
        return "", ""
    query = parse_qs(parts.query)
    number = query.get("db") or query.get("virtual_host") or ["0"]
    return parts.path, number[0]
