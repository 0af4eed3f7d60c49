"""Agreed actions as a finished record keeps them: with owner and date as they stood."""

from collections.abc import Iterable
from datetime import date

from casework.actions.models import AgreedAction
from casework.frozen.contents import Item, Part, line, origin, part
from casework.naming.presenters import with_colleagues_apart


def actions_part(heading: str, actions: Iterable[AgreedAction], today: date, *, none: str, level: int = 2) -> Part:
    """`none` is the sentence where there is none. Ask with owners and children fetched."""
    told = with_colleagues_apart(actions, today, "owner_user")
    return part(heading, [_item(each) for each in told] or [line(none)], level=level)


def _item(action: AgreedAction) -> Item:
    return {
        "is": "action",
        "what": action.what,
        "owner": action.owner,
        "child": str(action.child) if action.child else "",
        "due_on": action.due_on.isoformat(),
        "desired_outcome": action.desired_outcome,
        "done_on": action.done_on.isoformat() if action.done_on else "",
        "outcome": action.get_outcome_display(),
        "result": action.result,
        "origin": origin(action, "what"),
    }
