"""Who is told by letter that the case closes, kept up to date also after it has closed (A9.8)."""

from django.utils import timezone

from casework.access import Can, require
from casework.closures.letters.checks import check_letter
from casework.closures.letters.queries import LETTER_FIELDS, letters_fingerprint, letters_of, may_keep_letters
from casework.closures.models import Closure, ClosureLetter
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change

CHANGED = "Somebody changed these letters since you opened the page. What you typed is still here: compare, save again."


@service
def save_letters(closure, rows, *, seen, by, at):
    """Bring the letters to `rows`: by its number a dict of DETAILS with `pk` (None for a new one) and `withdrawn`.

    What was sent already, and stands so, is not written twice. `seen` is `seen_of` as the page showed it.
    """
    closure = Closure.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=closure.pk)
    if not may_keep_letters(require(by, closure.family, Can.READ), closure):
        raise Refusal("You may not keep the letters of this closing.")
    for number, row in rows.items():
        check_letter(row, number, timezone.localdate(at))
    standing = {letter.pk: letter for letter in letters_of(closure)}
    wanted = [row for row in rows.values() if not _is_saved(row, standing)]
    if wanted and seen != letters_fingerprint(closure):
        raise Conflict(CHANGED)
    for row in wanted:
        _save_letter(closure, row, standing)
    return closure


def _is_saved(row, standing):
    """Whether there is nothing to write: it stands so already, or is taken out already."""
    if row["withdrawn"]:
        return row["pk"] not in standing
    same = {pk for pk, letter in standing.items() if all(getattr(letter, name) == row[name] for name in LETTER_FIELDS)}
    return row["pk"] in same if row["pk"] in standing else bool(same)


def _save_letter(closure, row, standing):
    """A row of a letter that somebody else took out is a new one, once its writer has seen so and saves again."""
    letter = standing.get(row["pk"])
    if letter is None:
        details = {name: row[name] for name in LETTER_FIELDS}
        ClosureLetter.objects.create(family=closure.family, closure=closure, **details)
    elif row["withdrawn"]:
        change(letter, withdrawn=True)
    else:
        change(letter, **{name: row[name] for name in LETTER_FIELDS})
