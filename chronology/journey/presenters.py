"""The journey as a page and a pack show it: the picture, and what is drawn for paper."""

from datetime import date
from typing import NamedTuple

from casework.drawing.svg import data_url
from casework.families.models import Family
from chronology.journey.lanes.presenters import lanes_of
from chronology.journey.picture.drawing import labels_svg, months_svg, whole_svg
from chronology.journey.picture.parts import Column, columns_of
from chronology.journey.table.presenters import JourneyTable, journey_table

ON_A_SHEET = 8  # columns that can be read beside each other on paper


class Journey(NamedTuple):
    """As SVG: `labels` and `months` for a page, side by side; `sheets` are the whole in strips for paper."""

    labels: str
    months: str
    sheets: list[str]
    table: JourneyTable


class PrintedJourney(NamedTuple):
    """`picture` is an address that carries the last months; `table` is the same in words."""

    picture: str
    table: JourneyTable


def journey_of(family: Family, *, until: date) -> Journey | None:
    """None where nothing has happened yet; `until` is the last day that is shown."""
    lanes = lanes_of(family, until=until)
    columns = columns_of(lanes, until)
    if not columns:
        return None
    return Journey(
        labels=labels_svg(lanes),
        months=months_svg(lanes, columns, until, name=f"The journey of the family {family}"),
        sheets=[whole_svg(lanes, strip, until) for strip in _strips(columns)],
        table=journey_table(lanes, columns),
    )


def printed_journey(family: Family, until: date) -> PrintedJourney | None:
    """The last months for a pack; None where nothing has happened yet."""
    lanes = lanes_of(family, until=until)
    columns = columns_of(lanes, until)[-ON_A_SHEET:]
    if not columns:
        return None
    return PrintedJourney(data_url(whole_svg(lanes, columns, until)), journey_table(lanes, columns))


def _strips(columns: list[Column]) -> list[list[Column]]:
    return [columns[number : number + ON_A_SHEET] for number in range(0, len(columns), ON_A_SHEET)]
