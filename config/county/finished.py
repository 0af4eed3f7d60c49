"""What was frozen of a finished record: its contents with the keys of `casework.frozen.contents`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from casework.frozen.contents import SCHEMA, digest
from casework.frozen.models import Frozen
from casework.subjects import type_of
from config.county.cases import Case

Item = dict[str, Any]


def origin(model: type[Model], row: int, field: str) -> dict[str, Any]:
    return {"table": type_of(model), "id": row, "field": field, "history": None}


def passage(text: str, heading: str, of: dict[str, Any]) -> Item:
    return {"is": "passage", "heading": heading, "text": text, "about": [], "by": "", "origin": of, "marks": []}


def record(
    case: Case, kind: str, model: type[Model], row: int, title: str, items: Sequence[Item], *, at: datetime,
    by: int | None = None,
) -> int:  # fmt: skip
    """The id of the frozen record."""
    contents = {
        "schema": SCHEMA,
        "kind": kind,
        "subject": origin(model, row, ""),
        "title": title,
        "family": {"name": case.name, "reference": f"F{case.family:05}"},
        "by": {"name": "A manager", "job_title": "Team manager"},
        "at": at.isoformat(),
        "parts": [{"heading": "What it says", "level": 2, "items": list(items)}],
    }
    origins = sorted({f"{each['origin']['table']}:{each['origin']['id']}" for each in items if each["origin"]})
    return case.add(
        Frozen, by=by or case.manager, at=at, kind=kind, subject_type=type_of(model), subject_id=row, number=1,
        contents=contents, origins=origins, sha256=digest(contents),
    )  # fmt: skip
