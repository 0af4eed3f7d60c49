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
        key = ".".join(str(part) for part in mistake["loc"]) or "the file as a whole"
        yield f"The practice file {path}, {key}: {_what_is_allowed(mistake)}."


def _what_is_allowed(mistake):
    """pydantic's own words name its types; an authority reads what may stand there."""
    context = mistake.get("ctx", {})
    match mistake["type"]:
        case "missing":
            return "this key is missing"
        case "extra_forbidden":
            return "there is no such key; check its spelling"
        case "literal_error":
            return f"this must be one of {context['expected']}, not {mistake['input']!r}"
        case "int_type" | "int_parsing" | "int_from_float":
            return f"this must be a whole number, not {mistake['input']!r}"
        case "greater_than" | "greater_than_equal" | "less_than_equal":
            return f"{mistake['msg'].replace('Input should', 'this must').lower()}, not {mistake['input']!r}"
        case "value_error":
            return str(context["error"])
    return mistake["msg"].replace("Input should", "this must")
