"""The page of one child: what life is like, how safe it is, and what is planned; no sibling's text stands on it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse

from casework.families.models import Family, FamilyMember
from casework.naming.presenters import with_colleagues_apart
from casework.passages.presenters import passage_texts
from casework.people.family_time.presenters import family_time_lines
from casework.people.key_contacts.presenters import key_contacts_of
from casework.people.models import Person
from casework.people.presenters import relationship_sentences
from casework.people.responsibility.presenters import holders_of
from casework.plans.status.presenters import status_by_child
from casework.plans.status.queries import cases_of, current_facts
from casework.users.models import User
from casework.words import london_date, say_age, say_date
from chronology.children import queries
from chronology.overview.presenters import brief_of
from chronology.timeline.presenters import entries
from supervision.last_seen.queries import due_of, open_since
from workbook.programmes.modules.queries import modules_of_children

LATEST, WORDS, FILED = 10, 3, 6
BABY_YEARS = 2
IN_BRIEF = ("pen_picture", "working_well", "worried_about", "plan")


class SeenLine(NamedTuple):
    what: str
    when: datetime | None
    url: str


def child_context(family: Family, member: FamilyMember, user: User, now: datetime) -> dict[str, Any]:
    child, today = member.person, london_date(now)
    rows = queries.seen_rows(family, child)
    summary = queries.latest_case_summary(family, child)
    (status,) = status_by_child(family, [child], today)
    return {
        "heading": str(child),
        "child": child,
        "age": say_age(child, today),
        "lives": _lives(member),
        "holders": [each.words for each in holders_of(family, [child], user, today)],
        "family_time": family_time_lines(family, [child], user, today),
        "status": status,
        "words": queries.own_words(family, child, WORDS),
        "seen": seen_lines(rows, child, today),
        "seen_again_by": _seen_again_by(family, child, rows, today),
        "now": now,
        "actions": with_colleagues_apart(queries.actions_of(family, child), today, "owner_user"),
        "today": today,
        "contacts": key_contacts_of(family, today, person=child),
        "direct_work": _direct_work(family, child),
        "summary": summary,
        "brief": brief_of(child, summary, [child], IN_BRIEF).passages if summary else [],
        "filed": queries.supervisions_filed(family, child, FILED),
        "latest": entries(family, limit=LATEST, child=child),
        "related": relationship_sentences(family, child),
    }


def _lives(member: FamilyMember) -> str:
    person = member.person
    if person.unborn:
        return f"Expected {say_date(person.expected)}" if person.expected else "Not born yet"
    if person.died:
        return f"Died on {say_date(person.died)}"
    return "In the household" if member.in_household else "Lives elsewhere"


def seen_lines(rows: list[Any], child: Person, today: date) -> list[SeenLine]:
    """A baby is seen awake, not alone (B9)."""
    baby = child.born is not None and (today - child.born).days < BABY_YEARS * 365
    last = next((row for row in rows if row.seen), None)
    alone = next((row for row in rows if row.alone), None)
    bedroom = next((row for row in rows if row.bedroom), None)
    lines = (("Seen", last), ("Seen awake" if baby else "Seen alone", alone), ("Sleeping place seen", bedroom))
    return [
        SeenLine(what, row.note.took_place_at, reverse("note", args=[row.family_id, row.note_id]))
        if row
        else SeenLine(what, None, "")
        for what, row in lines
    ]


def _seen_again_by(family: Family, child: Person, rows: list[Any], today: date) -> datetime | None:
    """By when the child is to be seen by the plan; None where no case is open."""
    if child.unborn or child.died:
        return None
    last_seen = rows[0].note.took_place_at if rows else None
    return due_of(child, last_seen, current_facts(family, today), open_since(cases_of(family)))


def _direct_work(family: Family, child: Person) -> list[Any]:
    sections = [section for module in modules_of_children() for section in module.sections]
    return passage_texts(queries.direct_work(family, child), sections, [child])
