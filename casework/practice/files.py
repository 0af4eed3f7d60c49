"""Practice files on disk: one may be based on another, and then has only the values that differ."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured

SHIPPED = Path(__file__).parent
BASE = "based_on"
Key = tuple[str, ...]
# A file that changes a length gives these too: what is shown about a clock must be true of it.
WITH_A_LENGTH = ("unit",)
WITH_THE_LENGTH_OF_A_TIMESCALE = ("unit", "rule", "source")


class PracticeFile(NamedTuple):
    path: Path
    values: dict[str, Any]


class MergedValues(NamedTuple):
    """The values of a practice file with those on which it is based; `files` are all of them, the file itself first."""

    files: list[PracticeFile]
    merged: dict[str, Any]

    def file_of(self, key: tuple[Any, ...]) -> Path:
        """The file that has the value of `key`, or should have it: the one with the longest part of the key."""
        for length in range(len(key), 0, -1):
            for file in self.files:
                if _has(file.values, key[:length]):
                    return file.path
        return self.files[0].path


def shipped() -> list[str]:
    """The names of the practice files that ship."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def path_of(name: str | Path, beside: Path | None = None) -> Path:
    """A file that ships by its name; any other by its path ending in '.toml', relative to the folder `beside`."""
    if str(name).endswith(".toml"):
        return (beside or Path()) / str(name)
    return SHIPPED / f"{name}.toml"


def load(name: str | Path) -> MergedValues:
    """Read the file and all on which it is based; raises ImproperlyConfigured with the file and what is wrong."""
    files = _chain(path_of(name))
    mistakes = [sentence for file in files if BASE in file.values for sentence in _incomplete_lengths(file)]
    if mistakes:
        raise ImproperlyConfigured("\n".join(mistakes))
    merged = {}
    for file in reversed(files):
        merged = _merged(merged, file.values)
    merged.pop(BASE, None)
    return MergedValues(files, merged)


def _chain(path: Path) -> list[PracticeFile]:
    files = [_file(path)]
    while BASE in files[-1].values:
        above = _base_of(files[-1])
        if above in [file.path.resolve() for file in files]:
            raise ImproperlyConfigured(f"{where(files[-1].path, BASE)} this goes round in a circle, back to {above}.")
        files.append(_file(above))
    return files


def _base_of(file: PracticeFile) -> Path:
    name = file.values[BASE]
    if not isinstance(name, str):
        raise ImproperlyConfigured(f"{where(file.path, BASE)} this must be the name of a file in quotes, not {name!r}.")
    above = path_of(name, file.path.parent).resolve()
    if not above.exists():
        raise ImproperlyConfigured(
            f"{where(file.path, BASE)} there is no {name!r}; a path ending in '.toml' is allowed, or one of those that "
            f"ship: {', '.join(shipped())}."
        )
    return above


def _file(path: Path) -> PracticeFile:
    try:
        return PracticeFile(path, tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ImproperlyConfigured(
            f"The practice file {path} cannot be read: {error.strerror}. Name one that ships ({', '.join(shipped())}), "
            "or the path of a file of your own that ends in '.toml'."
        ) from error
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"The practice file {path} is not written in UTF-8: save it so.") from error
    except tomllib.TOMLDecodeError as error:
        raise ImproperlyConfigured(f"The practice file {path} is not valid TOML: {error}.") from error


def where(path: Path, key: str) -> str:
    """How each sentence about a mistake begins."""
    return f"The practice file {path}, key {key}:"


def _incomplete_lengths(file: PracticeFile) -> Iterator[str]:
    """A sentence for each length that is changed without all that belongs to it."""
    for key, table in _tables(file.values):
        wanted = WITH_THE_LENGTH_OF_A_TIMESCALE if key[:1] == ("timescales",) and len(key) == 2 else WITH_A_LENGTH
        missing = [name for name in wanted if name not in table] if "length" in table else []
        if missing:
            yield f"{where(file.path, '.'.join(key))} beside the length say the {' and the '.join(missing)} too."


def _tables(values: dict[str, Any], above: Key = ()) -> Iterator[tuple[Key, dict[str, Any]]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield (*above, name), value
            yield from _tables(value, (*above, name))


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables are joined key by key; anything else, lists too, is replaced as a whole."""
    joined = dict(below)
    for name, value in above.items():
        both = isinstance(value, dict) and isinstance(joined.get(name), dict)
        joined[name] = _merged(joined[name], value) if both else value
    return joined


def _has(values: Any, key: tuple[Any, ...]) -> bool:
    for part in key:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True
