"""What of casework can be recorded in error, and what each of it says."""

from collections.abc import Iterator
from typing import Any

from casework.access.ways import Page
from casework.actions.models import AgreedAction
from casework.in_error.registry import Kind, Text, register
from casework.notes.models import CaseNote, NotePassage, Seen, Significance, kind_of
from casework.notes.not_done.contents import say_not_done, say_seen
from casework.plans.models import Assessment, ChildFact, Conference, LegalEpisode, Plan
from casework.referrals.models import Involvement
from casework.relationships.models import Relationship
from casework.words import say_date, say_when


def _note_texts(note: CaseNote) -> Iterator[Text]:
    yield "What for", note.purpose
    yield "Where", note.where
    yield "Who was there", note.who_was_there
    yield "Why it did not take place", say_not_done(note)
    yield "What was done about it", note.did_not_done
    yield "Who was seen", "\n".join(say_seen(row) for row in note.seen.select_related("child"))
    headings = {section.key: section.heading for section in kind_of(note).sections}
    for passage in note.passages.all():
        yield headings.get(passage.section, passage.section), passage.text
    for significance in Significance.objects.filter(note=note):
        yield "Significant", f"{significance.headline}\n{significance.why}"


def _action_texts(action: AgreedAction) -> Iterator[Text]:
    yield "What was to be done", action.what
    yield "By whom", f"{action.owner}, by {say_date(action.due_on)}"
    yield "What it was to bring about", action.desired_outcome
    yield "What was done so far", action.progress
    yield "What came of it", "\n".join(filter(None, [action.get_outcome_display(), action.result]))


def _plan_name(row: Plan | LegalEpisode) -> str:
    return f"{row.get_kind_display()} from {say_date(row.from_date)}"


def _assessment_name(row: Assessment) -> str:
    return f"{row.get_kind_display()} of {say_date(row.started_on)}"


def _conference_name(row: Conference) -> str:
    day = row.held_on or row.planned_for
    return f"{row.get_kind_display()} of {say_date(day)}" if day else row.get_kind_display()


def _fact_texts(row: Any) -> Iterator[Text]:
    yield "Of", str(row.child)
    yield "Led by", row.led_by
    for name in ("outcome", "ended_because", "not_held_because", "childs_views", "carers_views", "approval"):
        if text := getattr(row, name, ""):
            yield row._meta.get_field(name).verbose_name.capitalize(), str(text)


def _involvement_texts(row: Involvement) -> Iterator[Text]:
    yield "Of", str(row.child)
    yield "Need", row.get_need_display()
    yield "Decision", f"{row.get_decision_display()}\n{row.decision_because}" if row.decision else ""


def _of_child(row: ChildFact) -> tuple[int, ...]:
    return (row.child_id,)


def _of_referral(row: Involvement) -> tuple[int, ...]:
    return (row.referral_id,)


OF_CHILD = Page("child-plans", _of_child)
ABOUT_A_CHILD = ("child",)

register(
    Kind(
        CaseNote, "note", lambda note: f"{kind_of(note).label} of {say_when(note.at)}", _note_texts, Page("notes"),
        "note-withdraw", ((NotePassage, "owner"), (Seen, "note"), (Significance, "note")), ("author",),
    ),
    Kind(
        AgreedAction, "agreed action", lambda action: f"Agreed action, to be done by {say_date(action.due_on)}",
        _action_texts, Page("actions"), "action-in-error", related=("owner_user", "owner_person"),
    ),
    Kind(
        Assessment, "assessment", _assessment_name, _fact_texts, OF_CHILD, "assessment-withdraw",
        related=ABOUT_A_CHILD,
    ),
    Kind(Plan, "plan", _plan_name, _fact_texts, OF_CHILD, "plan-withdraw", related=ABOUT_A_CHILD),
    Kind(
        Conference, "conference or review", _conference_name, _fact_texts, OF_CHILD, "conference-withdraw",
        related=ABOUT_A_CHILD,
    ),
    Kind(
        LegalEpisode, "court or care episode", _plan_name, _fact_texts, OF_CHILD, "legal-withdraw",
        related=ABOUT_A_CHILD,
    ),
    Kind(
        Involvement, "part in a referral", lambda row: f"A child’s part in the referral of {say_date(row.opened_on)}",
        _involvement_texts, Page("referral", _of_referral), "involvement-withdraw", related=ABOUT_A_CHILD,
    ),
    Kind(
        Relationship, "relationship", lambda row: "A relationship", lambda row: [("What was recorded", row.sentence)],
        Page("people"), "relationship-end", related=("person", "other"),
    ),
)  # fmt: skip
