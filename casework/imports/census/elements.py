"""From elements to the shapes: what cannot be read is a problem, and the field is then left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field
from types import MappingProxyType
from typing import Any, TypeGuard, TypeVar

from casework.imports.census.schema import Group, WrongValue, declared

Shape = TypeVar("Shape", bound=Group)
Report = Callable[[int, str, str], object]  # line, tag, sentence


class Element:
    """One element of the file, with the line on which it begins."""

    __slots__ = ("children", "line", "tag", "text")

    def __init__(self, tag: str, line: int) -> None:
        self.tag, self.line, self.text = tag, line, ""
        self.children: list[Element] = []

    def below(self, path: str) -> "list[Element]":
        """The elements on `path`, a step for each level: 'Reviews/CPPreviewDate'."""
        step, _, rest = path.partition("/")
        here = [child for child in self.children if child.tag == step]
        return [found for child in here for found in child.below(rest)] if rest else here


def build(group: type[Shape], element: Element, report: Report) -> Shape:
    """One `group` from `element`; each value that cannot be read is reported, and then left out."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for known in declared(group):
        elements = [each for path in known.metadata["paths"] for each in element.below(path)]
        lines |= {each.tag: each.line for each in reversed(elements) if each.text or each.children}
        values[known.name] = _values(known, elements, report)
    return group(line=element.line, lines=MappingProxyType(lines), **values)


def _values(known: Field[Any], elements: Sequence[Element], report: Report) -> Any:
    kind, many = known.metadata["kind"], known.metadata.get("many")
    if _is_group(kind):
        return tuple(build(kind, each, report) for each in elements)
    values = [value for each in elements if (value := _read(kind, each, report)) is not None]
    if many:
        return tuple(values)
    if len(values) > 1:
        report(elements[1].line, elements[1].tag, "This stands twice; it may stand once.")
    return values[0] if values else None


def _is_group(kind: Any) -> TypeGuard[type[Group]]:
    return isinstance(kind, type) and issubclass(kind, Group)


def _read(kind: Callable[[str], Any], element: Element, report: Report) -> Any:
    if not element.text:
        return None
    try:
        return kind(element.text)
    except WrongValue as wrong:
        report(element.line, element.tag, str(wrong))
        return None


def unknown_elements(group: type[Group], element: Element) -> list[Element]:
    """The elements inside that no field of the group reads: a later year's, or misspelt."""
    steps = {path: known for known in declared(group) for path in known.metadata["paths"]}
    return list(_unknown(element, "", steps))


def _unknown(element: Element, prefix: str, steps: dict[str, Field[Any]]) -> Iterator[Element]:
    for child in element.children:
        path = prefix + child.tag
        if path in steps:
            kind = steps[path].metadata["kind"]
            yield from unknown_elements(kind, child) if _is_group(kind) else child.children
        elif any(known.startswith(path + "/") for known in steps):
            yield from _unknown(child, path + "/", steps)
        else:
            yield child
