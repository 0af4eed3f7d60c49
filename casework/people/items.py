"""What is asked of each person (A10.9, A10.14, A10.22): each answered, not yet known with who asks, or declined."""

from typing import NamedTuple


class Item(NamedTuple):
    """`codes` names the code list of the answer, '' where it is free text; `several` may be chosen of it."""

    key: str
    label: str
    codes: str = ""
    several: bool = False
    hint: str = ""


ITEMS = (
    Item("gender", "Gender", hint="As the person describes it."),
    Item("ethnicity", "Ethnicity", "ethnicities"),
    Item("religion", "Religion or belief"),
    Item("language", "First language"),
    Item("interpreter", "Interpreter", hint="Whether one is needed, for which language, and what was decided."),
    Item("disabilities", "Disabilities", "disabilities", several=True),
    Item("communication", "Communication needs", "communication_needs", several=True),
)
BY_KEY = {item.key: item for item in ITEMS}


def label_of(key):
    return BY_KEY[key].label if key in BY_KEY else key
