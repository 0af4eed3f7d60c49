"""Model fields that say what their values are where the column does not."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PeopleField(ArrayField):
    """Ids of persons, in one column with the text that is about them (ADR 4); plain numbers for migrations."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kwargs.pop("base_field", None) or models.BigIntegerField(), **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs
