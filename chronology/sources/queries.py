"""The common columns of the chronology's sources, how each is written in SQL, and paging by key over their union."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Case, DateTimeField, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Collate, Concat, NullIf, TruncDate

from casework.practice.fields import CodeField
from casework.sent import id_in
from casework.words import FIRST_STRONG, POP

COLUMNS = ("day", "origin", "key", "headline", "why", "about", "target", "detail")
CHILDREN = ArrayField(BigIntegerField())
NOTHING = Value("")
EVERYONE = Cast(Value(None), CHILDREN)
# Hebrew, Arabic and what is written like them.
RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
NO_TARGET = Cast(Value(None), BigIntegerField())
Moment = TypeVar("Moment", bound=date)
Column = Any  # an expression of Django, or its name


def as_columns(
    rows: QuerySet, origin: str, *, day: Column, headline: Column, why: Column = NOTHING, about: Column = EVERYONE,
    target: Column = NO_TARGET, detail: Column = NOTHING,
) -> QuerySet:  # fmt: skip
    """`rows` with the common columns. `about` are ids of children, NULL for everyone, and empty for nobody."""
    return rows.order_by().annotate(
        day=day,
        origin=bytewise(origin),
        key=F("pk"),
        headline=Cast(headline, TextField()),
        why=Cast(why, TextField()),
        about=about,
        target=target,
        detail=Cast(detail, TextField()),
    )


def bytewise(key: str) -> Collate:
    """A key that the database sorts as Python does, whatever its own collation."""
    return Collate(Value(key), "C")


def london_day(*moments: str) -> TruncDate:
    """The day in London of the first of these moments that is not null."""
    return TruncDate(Coalesce(*moments, output_field=DateTimeField()) if len(moments) > 1 else F(moments[0]))


def array_of(child: str) -> Func:
    """An array of one id."""
    return Func(F(child), template="ARRAY[%(expressions)s]", output_field=CHILDREN)


def sentence(*parts: Column) -> Concat:
    """A sentence of words and columns."""
    return Concat(*(Cast(Value(part) if isinstance(part, str) else part, TextField()) for part in parts))


def name_of(person: str) -> Case:
    """What the person is called to whom the prefix leads ('child__'), isolated where it goes from right to left."""
    known_as, name = f"{person}known_as", f"{person}name"
    called = Coalesce(NullIf(F(known_as), NOTHING), F(name))
    turned = Q(**{f"{known_as}__regex": RIGHT_TO_LEFT}) | Q(**{known_as: "", f"{name}__regex": RIGHT_TO_LEFT})
    return Case(When(turned, then=sentence(FIRST_STRONG, called, POP)), default=called, output_field=TextField())


def choice_label(field: str, choices: Iterable[tuple[str, Any]]) -> Case:
    """The label of a choice; `choices` are pairs of value and label."""
    labels = [When(**{field: value}, then=Value(str(label))) for value, label in choices]
    return Case(*labels, default=NOTHING, output_field=TextField())


def code_label(field: CodeField, path: str = "") -> Case:
    """The words of a coded field in SQL, '' for a code that its list does not have; `path` leads to its row."""
    return choice_label(f"{path}{field.name}", field.choices_on())


def read_key(text: str | None, separator: str, moment_of: Callable[[str], Moment]) -> tuple[Moment, str, int] | None:
    """The key (when, source, id) that an address bears; None where it bears none, or none that could be read."""
    moment, _, rest = (text or "").partition(separator)
    source, _, number = rest.partition(separator)
    try:
        when, key = moment_of(moment), id_in(number)
    except ValueError:
        return None
    return None if key is None else (when, source, key)


def after_key(when: str, after: tuple[Column, str, Column] | None, source: str, *, newest_first: bool) -> Q:
    """Within the rows of one `source`: those that come after the key `after` = (when, source, id); None is the start.

    `when` is the name of the first column; the third is `key`.
    """
    if after is None:
        return Q()
    moment, last_source, last_key = after
    side = "lt" if newest_first else "gt"
    if source == last_source:
        return Q(**{f"{when}__{side}": moment}) | Q(**{when: moment, f"key__{side}": last_key})
    still_to_come = source < last_source if newest_first else source > last_source
    return Q(**{f"{when}__{side}{'e' if still_to_come else ''}": moment})
