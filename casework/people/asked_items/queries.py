"""The answers to what is asked of a person, the codes that may be chosen, and who may ask."""

from casework.people.asked_items.models import CODES_BY_ITEM, ITEMS, Answer, AskedItem
from casework.people.queries import team_and_workers
from casework.trail.rows import fingerprint
from casework.users.roles import GRADES, PRACTITIONERS

# Answers of the census: here they are 'declined' and 'not yet known', with who will ask.
NO_ANSWERS = {"REFU", "NOBT"}


def choices_for(item, today, kept=()):
    """The codes that may be chosen today, and those of `kept`, which were saved while they could be chosen."""
    offered = [(code, label) for code, label in CODES_BY_ITEM[item.key].choices(today) if code not in NO_ANSWERS]
    known = {code for code, _ in offered}
    return offered + [(code, CODES_BY_ITEM[item.key].label(code)) for code in kept if code not in known]


def answers_of(person):
    """The answers by item, as they stand."""
    return {row.item: row for row in person.askeditem_set.select_related("to_ask")}


def combined_answers_of(person):
    """As `answers_of`; what is not known of the person is taken from the same person entered twice."""
    answers = {}
    for row in AskedItem.objects.filter(person__in=person.all_ids).select_related("to_ask"):
        own, stands = row.person_id == person.pk, answers.get(row.item)
        if stands is None or stands.answer == Answer.NOT_YET_KNOWN or (own and row.answer != Answer.NOT_YET_KNOWN):
            answers[row.item] = row
    return answers


def fingerprint_of_answers(answers):
    """What a page saw of the answers of one person."""
    rows = (answers.get(item.key) for item in ITEMS)
    return fingerprint(*(row and (row.answer, row.values, row.to_ask_id, row.detail) for row in rows))


def workers_to_ask(family, today, *, also=()):
    """Who may be asked to ask: those allocated, practitioners and managers of the family's team, and `also` (ids)."""
    return team_and_workers(family, today, [*PRACTITIONERS, *GRADES], also)
