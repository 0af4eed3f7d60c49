"""
What the settings read from the environment, and how it is understood.

An empty variable counts as one that is not set, since docker-compose.yml passes on what nobody has set.
A value that cannot be understood is refused in a sentence that names the variable.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

import dj_database_url
from dj_database_url import DBConfig
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, validate

SOCKET_SCHEMES = ("unix", "redis+socket")
SCHEMES = ("redis", "rediss", *SOCKET_SCHEMES)
POSTGRESQL = "django.db.backends.postgresql"
LAST_PORT = 65535
NO_DATABASE = "must be the address of a PostgreSQL database: postgres://user@host/name."

env = Env()


def text(name: str, default: str = "") -> str:
    return env.str(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """`1` or `0`; anything else is refused, so that a misspelt 'ture' switches nothing off unseen."""
    return _parsed(env.bool, name, default, "1 or 0", truthy={"1"}, falsy={"0"}, pre_load=str.strip)


def port_number(name: str, default: int) -> int:
    in_range = validate.Range(1, LAST_PORT)
    return _parsed(env.int, name, default, f"a port, which is a number from 1 to {LAST_PORT}", validate=in_range)


def listed(name: str, default: str = "") -> list[str]:
    """The parts of a comma-separated value."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(name: str, default: str, **options: Any) -> DBConfig:
    """Django's settings for the database at an address. The refusal leaves the value out: it may hold a password."""
    try:
        found = dj_database_url.parse(text(name, default), **options)
    except ValueError:
        found = {}
    if found.get("ENGINE") != POSTGRESQL:
        raise ImproperlyConfigured(f"{name} {NO_DATABASE}")
    return found


def redis_address(name: str, default: str) -> str:
    """The refusal leaves the value out: it may hold a password."""
    found = text(name, default)
    parts = _split(found)
    place = parts and (parts.path.strip("/") if parts.scheme in SOCKET_SCHEMES else parts.hostname)
    if not parts or not place or parts.scheme not in SCHEMES:
        raise ImproperlyConfigured(f"{name} must be the address of a Valkey or Redis: redis://:password@host:6379/0.")
    return found


def web_address(name: str, default: str) -> str:
    """An address to which paths are added, so it ends without a slash."""
    found = text(name, default).rstrip("/")
    parts = _split(found)
    if not parts or parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must be an address such as https://workbook.example.gov.uk, not {found!r}.")
    return found


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None where it, or its port, cannot be read."""
    try:
        parts = urlsplit(address)
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def _parsed(parse: Callable[..., Any], name: str, default: Any, wanted: str, **options: Any) -> Any:
    """The value as `parse`, a method of `env`, reads it; `wanted` says in the refusal what it must be."""
    value = text(name)
    if not value:
        return default
    try:
        return parse(name, **options)
    except EnvValidationError:
        raise ImproperlyConfigured(f"{name} must be {wanted}, not {value!r}.") from None


def bucket(name: str, *, address: str, region: str, key: str, secret: str) -> dict[str, Any]:
    """Django's settings for files in a bucket of S3 or of what speaks like it; empty where no bucket is named.

    What is not given the client finds by its own rules: Amazon's address, the machine's role.
    """
    if not name:
        return {}
    place = {"bucket_name": name, "endpoint_url": address or None, "region_name": region or None}
    who = {"access_key": key or None, "secret_key": secret or None}
    # No file replaces another, as in a folder.
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**place, **who, "file_overwrite": False}}


def broker_address(url: str) -> str:
    """A Redis address as Celery spells it."""
    path, number = _socket(url)
    return f"redis+socket://{path}?virtual_host={number}" if path else url


def client_address(url: str) -> str:
    """A Redis address as the client redis spells it."""
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
