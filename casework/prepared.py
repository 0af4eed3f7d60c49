"""A question whose SQL is put together once, and asked with other values each time.

Putting the SQL of a large queryset together takes the application longer than answering it takes the database.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value


class Parameter(Value):
    """In the queryset of a `Prepared` the place of a value that each call gives, by its name."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


# The ids of rows that stand for others, in a queryset that takes no Parameter for a row; no row has such an id.
STAND_IN = -(2**62)


class Prepared:
    """The SQL of a queryset with Parameters; it gives the columns `names`, as psycopg reads them.

    `stand_ins` gives, by the ids of rows that stand for those of a call, the names under which calls give theirs.
    """

    def __init__(self, queryset: QuerySet, *names: str, stand_ins: Mapping[int, str] | None = None) -> None:
        self.names = names
        # The parts of a union have said their columns already.
        rows = queryset if queryset.query.combinator else queryset.values_list(*names)
        self.sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
        named = {pk: Parameter(name) for pk, name in (stand_ins or {}).items()}
        self.parameters = [named.get(each, each) if isinstance(each, int) else each for each in parameters]

    def rows(self, **given: Any) -> list[tuple]:
        """All rows, each with its columns in the order of `names`."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, list(self._values(given)))
            return cursor.fetchall()

    def one(self, **given: Any) -> dict[str, Any] | None:
        """The first row there is, by the names of its columns, or None."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, list(self._values(given)))
            found = cursor.fetchone()
        return found and dict(zip(self.names, found, strict=True))

    def _values(self, given: dict[str, Any]) -> Iterator[Any]:
        return (given[each.value] if isinstance(each, Parameter) else each for each in self.parameters)
