"""A question that is put to the database at every step: put together once, and asked with other values each time.

Django takes ten times as long to put the largest of them together as the database takes to answer it.
"""

from django.db import connection
from django.db.models import Value


class Given(Value):
    """In a question, the place of a value that is said when it is asked."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """A queryset with `Given` values, of which the columns `names` are asked for."""

    def __init__(self, queryset, *names):
        self.names = names
        self.sql, self.parameters = queryset.values_list(*names).query.get_compiler(connection=connection).as_sql()

    def one(self, **given):
        """The first row there is, by the names of its columns, or None."""
        said = [given[each.value] if isinstance(each, Given) else each for each in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, said)
            found = cursor.fetchone()
        return found and dict(zip(self.names, found, strict=True))
