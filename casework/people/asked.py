"""What may be said of an asked item: contradictions are refused with a sentence (A10.9)."""

from typing import NamedTuple

from casework.people.items import BY_KEY, ITEMS
from casework.people.models import Answer, AskedItem
from casework.practice import codes
from casework.trail.rows import fingerprint

ALONE = "NONE"
# Answers of the census: here they are 'declined' and 'not yet known', with who will ask.
NO_ANSWERS = {"REFU", "NOBT"}
LONGEST = 300


class Said(NamedTuple):
    """`values` are codes of the item's list, or one text; `to_ask` is the user who will ask, or None."""

    answer: str
    values: tuple = ()
    to_ask: object = None
    detail: str = ""


class Wrong(NamedTuple):
    """`part` is the part of the item's fields that the sentence belongs to."""

    part: str
    sentence: str


def choices_of(item, today, kept=()):
    """The codes that may be chosen today, and those of `kept`, which were saved while they could be chosen."""
    offered = [(code, label) for code, label in codes.choices(item.codes, today) if code not in NO_ANSWERS]
    known = {code for code, _ in offered}
    return offered + [(code, codes.label(item.codes, code)) for code in kept if code not in known]


def wrong_with(item, said, *, today, kept=()):
    """The first contradiction in what was said of an item, or None."""
    if said.answer not in (*Answer.values, ""):
        return Wrong("answer", f"{item.label}: choose from those offered.")
    if said.answer == Answer.KNOWN:
        return _wrong_with_values(item, said, today, kept) or _wrong_with_asker(said)
    if said.values or said.detail:
        return Wrong("answer", f"{item.label}: you gave an answer. Choose ‘Known’, or clear what you gave.")
    if not said.answer:
        return Wrong("answer", f"{item.label}: choose ‘Known’, ‘Not yet known’ or ‘Declined to say’.")
    return _wrong_with_asker(said, item.label)


def _wrong_with_asker(said, label=""):
    if said.answer == Answer.NOT_YET_KNOWN and said.to_ask is None:
        return Wrong("to_ask", f"{label}: choose who will ask.")
    if said.answer != Answer.NOT_YET_KNOWN and said.to_ask is not None:
        return Wrong("to_ask", "Nobody has to ask what is known or declined. Choose ‘Nobody’, or ‘Not yet known’.")
    return None


def _wrong_with_values(item, said, today, kept):
    if not said.values:
        return Wrong("value", f"{item.label}: give the answer, or choose another than ‘Known’.")
    if any(len(value) > LONGEST for value in (*said.values, said.detail)):
        return Wrong("value", f"{item.label}: use at most {LONGEST} characters.")
    if not item.several and len(said.values) > 1:
        return Wrong("value", f"{item.label}: choose one.")
    if item.codes and not {code for code, _ in choices_of(item, today, kept)}.issuperset(said.values):
        return Wrong("value", f"{item.label}: choose from those offered.")
    if ALONE in said.values and len(said.values) > 1:
        alone = codes.label(item.codes, ALONE)
        return Wrong("value", f"{item.label}: ‘{alone}’ stands alone. Choose it, or the others.")
    return None


def answers_of(person):
    """The answers by item, as they stand."""
    return {row.item: row for row in person.askeditem_set.select_related("to_ask")}


def shown_answers_of(person):
    """As `answers_of`; what is not known of the person is taken from the same person entered twice."""
    answers = {}
    for row in AskedItem.objects.filter(person__in=person.all_ids).select_related("to_ask"):
        own, stands = row.person_id == person.pk, answers.get(row.item)
        if stands is None or stands.answer == Answer.NOT_YET_KNOWN or (own and row.answer != Answer.NOT_YET_KNOWN):
            answers[row.item] = row
    return answers


def initial_of(answers, today):
    """What the form of these answers opens with."""
    initial = {"seen": fingerprint_of(answers), "asked_on": today}
    for key, row in answers.items():
        several = key in BY_KEY and BY_KEY[key].several
        value = row.values if several else next(iter(row.values), "")
        parts = {"answer": row.answer, "value": value, "detail": row.detail, "to_ask": row.to_ask_id}
        initial |= {f"{key}_{part}": given for part, given in parts.items()}
    return initial


def fingerprint_of(answers):
    """What a page saw of the answers of one person."""
    rows = (answers.get(item.key) for item in ITEMS)
    return fingerprint(*(row and (row.answer, row.values, row.to_ask_id, row.detail) for row in rows))


def words_of(row):
    """The values of an answer as people read them."""
    return values_in_words(row.item, row.values)


def values_in_words(key, values):
    """Codes by their labels; a text, and an item that is not asked any more, as it stands."""
    item = BY_KEY.get(key)
    said = [codes.label(item.codes, value) if item and item.codes else value for value in values]
    return "; ".join(said)
