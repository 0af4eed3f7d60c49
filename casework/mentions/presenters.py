"""What the family's own pages show of what others recorded of it."""

from typing import Any, NamedTuple

from casework.calls.presenters import places_said
from casework.families.models import Family
from casework.mentions.models import Mention
from casework.mentions.queries import families_of_newcomer, mentions_of
from casework.users.models import User
from casework.words import say_birth, say_date, say_when

INTRO = (
    "What colleagues who do not find this family recorded, and what may be about somebody of it. They are not told "
    "that it is restricted, nor that anything was found."
)


class MentionLine(NamedTuple):
    """`how` says how it stands."""

    mention: Mention
    what: str
    how: str


def what_it_is(mention: Mention) -> str:
    if mention.call:
        return f"A call about {mention.call.child_name}, taken {say_when(mention.call.taken_at)}, {mention.call.team}"
    if mention.left_note:
        note = mention.left_note
        return f"A note for {note.for_whom}, recorded {say_when(note.recorded_at)} by {note.author}, {note.team}"
    return f"{mention.newcomer} was entered in another family"


def _how(mention: Mention) -> str:
    if not mention.outcome:
        return "To be settled"
    about = f": {mention.person}" if mention.person and mention.outcome == "ours" else ""
    by = f"{mention.settled_by}, {say_date(mention.settled_at)}" if mention.settled_at else ""
    return f"{mention.get_outcome_display()}{about} ({by}). {mention.because}"


def mentions_page(family: Family, user: User) -> dict[str, Any]:
    lines = [MentionLine(each, what_it_is(each), _how(each)) for each in mentions_of(family, user)]
    return {
        "heading": "Recorded elsewhere",
        "intro": INTRO,
        "open": [line for line in lines if not line.mention.outcome],
        "settled": [line for line in lines if line.mention.outcome],
    }


def mention_context(mention: Mention, user: User) -> dict[str, Any]:
    """What was recorded, as it stands now, and whom to ring about it."""
    call, newcomer = mention.call, mention.newcomer
    return {
        "caption": what_it_is(mention),
        "mention": mention,
        "call": call,
        "places": places_said(call) if call else {},
        "newcomer_born": say_birth(newcomer) if newcomer else "",
        "families": families_of_newcomer(mention, user),
        "outcome": call.get_outcome_display() if call else "",
    }
