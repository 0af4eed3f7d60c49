"""Every text of a family's rows told anew, by the registry of models: a column of tomorrow is among them."""

from collections.abc import Callable
from contextlib import suppress

from django.apps import apps
from django.db import DatabaseError, models, transaction

from casework.practice.fields import CodeField, SectionField
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.models import Permanent
from tests.shape.source import app_of

SHORTEST = 23  # of a column in which a sentence has no room
# Written by the machine, or with a meaning of their own; nobody writes a sentence there.
NO_SENTENCES = {
    "subject_type", "url", "sha256", "digest", "file", "message_id", "content_type", "history_page", "method", "page",
    "kind", "table", "key", "sort_name", "subject", "email", "upn", "nhs_number", "former_upn", "la_child_id",
}  # fmt: skip
PLACES = {
    "casework.HeldBack", "casework.DocumentText", "casework.ContactDetail", "casework.KeyContact", "casework.Person",
    "casework.Family",
}  # fmt: skip


def narrative(model):
    """The columns of a model in which somebody writes a sentence."""
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, CodeField | SectionField | models.EmailField)
        and not column.choices
        and column.name not in NO_SENTENCES
        and (column.max_length or 1000) > SHORTEST
    ]


def tell_everywhere(family, by, words: Callable[[models.Model], str]) -> set[str]:
    """Let every text of the family's rows say `words` of its row; the models of which a row does."""
    told = set()
    for model in apps.get_models():
        if model not in of_a_family() or model._meta.label in PLACES:
            continue
        for row in rows_of(model, family) if narrative(model) else ():
            if _tell(row, by, words(row)):
                told.add(model._meta.label)
    return told


def rows_of(model, family):
    """Those about the family, whatever the field is called whose column is `family_id`."""
    name = next(each.name for each in model._meta.concrete_fields if each.column == "family_id")
    return model._base_manager.filter(**{name: family})


def _tell(row, by, words) -> bool:
    before = {column.name: getattr(row, column.name) for column in narrative(type(row))}
    columns = [name for name, value in before.items() if value] or list(before)[:1]
    for name in columns:
        setattr(row, name, words)
    if isinstance(row, Permanent):
        row.pk = None
    with suppress(DatabaseError, Refusal), transaction.atomic(), acting(by):
        row.save() if isinstance(row, Permanent) else row.save(update_fields=columns)
        return True
    return False


def of_a_family() -> list:
    ours = (each for each in apps.get_models() if app_of(each._meta.app_label) is not None)
    return [each for each in ours if "family_id" in {field.column for field in each._meta.concrete_fields}]
