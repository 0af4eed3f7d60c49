"""The common columns of the chronology's sources, how each is written in SQL, and paging by key over their union."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateTimeField,
    F,
    Func,
    Min,
    Q,
    QuerySet,
    SmallIntegerField,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Collate, Concat, NullIf

from casework.practice.fields import CodeField
from casework.sent import id_in
from casework.words import FIRST_STRONG, POP

COLUMNS = ("moment", "rank", "key", "headline", "why", "about", "who", "target", "detail", "timed")
CHILDREN = ArrayField(BigIntegerField())
NOTHING = Value("")
EVERYONE = NOBODY = Cast(Value(None), CHILDREN)
# Hebrew, Arabic and what is written like them.
RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
OWN_ID, NOT_TIMED = F("pk"), Value(False)
NO_TARGET = Cast(Value(None), BigIntegerField())
Moment = TypeVar("Moment", bound=date)
Column = Any  # an expression of Django, or its name


def as_columns(
    rows: QuerySet, rank: int, *, moment: Column, headline: Column, key: Column = OWN_ID, why: Column = NOTHING,
    about: Column = EVERYONE, who: Column = NOBODY, target: Column = NO_TARGET, detail: Column = NOTHING,
    timed: Column = NOT_TIMED,
) -> QuerySet:  # fmt: skip
    """`rows` with the common columns.

    `moment` places the line, and `timed` says whether its time is known; `rank` orders what is of one moment. `about`
    are ids of children, NULL for everyone, and empty for nobody; `who` are ids of those with whose names the headline
    begins. Rows that were grouped before give one of their ids as `key`.
    """
    return rows.order_by().annotate(
        moment=moment,
        rank=Value(rank, output_field=SmallIntegerField()),
        key=key,
        headline=Cast(headline, TextField()),
        why=Cast(why, TextField()),
        about=about,
        who=who,
        target=target,
        detail=Cast(detail, TextField()),
        timed=Cast(timed, BooleanField()),
    )


def one_act(rows: QuerySet, *alike: str, of: str) -> QuerySet:
    """One row for all that are equal in `alike`, with `one` of their ids and `people`, the ids of whom they are.

    What was decided of five children at once is one line (A8.6); `of` names the column with the person.
    """
    return rows.order_by().values(*alike).annotate(one=Min("pk"), people=ArrayAgg(of, distinct=True))


def bytewise(key: str) -> Collate:
    """A key that the database sorts as Python does, whatever its own collation."""
    return Collate(Value(key), "C")


def first_of(*moments: str) -> Coalesce:
    """The first of these moments that is not null."""
    return Coalesce(*moments, output_field=DateTimeField())


def at_the_start(day: str) -> Func:
    """Where only the day is known of something that begins: before all that has a time on that day."""
    return _in_london(day, "(%(expressions)s)::timestamp AT TIME ZONE '{zone}'")


def at_the_end(day: str) -> Func:
    """Where only the day is known of something that ends: after all that has a time on that day."""
    return _in_london(day, "((%(expressions)s + 1)::timestamp AT TIME ZONE '{zone}' - interval '1 microsecond')")


def _in_london(day: str, template: str) -> Func:
    return Func(F(day), template=template.format(zone=settings.TIME_ZONE), output_field=DateTimeField())


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


def after_key(when: str, after: tuple[Column, Any, Column] | None, place: Any, *, newest_first: bool) -> Q:
    """Within the rows of one source: those that come after the key `after` = (when, place, id); None is the start.

    `when` is the name of the first column; `place` is where the source stands among those of one moment; the third is
    `key`.
    """
    if after is None:
        return Q()
    moment, last_place, last_key = after
    side = "lt" if newest_first else "gt"
    if place == last_place:
        return Q(**{f"{when}__{side}": moment}) | Q(**{when: moment, f"key__{side}": last_key})
    still_to_come = place < last_place if newest_first else place > last_place
    return Q(**{f"{when}__{side}{'e' if still_to_come else ''}": moment})
