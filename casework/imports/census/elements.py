"""From elements to the shapes: what cannot be read is a problem, and the field is then left out."""

from types import MappingProxyType

from casework.imports.census.schema import Group, WrongValue, declared


class Element:
    """One element of the file, with the line on which it begins."""

    __slots__ = ("children", "line", "tag", "text")

    def __init__(self, tag, line):
        self.tag, self.line, self.text, self.children = tag, line, "", []

    def below(self, path):
        """The elements on `path`, a step for each level: 'Reviews/CPPreviewDate'."""
        step, _, rest = path.partition("/")
        here = [child for child in self.children if child.tag == step]
        return [found for child in here for found in child.below(rest)] if rest else here


def build(group, element, found):
    """One `group` from `element`; `found` takes (line, tag, sentence) of each value that cannot be read."""
    values, lines = {}, {}
    for known in declared(group):
        elements = [each for path in known.metadata["paths"] for each in element.below(path)]
        lines |= {each.tag: each.line for each in reversed(elements) if each.text or each.children}
        values[known.name] = _values(known, elements, found)
    return group(line=element.line, lines=MappingProxyType(lines), **values)


def _values(known, elements, found):
    kind, many = known.metadata["kind"], known.metadata.get("many")
    if _is_group(kind):
        return tuple(build(kind, each, found) for each in elements)
    values = [value for each in elements if (value := _read(kind, each, found)) is not None]
    if many:
        return tuple(values)
    if len(values) > 1:
        found(elements[1].line, elements[1].tag, "This stands twice; it may stand once.")
    return values[0] if values else None


def _is_group(kind):
    return isinstance(kind, type) and issubclass(kind, Group)


def _read(kind, element, found):
    if not element.text:
        return None
    try:
        return kind(element.text)
    except WrongValue as wrong:
        found(element.line, element.tag, str(wrong))
        return None


def unknown_elements(group, element):
    """The elements inside that no field of the group reads: a later year's, or misspelt."""
    steps = {path: known for known in declared(group) for path in known.metadata["paths"]}
    return list(_unknown(element, "", steps))


def _unknown(element, prefix, steps):
    for child in element.children:
        path = prefix + child.tag
        if path in steps:
            kind = steps[path].metadata["kind"]
            yield from unknown_elements(kind, child) if _is_group(kind) else child.children
        elif any(known.startswith(path + "/") for known in steps):
            yield from _unknown(child, path + "/", steps)
        else:
            yield child
