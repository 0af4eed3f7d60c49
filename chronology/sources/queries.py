"""The columns that every source of the chronology has, how each is said in SQL, and paging by key over their union."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Case, DateTimeField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Collate, Concat, NullIf, TruncDate

COLUMNS = ("day", "origin", "key", "headline", "why", "about", "target", "detail")
CHILDREN = ArrayField(BigIntegerField())
NOTHING = Value("")
EVERYONE = Cast(Value(None), CHILDREN)
NO_TARGET = Cast(Value(None), BigIntegerField())


def as_columns(rows, origin, *, day, headline, why=NOTHING, about=EVERYONE, target=NO_TARGET, detail=NOTHING):
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


def bytewise(key):
    """A key that the database sorts as Python does, whatever its own collation."""
    return Collate(Value(key), "C")


def london_day(*moments):
    """The day in London of the first of these moments that is there."""
    return TruncDate(Coalesce(*moments, output_field=DateTimeField()) if len(moments) > 1 else F(moments[0]))


def array_of(child):
    """An array of one id."""
    return Func(F(child), template="ARRAY[%(expressions)s]", output_field=CHILDREN)


def sentence(*parts):
    """A sentence of words and columns."""
    return Concat(*(Cast(Value(part) if isinstance(part, str) else part, TextField()) for part in parts))


def name_of(person):
    """What people call the person to whom the prefix leads ('child__')."""
    return Coalesce(NullIf(F(f"{person}known_as"), NOTHING), F(f"{person}name"))


def choice_label(field, choices):
    """The label of a choice; `choices` are pairs of value and label."""
    labels = [When(**{field: value}, then=Value(str(label))) for value, label in choices]
    return Case(*labels, default=NOTHING, output_field=TextField())


def code_label(field, path=""):
    """The words of a coded field in SQL, '' for a code that its list does not have; `path` leads to its row."""
    return choice_label(f"{path}{field.name}", field.choices_on())


def after_key(when, after, source, *, newest_first):
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
