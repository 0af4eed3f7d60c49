"""What a family asked of others, and what others asked of it."""

from typing import Any, NamedTuple

from django.urls import reverse

from casework.access import Can
from casework.families.models import Family
from casework.matching.asking.models import AskAnswer, BringInAsk
from casework.matching.asking.queries import asked_by, asked_of
from casework.users.models import User
from casework.words import say_date


class AskLine(NamedTuple):
    """`how` says how it stands; `url` leads to the next step of whoever may take it, otherwise ''."""

    ask: BringInAsk
    what: str
    how: str
    url: str
    step: str


def asks_of_people(family: Family, user: User) -> dict[str, list[AskLine]]:
    """For the page of a family's people."""
    return {
        "asked_by_us": [_ours(ask, family) for ask in asked_by(family, user)],
        "asked_of_us": [_theirs(ask, family) for ask in asked_of(family, user)],
    }


def _ours(ask: BringInAsk, family: Family) -> AskLine:
    what = f"Whether {ask.person} may belong to this family: asked by {ask.asked_by}, {say_date(ask.asked_at)}"
    agreed = ask.answer == AskAnswer.YES and family.access.can(Can.LEAD)
    if not ask.answer and family.access.can(Can.LEAD):
        return AskLine(
            ask, what, say_answer(ask), reverse("bring-in-take-back", args=[family.pk, ask.pk]), "Take it back"
        )
    url = reverse("person-bring-in", args=[family.pk, ask.person_id]) if agreed else ""
    return AskLine(ask, what, say_answer(ask), url, f"Add {ask.person}")


def _theirs(ask: BringInAsk, family: Family) -> AskLine:
    what = (
        f"{ask.asked_by} asks whether {ask.person} may belong to the family {ask.asking} ({ask.asking.reference}) too, "
        f"{say_date(ask.asked_at)}: {ask.because}"
    )
    open_to = not ask.answer and family.access.can(Can.DECIDE)
    url = reverse("bring-in-answer", args=[family.pk, ask.pk]) if open_to else ""
    return AskLine(ask, what, say_answer(ask), url, "Answer")


def say_answer(ask: BringInAsk) -> str:
    """'Waits for an answer' until there is one."""
    if not ask.answer:
        return f"Waits for an answer of {ask.family.headline.team or 'their service manager'}"
    if ask.answer == AskAnswer.TAKEN_BACK:
        return f"Taken back by {ask.answered_by}, {say_date(ask.answered_at or ask.asked_at)}"
    if ask.from_date:
        return f"{ask.answered_by}: yes, from {say_date(ask.from_date)}"
    return f"{ask.answered_by}: no. {ask.answer_because}"


def ask_context(ask: BringInAsk) -> dict[str, Any]:
    return {
        "intro": f"{ask.asked_by}, {ask.asking.headline.team or 'no team'}, asks on {say_date(ask.asked_at)} whether "
        f"{ask.person} may belong to the family {ask.asking} ({ask.asking.reference}) too: {ask.because} "
        "A yes opens this family's record to nobody."
    }
