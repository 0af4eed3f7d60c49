"""A finished record on its page: as it stood, what became of it since, its other versions and its PDF."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from casework.access import Can, FamilyAccess
from casework.access.ways import address_of
from casework.documents.queries import was_cut_off
from casework.documents.states import PrintState
from casework.families.models import Family
from casework.frozen.document import Document, document
from casework.frozen.marks.presenters import in_error_in, said_of
from casework.frozen.models import Frozen, FrozenPrint
from casework.frozen.queries import held_since, in_error_since, last_of, said_since, versions_of
from casework.frozen.registry import KINDS, SinceLine
from casework.frozen.since.presenters import since_then
from casework.masks.current import eyes_now
from casework.notes.models import CaseNote
from casework.subjects import type_of
from casework.users.models import User
from casework.words import say_when


class Version(NamedTuple):
    """Another version of the same record."""

    label: str
    url: str


class Pdf(NamedTuple):
    """`make_url` is where the reader has it made, '' where they do not or need not."""

    sentence: str
    url: str
    make_url: str


class FinishedRecord(NamedTuple):
    """Of `row`; `sentence` says who finished it and when; `others` are its other versions, the latest first."""

    frozen: Frozen
    row: Any
    document: Document
    sentence: str
    since: list[SinceLine]
    others: list[Version]
    pdf: Pdf
    url: str


def finished_record(kind: str, row: Any, user: User, access: FamilyAccess) -> FinishedRecord | None:
    """The last version of what was finished of `row`, as `user` reads it, who is `access` to its family; or None."""
    versions = list(versions_of(row, kind))
    return record_of(versions[0], row, user, access, versions) if versions else None


def record_of(
    frozen: Frozen, row: Any, user: User, access: FamilyAccess, versions: Iterable[Frozen] | None = None
) -> FinishedRecord:
    versions = versions_of(row, frozen.kind) if versions is None else versions
    return FinishedRecord(
        frozen=frozen,
        row=row,
        document=document_for(frozen, row, user, inspects=access.can(Can.INSPECT)),
        sentence=_sentence(frozen),
        since=since_then(frozen, row),
        others=[_version(each, row) for each in versions if each != frozen],
        pdf=_pdf(frozen, row, access),
        url=_address("frozen", frozen, row),
    )


def document_for(frozen: Frozen, row: Any, user: User | None, *, inspects: bool = False) -> Document:
    """As `user` may see it in this request; without one as a paper for whoever is named nowhere.

    Words that were recorded in error stand only for those who inspect, and never on paper.
    """
    held = held_since(frozen, user) if eyes_now() else {}
    opens = _notes_in(frozen, row.family_id) if user else {}
    in_error = in_error_in(frozen, row, inspects=inspects)
    marked = KINDS[frozen.kind].marked(row)
    said = said_of(frozen, row)
    return document(frozen.contents, held=held, said=said, opens=opens, in_error=in_error, marked=marked)


def _notes_in(frozen: Frozen, family: int) -> dict[tuple[str, int], str]:
    """The pages of the notes that it tells whole."""
    rows = [each["row"] for each in frozen.contents["parts"] if each["row"]]
    return {
        (row["table"], row["id"]): reverse("note", args=[family, row["id"]])
        for row in rows
        if row["table"] == type_of(CaseNote)
    }


def finished_document(kind: str, row: Any, user: User) -> Document | None:
    """The last version of what was finished of `row` alone, as `user` reads it; None where nothing was frozen."""
    last = last_of(row, kind)
    return document_for(last, row, user) if last else None


def url_of_finished(row: Any) -> str:
    """Where the last version of what was finished of `row` is read; its own page where nothing was frozen."""
    kind = next(each for each in KINDS.values() if each.model is type(row))
    last = last_of(row, kind.key)
    return _address("frozen", last, row) if last else address_of(kind.page, row.family_id, row)


def page_of(frozen: Frozen, row: Any) -> str:
    """Where the row itself is read."""
    return address_of(KINDS[frozen.kind].page, row.family_id, row)


def urls_of_finished(kind: str, rows: Iterable[Any]) -> dict[int, str]:
    """By id of those of these rows of one family that were frozen, where their last version is read."""
    families = {row.pk: row.family_id for row in rows}
    found = Frozen.objects.filter(kind=kind, subject_type=type_of(KINDS[kind].model), subject_id__in=families)
    ids = found.order_by("number").values_list("subject_id", "pk")
    return {subject: reverse("frozen", args=[families[subject], pk]) for subject, pk in ids}


def papers_of(kind: str, rows: Iterable[Any]) -> dict[int, Document]:
    """By id of those of these rows that were frozen, the last version as a paper shows it."""
    known = {row.pk: row for row in rows}
    found = Frozen.objects.filter(kind=kind, subject_type=type_of(KINDS[kind].model), subject_id__in=known)
    return {each.subject_id: document_for(each, known[each.subject_id], None) for each in found.order_by("number")}


def links_to(kind: str, rows: QuerySet[Any], family: Family) -> list[Version]:
    """To what was finished of these rows of the family, the latest first."""
    act, model = KINDS[kind].act, KINDS[kind].model
    found = Frozen.objects.filter(kind=kind, subject_type=type_of(model), subject_id__in=rows.order_by().values("pk"))
    titled = found.order_by("-pk").values_list("pk", "contents__title", "at")
    return [
        Version(f"{title}, {act} {say_when(at)}", reverse("frozen", args=[family.pk, pk])) for pk, title, at in titled
    ]


def print_url(frozen: Frozen, family: int) -> str:
    """Where its PDF is downloaded, '' while there is none; ask with its `print` fetched."""
    printed: FrozenPrint | None = getattr(frozen, "print", None)
    made = printed is not None and printed.state == PrintState.MADE
    return reverse("frozen-print", args=[family, frozen.pk]) if made else ""


def _sentence(frozen: Frozen) -> str:
    """'Signed off by Hannah Hill, Tue 20 Jan 2026, 14:00. It reads as it stood then.'"""
    act = KINDS[frozen.kind].act
    said = f"{act[:1].upper()}{act[1:]} by {frozen.contents['by']['name']}, {say_when(frozen.at)}."
    number = f" Version {frozen.number}." if frozen.number > 1 else ""
    return f"{said}{number} It reads as it stood then, whatever is recorded later."


def _version(frozen: Frozen, row: Any) -> Version:
    return Version(
        f"Version {frozen.number}, {KINDS[frozen.kind].act} {say_when(frozen.at)}", _address("frozen", frozen, row)
    )


def _address(name: str, frozen: Frozen, row: Any) -> str:
    return reverse(name, args=[row.family_id, frozen.pk])


def _marked_since(frozen: Frozen, row: Any, at: datetime) -> bool:
    """Whether the whole of it bears a mark, and bore none then."""
    return bool(KINDS[frozen.kind].marked(row)) and row.history.filter(history_date__gt=at).exists()


def _pdf(frozen: Frozen, row: Any, access: FamilyAccess) -> Pdf:
    printed: FrozenPrint | None = getattr(frozen, "print", None)
    make = _address("frozen-print-make", frozen, row) if access.can(Can.RECORD) else ""
    if printed is None:
        return Pdf("", "", make)
    if printed.state == PrintState.MADE:
        pages = "1 page" if printed.pages == 1 else f"{printed.pages} pages"
        if in_error_since(frozen, row.family_id, printed.wanted_at):
            return Pdf("Something in it was recorded in error since it was made.", "", make)
        older = said_since(frozen, printed.wanted_at) or _marked_since(frozen, row, printed.wanted_at)
        sentence = f"Ready, {pages}. What was said of it since does not stand in it." if older else f"Ready, {pages}."
        return Pdf(sentence, _address("frozen-print", frozen, row), make if older else "")
    if printed.state == PrintState.FAILED:
        return Pdf(f"Failed: {printed.failed_because}", "", make)
    state = "Cut off, and begun again" if was_cut_off(printed) else printed.get_state_display().capitalize()
    return Pdf(f"{state}. Open this page again in a minute.", "", "")
