"""Parts of an SVG. Each element has all its presentation attributes, so it is the same in a page and in a PDF."""

import re
from base64 import b64encode
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString, mark_safe

from casework.drawing.shaping import as_seen

INK, PAPER, HOME, HOME_TINT = "#0b0c0c", "#ffffff", "#0f5f64", "#edf5f5"
FONT = "'IBM Plex Sans', Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
XMLNS = "http://www.w3.org/2000/svg"


def element(parent: Element | None, tag: str, words: str | None = None, **attributes: object) -> Element:
    """A part of the drawing; numbers are rounded to tenths, `stroke_width` becomes 'stroke-width'."""
    values = {name.rstrip("_").replace("_", "-"): as_text(value) for name, value in attributes.items()}
    part = ElementTree.SubElement(parent, tag, values) if parent is not None else ElementTree.Element(tag, values)
    part.text = words
    return part


def as_text(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, int | float) else str(value)


def data_url(drawn: str) -> str:
    """The drawing as a data URL: for paper, where an `img` with an alternative text is wanted."""
    drawn = re.sub(r">([^<]+)<", lambda words: f">{as_seen(words[1])}<", drawn)
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def svg_text(drawing: Element) -> SafeString:
    return mark_safe(ElementTree.tostring(drawing, encoding="unicode"))


class KeyEntry(NamedTuple):
    """One line of the key: a small drawing, and what it means."""

    svg: str
    words: str


EDGE = 16
