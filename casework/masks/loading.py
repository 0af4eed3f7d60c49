"""Every text that a query gives goes through the mask of the request, whatever asks for it and in which SQL.

The driver turns what the database sends into texts in one place, its loaders. While a mask is on, each cursor gets
loaders that mask; so a page, paper or operation of tomorrow is masked too, without a line of its own.
"""

import json
from collections.abc import Callable
from typing import Any

from psycopg.adapt import Buffer, Loader

from casework.masks.current import masked, masking

TEXTS = ("text", "varchar", "bpchar", "name")
DOCUMENTS = ("json", "jsonb")


class MaskedText(Loader):
    def load(self, data: Buffer) -> str:
        text = bytes(data).decode()
        eyes = masking()
        return eyes.of(text) if eyes else text


class MaskedDocument(Loader):
    """JSON as text, which Django reads: each text in it goes through the mask by itself."""

    def load(self, data: Buffer) -> str:
        text = bytes(data).decode()
        eyes = masking()
        return json.dumps(masked(json.loads(text), eyes)) if eyes else text


def through_the_mask(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """For `connection.execute_wrapper`: the answers to this query are masked, where a mask is on."""
    if masking():
        adapters = context["cursor"].cursor.adapters
        for name in TEXTS:
            adapters.register_loader(name, MaskedText)
        for name in DOCUMENTS:
            adapters.register_loader(name, MaskedDocument)
    return execute(sql, params, many, context)
