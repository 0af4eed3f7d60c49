"""What somebody typed themself comes to them as they typed it, whatever they may not read of the record."""

import json
from typing import Any

from django.db import models


class OwnTitle(models.CharField):
    """As `OwnWords`, of the heading and the address of the page on which it was typed: whoever else is shown the
    heading of it reads it by `shown`.
    """

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return f"convert_to({sql}, 'UTF8')", params

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return bytes(value).decode() if value is not None else None

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class OwnWords(models.JSONField):
    """A JSONField whose texts no mask changes: it is read as bytes. Only for what nobody but its writer is shown.

    Were they masked, whoever types a guess at a protected place would learn that it is right, and leave no trace.
    """

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return f"convert_to(({sql})::text, 'UTF8')", params

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return json.loads(bytes(value)) if value is not None else None

    def deconstruct(self) -> Any:
        """In the database it is a JSONField."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
