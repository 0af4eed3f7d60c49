"""Read a census return from a file, child by child.

The file comes from outside: no document type, entity or reference is followed, and size, depth and the length of what
is read before a child is complete are bounded, so that memory is too. Whatever is wrong with the file as a whole is
`Unreadable`, in one sentence.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import errors
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

from defusedxml import DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden
from defusedxml.expatreader import DefusedExpatParser

from casework.imports.census.elements import Element, build, unknown_elements
from casework.imports.census.schema import Child, Header
from casework.imports.report import Problem, Unreadable

MEGABYTE = 1024 * 1024
MAX_BYTES = 150 * MEGABYTE  # the largest authorities' returns are about a third of it
MAX_DEPTH = 12  # a return has eight levels
MAX_TEXT = 500  # characters; the longest value of a return is about sixty
MAX_ELEMENTS_OF_A_CHILD = 20_000
MAX_SILENCE = MEGABYTE  # bytes of one tag, comment or instruction
CHUNK = 64 * 1024

WHERE_CHILDREN_ARE = ["Message", "Children"]
WORDS: dict[object, str] = {
    errors.codes[errors.XML_ERROR_NO_ELEMENTS]: "it ends too early",
    errors.codes[errors.XML_ERROR_SYNTAX]: "there is text where a tag should be",
    errors.codes[errors.XML_ERROR_UNDEFINED_ENTITY]: "an entity is used that XML does not know",
    errors.codes[
        errors.XML_ERROR_INVALID_TOKEN
    ]: "there is a character that cannot stand there, or is not in the file’s encoding",
    errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN]: "it breaks off in the middle",
    errors.codes[errors.XML_ERROR_PARTIAL_CHAR]: "it breaks off in the middle of a character",
    errors.codes[errors.XML_ERROR_TAG_MISMATCH]: "a tag is closed that is not the open one",
    errors.codes[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: "something follows after its end",
    errors.codes[errors.XML_ERROR_UNKNOWN_ENCODING]: "its encoding is not known",
    errors.codes[errors.XML_ERROR_INCORRECT_ENCODING]: "it is not in the encoding that it declares",
}


class CensusFile:
    """A return in a file. Iterate for pairs of a child and what could not be read of it; as often as you like.

    `header` is None until the first child has come.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.header: Header | None = None

    def __iter__(self) -> Iterator[tuple[Child, list[Problem]]]:
        handler = _Handler()
        for _ in _parsed(self.path, handler):
            self.header = handler.header
            for element in handler.taken():
                yield _child(element)
        if not handler.children:
            raise Unreadable("There are no children in this file. It is not a children in need census return.")


def _child(element: Element) -> tuple[Child, list[Problem]]:
    mistakes: list[tuple[int, str, str]] = []
    child = build(Child, element, lambda *mistake: mistakes.append(mistake))
    name = child.number or ""
    return child, [
        *(_problem(name, *mistake, "A value that cannot be read", refused=True) for mistake in mistakes),
        *(
            _problem(name, each.line, each.tag, "This is not known here and was passed over.", "Unknown elements")
            for each in unknown_elements(Child, element)
        ),
    ]


def _problem(child: str, line: int, field: str, sentence: str, kind: str, *, refused: bool = False) -> Problem:
    return Problem(line=line, child=child, field=field, sentence=sentence, kind=kind, refused=refused)


def _parsed(path: Path, handler: "_Handler") -> Iterator[None]:
    """Feed the file to `handler`, and yield after each piece of it."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    handler.setDocumentLocator(parser)  # `parse` would do it; `feed` does not
    try:
        with _opened(path) as file:
            while chunk := file.read(CHUNK):
                parser.feed(chunk)
                handler.listen(len(chunk))
                yield
            parser.close()
            yield
    except SAXParseException as broken:
        raise Unreadable(_broken(broken)) from broken
    except (DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden) as forbidden:
        raise Unreadable(
            "The file has a document type or entities of its own, which no census return has. It was not read."
        ) from forbidden
    except (LookupError, ValueError) as encoding:
        raise Unreadable("The file declares an encoding that cannot be read. Save it as UTF-8.") from encoding


def _opened(path: Path) -> BinaryIO:
    try:
        if not path.is_file():
            raise Unreadable(f"There is no file at {path}.")
        if (size := path.stat().st_size) > MAX_BYTES:
            raise Unreadable(
                f"The file has {size // MEGABYTE} MB. A return of up to {MAX_BYTES // MEGABYTE} MB can be read."
            )
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"The file cannot be opened: {error.strerror}.") from error


def _broken(broken: SAXParseException) -> str:
    words = WORDS.get(getattr(broken.getException(), "code", None), broken.getMessage())
    return f"The file is not whole XML: in line {broken.getLineNumber()} {words}. Export the return again, as UTF-8."


class _Handler(ContentHandler):
    _locator: Locator  # set by `setDocumentLocator`

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.header: Header | None = None
        self._ready: list[Element] = []
        self.children = self._elements = self._silent = 0

    def taken(self) -> list[Element]:
        """The children that are complete, each given once."""
        ready, self._ready = self._ready, []
        return ready

    def listen(self, size: int) -> None:
        """Count the bytes since the last tag or text; raises Unreadable where there are too many."""
        self._silent += size
        if self._silent > MAX_SILENCE + CHUNK:
            raise Unreadable("One tag or comment in the file goes on for more than a megabyte. It was not read.")

    def startElement(self, tag: str, attributes: object) -> None:
        self._silent = 0
        self._check_place(tag)
        element = Element(tag, self._locator.getLineNumber() or 0)
        if self._kept():
            self.open[-1].children.append(element)
            self.open[-1].text = ""
        self.open.append(element)

    def _kept(self) -> bool:
        """Only a child and the header are kept in memory; the whole return never is."""
        return len(self.open) > 2 or (len(self.open) == 2 and self.open[1].tag == "Header")

    def _check_place(self, tag: str) -> None:
        line = self._locator.getLineNumber()
        if not self.open and tag != "Message":
            raise Unreadable(f"This is not a children in need census return: it begins with ‘{tag[:60]}’.")
        if len(self.open) >= MAX_DEPTH:
            raise Unreadable(
                f"In line {line} there are more than {MAX_DEPTH} elements inside each other. No census return is so "
                "deep. It was not read."
            )
        self._elements = self._elements + 1 if self._kept() else 0
        if self._elements > MAX_ELEMENTS_OF_A_CHILD:
            raise Unreadable(
                f"Before line {line} one child has more than {MAX_ELEMENTS_OF_A_CHILD:,} entries. It was not read."
            )

    def characters(self, content: str) -> None:
        self._silent = 0
        element = self.open[-1]
        if element.children or len(self.open) <= 2:
            return
        element.text = (element.text + content).lstrip()
        if len(element.text) > MAX_TEXT:
            raise Unreadable(
                f"In line {element.line} ‘{element.tag[:60]}’ is longer than {MAX_TEXT} characters. It was not read."
            )

    def endElement(self, tag: str) -> None:
        self._silent = 0
        element = self.open.pop()
        element.text = element.text.strip()
        path = [each.tag for each in self.open]
        if path == WHERE_CHILDREN_ARE and tag == "Child":
            self.children += 1
            self._ready.append(element)
        elif path == ["Message"] and tag == "Header":
            self.header = _header(element)


def _header(element: Element) -> Header:
    header = build(Header, element, lambda *mistake: None)
    if header.collection not in (None, "CIN"):
        raise Unreadable(f"This is a return of another kind: ‘{header.collection[:60]}’ and not ‘CIN’.")
    return header
