"""How this authority works: values from one TOML file, read and checked once at start."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError

from casework.practice.schema import Practice

SHIPPED = Path(__file__).parent


@cache
def current():
    """The practice that `settings.PRACTICE` names: a shipped one by name, or a file by its path."""
    return read(settings.PRACTICE)


def read(name):
    """Read and check one practice file; raises ImproperlyConfigured with file, key and what is allowed."""
    path = Path(name) if str(name).endswith(".toml") else SHIPPED / f"{name}.toml"
    try:
        return Practice.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ImproperlyConfigured(f"The practice file {path} cannot be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ImproperlyConfigured(f"The practice file {path} is not valid TOML: {error}.") from error
    except ValidationError as error:
        raise ImproperlyConfigured("\n".join(_sentences(path, error))) from error


def _sentences(path, error):
    for mistake in error.errors():
        key = ".".join(str(part) for part in mistake["loc"])
        yield f"The practice file {path}, key {key}: {mistake['msg']}."
