"""Who is told by letter that the case closes, kept up to date also after it has closed (A9.8)."""

from zlib import crc32

from django.utils import timezone

from casework.access import Can, require
from casework.closures.models import Closure, ClosureLetter
from casework.closures.states import ClosureState
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change

DETAILS = ("name", "job_title", "address", "sent_on", "evidence")
# Letters are posted by business support too, and after the closing by whoever of the team is at hand.
KEEPERS = {Can.RECORD, Can.ARRANGE}
CHANGED = "Somebody changed these letters since you opened the page. What you typed is still here: compare, save again."


def may_keep_letters(access, closure):
    return bool(KEEPERS & access.rights) and closure.state != ClosureState.DROPPED


def letters_of(closure):
    return closure.letters.filter(withdrawn=False)


def seen_of(closure):
    """One number for all the letters as they stand: a page hands it back to say what it saw."""
    rows = letters_of(closure).values_list("pk", *DETAILS)
    return crc32(repr([[str(value) for value in row] for row in rows]).encode())


@service
def keep_letters(closure, rows, *, seen, by, at):
    """Bring the letters to `rows`: by its number a dict of DETAILS with `pk` (None for a new one) and `withdrawn`.

    What was sent already, and stands so, is not written twice. `seen` is `seen_of` as the page showed it.
    """
    closure = Closure.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=closure.pk)
    if not may_keep_letters(require(by, closure.family, Can.READ), closure):
        raise Refusal("You may not keep the letters of this closing.")
    for number, row in rows.items():
        _check(row, number, timezone.localdate(at))
    standing = {letter.pk: letter for letter in letters_of(closure)}
    wanted = [row for row in rows.values() if not _stands_so(row, standing)]
    if wanted and seen != seen_of(closure):
        raise Conflict(CHANGED)
    for row in wanted:
        _keep(closure, row, standing)
    return closure


def _stands_so(row, standing):
    """Whether there is nothing to write: it stands so already, or is taken out already."""
    if row["withdrawn"]:
        return row["pk"] not in standing
    same = {pk for pk, letter in standing.items() if all(getattr(letter, name) == row[name] for name in DETAILS)}
    return row["pk"] in same if row["pk"] in standing else bool(same)


def _keep(closure, row, standing):
    """A row of a letter that somebody else took out is a new one, once its writer has seen so and saves again."""
    letter = standing.get(row["pk"])
    if letter is None:
        details = {name: row[name] for name in DETAILS}
        ClosureLetter.objects.create(family=closure.family, closure=closure, **details)
    elif row["withdrawn"]:
        change(letter, withdrawn=True)
    else:
        change(letter, **{name: row[name] for name in DETAILS})


def _check(row, number, today):
    if row["withdrawn"]:
        return
    if row["sent_on"] and row["sent_on"] > today:
        raise Refusal("It cannot have been sent on a day to come. Check the date.", f"letters-{number}-sent_on")
    if row["sent_on"] and not row["evidence"]:
        raise Refusal("Say what shows that it was sent: ‘copy on file’.", f"letters-{number}-evidence")
    if row["evidence"] and not row["sent_on"]:
        raise Refusal("Give the day on which it was sent, or empty the evidence.", f"letters-{number}-sent_on")
