"""A module of a programme as its pages show it, and what its reader may do there."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from django.urls import reverse

from casework.access import Can
from casework.families.models import Family
from casework.passages.presenters import PassageText
from casework.people.models import Person
from casework.practice.schema import Module
from workbook.programmes import queries as programme_queries
from workbook.programmes.models import FamilyProgramme, ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.modules.checks import why_not_written
from workbook.programmes.modules.queries import is_begun
from workbook.programmes.modules.texts.presenters import ChangesSince, changes_since, texts_by_section
from workbook.programmes.states import MODULE_COLOURS, ModuleState, ProgrammeState


class ModulePlace(NamedTuple):
    """A module of a programme (and the child where it is written for each), with its record if there is one."""

    family: Family
    programme: FamilyProgramme
    module: Module
    child: Person | None
    record: ModuleRecord | None

    @property
    def heading(self) -> str:
        title = f"Module {self.module.number}: {self.module.title}"
        return f"{title} – {self.child}" if self.child else title

    @property
    def key(self) -> str:
        return f"{self.module.key}:{self.child.pk if self.child else ''}"

    @property
    def version(self) -> int:
        return self.record.version if self.record else 0

    @property
    def completed(self) -> bool:
        return self.record is not None and self.record.state == ModuleState.COMPLETED

    @property
    def begun(self) -> bool:
        return queries.is_begun(self.record)

    @property
    def kept_apart_because(self) -> str:
        return self.record.kept_apart_because if self.record else ""

    def url(self, name: str = "module") -> str:
        parts = [self.family.pk, self.programme.pk, self.module.key]
        return reverse(name, args=[*parts, self.child.pk] if self.child else parts)


class ModuleRow(NamedTuple):
    """A module (of one child) in the overview of its programme."""

    module: Module
    child: Person | None
    record: ModuleRecord | None
    url: str
    colour: str
    status: str
    changed: bool
    kept_apart: bool = False
    unborn: bool = False

    @property
    def name(self) -> str:
        called = f"{self.module.number}. {self.module.title}"
        return f"{called}: {self.child}" if self.child else called


def place_of_record(family: Family, programme: FamilyProgramme, record: ModuleRecord) -> ModulePlace:
    """Of a record whose module the practice file still has."""
    module = cast("Module", queries.module_named(record.module))
    return ModulePlace(family, programme, module, record.child, record)


def name_of(place: ModulePlace) -> str:
    """'module 4 of Ben Ash', within a heading."""
    return f"module {place.module.number}" + (f" of {place.child}" if place.child else "")


def module_context(place: ModulePlace, heading: str = "") -> dict[str, Any]:
    """What every page of a module shows; under another `heading` the module is named in the line above it."""
    names = ", ".join(str(person) for person in programme_queries.parents_of(place.programme))
    rows = list(module_rows(place.programme, None))
    previous, following = _around(rows, place)
    row = next((row for row in rows if row.url == place.url()), None)
    return {
        "heading": heading or place.heading,
        "caption": place.heading if heading else f"Family Programme {place.programme.number}, shared with {names}",
        "place": place,
        "programme": place.programme,
        "module": place.module,
        "rows": rows,
        "kept_apart": row is not None and row.kept_apart,
        "previous": previous,
        "following": following,
        "may_record": place.family.access.can(Can.RECORD),
    }


def _around(rows: Sequence[ModuleRow], place: ModulePlace) -> tuple[ModuleRow | None, ModuleRow | None]:
    """The modules before and after this one; None at either end."""
    rows = [row for row in rows if not row.unborn]
    here = next((at for at, row in enumerate(rows) if row.url == place.url()), 0)
    return rows[here - 1] if here else None, rows[here + 1] if here + 1 < len(rows) else None


def texts_context(place: ModulePlace) -> dict[str, Any]:
    """The texts by heading, with what changed of late."""
    since = changes_since(place.programme)
    people = list(place.family.people_ever())
    return {
        "since": since,
        "parts": texts_by_section(place.record, place.module, people, since),
        "colour": MODULE_COLOURS[place.record.state] if place.record else "grey",
    }


def acts_context(place: ModulePlace) -> dict[str, Any]:
    """The acts by their addresses, from right and state; an empty one is not offered."""
    leads = place.family.access.can(Can.LEAD)
    why_not = why_not_written(place)
    free = leads and (not why_not or place.completed) and place.programme.state == ProgrammeState.OPEN
    apart = bool(place.child and queries.others_about(place.programme, place.child))
    written = place.record is not None and place.record.updated_at
    offers = {
        "module-write": leads and not why_not,
        "module-draw": leads and not why_not,
        "module-complete": leads and not why_not and written,
        "module-take-up": free and place.completed,
        "module-keep-apart": free and apart and not place.kept_apart_because and not _kept_apart_elsewhere(place),
        "module-share": free and apart and place.kept_apart_because,
    }
    urls = {name.replace("-", "_"): place.url(name) if offered else "" for name, offered in offers.items()}
    return {"urls": urls, "why_not": why_not, "leads": leads}


def _kept_apart_elsewhere(place: ModulePlace) -> bool:
    """Of a module that is written for each child."""
    child = cast("Person", place.child)
    elsewhere = queries.kept_apart_elsewhere(place.programme).filter(module=place.module.key)
    return elsewhere.filter(child__in=child.all_ids).exists()


def writing_context(place: ModulePlace, groups: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """By heading the field with what the module said before and what is drawn under it; `saved_now` after a conflict.

    `groups` are those of the form.
    """
    texts = texts_context(place)
    saved = [
        PassageText(part.section.heading, text.text, text.about)
        for part in texts["parts"]
        for text in part.texts
        if text.text
    ]
    parts = {part.section.key: part for part in texts["parts"]}
    fields = [{**group, "part": parts.get(group["slot"].section)} for group in groups]
    return {**texts, "groups": fields, "saved_now": saved}


def module_rows(programme: FamilyProgramme, since: ChangesSince | None) -> Iterator[ModuleRow]:
    """Each module, of each child where written for each; `since` is from when a change is marked, or None."""
    records = {_key(record.module, record.child): record for record in queries.records_of(programme)}
    elsewhere = queries.kept_apart_elsewhere(programme).select_related("child")
    known = [*elsewhere, *records.values()]
    apart = {_key(record.module, record.child) for record in known if record.kept_apart_because}
    children = queries.children_ever(programme)
    for module in queries.practice_modules():
        for child in children if module.each_child else [None]:
            key = _key(module.key, child)
            yield _row(programme, module, child, records.get(key), since)._replace(kept_apart=key in apart)


def _key(module: str, child: Person | None) -> tuple[str, int | None]:
    return module, child.one_id if child else None


def _row(
    programme: FamilyProgramme,
    module: Module,
    child: Person | None,
    record: ModuleRecord | None,
    since: ChangesSince | None,
) -> ModuleRow:
    parts = [programme.family_id, programme.pk, module.key, *([child.pk] if child else [])]
    begun = record if is_begun(record) else None
    return ModuleRow(
        module,
        child,
        record,
        reverse("module", args=parts),
        MODULE_COLOURS[begun.state] if begun else "grey",
        begun.get_state_display().capitalize() if begun else "Not begun",
        bool(begun and since and begun.updated_at and begun.updated_at > since.at),
        unborn=bool(child and child.unborn),
    )
