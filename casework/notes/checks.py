"""What a note's services ask before they change anything: who may, and whether it can have been so."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone

from casework import practice
from casework.access import Can, FamilyAccess, access_of
from casework.actions.models import AgreedAction
from casework.families.models import CHILDREN, Family
from casework.frozen.queries import stands_in_frozen
from casework.lives.checks import PLANNED_VISIT, SEEN, VISIT, Fact, check_in_family, check_in_life
from casework.notes.models import CaseNote, kind_of
from casework.notes.states import NOTE_STATES, NoteState
from casework.passages.models import NewText
from casework.people.models import Person
from casework.practice import note_kind
from casework.practice.calendar import DAY, start_of_day
from casework.practice.schema import NoteKind
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.versions import check_version
from casework.users.models import User
from casework.words import say_date, say_when

CHANGED = "This note was changed since you opened the page. Your text is still here: compare and save again."
RECORDED_ALREADY = (
    "What became of this is recorded already, and nothing more was changed. Open the note to see how it stands."
)
SCALE = range(11)  # 0, no safety, to 10, where we propose to end or lessen the work (A4.6)
ChildSeen = tuple[Person, bool, bool, bool]  # the child; seen, alone, bedroom


def movers(note: CaseNote, by: User) -> list[Mover]:
    return [Mover.OWNER] if note.author_id == by.pk else []


def require_author(note: CaseNote, by: User) -> None:
    if note.author_id != by.pk:
        raise Refusal(f"Only {note.author}, who recorded this note, can change it. You can add to it once completed.")


def check_version_of(note: CaseNote, version: int | None) -> None:
    check_version(note, version, CHANGED)


def check_version_of_planned(note: CaseNote, version: int | None) -> None:
    """As `check_version_of`, for a page that opens only while the note is planned."""
    check_version(note, version, CHANGED if note.state == NoteState.PLANNED else RECORDED_ALREADY)


def access_of_author(family: Family, author: User) -> FamilyAccess:
    """What somebody for whom a visit is planned is to the family; only who records there can say what became of it."""
    access = access_of(author, family)
    if not access.can(Can.RECORD):
        raise Refusal(f"{author} does not record on this family's file. Choose somebody who works with it.", "author")
    return access


def kinds_for(access: FamilyAccess) -> dict[str, NoteKind]:
    """The kinds, by key, that somebody with this access may choose: some are a manager's alone (A6.12, A6.13)."""
    manages = access.can(Can.DECIDE)
    kinds = practice.current().note_kinds.items()
    return {key: kind for key, kind in kinds if not kind.of_the_product and (manages or not kind.managers_only)}


def check_kind(kind: str, access: FamilyAccess) -> None:
    known = practice.current().note_kinds.get(kind)
    if known is None:
        raise Refusal("Choose what kind of record this is.", "kind")
    if known.managers_only and not access.can(Can.DECIDE):
        raise Refusal(f"Only a manager records a {known.label.lower()}. Choose another kind.", "kind")


def check_asked(kind: str, announced: str, leaflets: Iterable[str], scale: int | None) -> None:
    """Only what its kind asks is said of a note (A4.6, A10.11)."""
    known, label = note_kind(kind), note_kind(kind).label.lower()
    if announced and "announced" not in known.asks:
        raise Refusal(f"A {label} is neither announced nor unannounced.", "announced")
    if given := list(leaflets):
        if "leaflets" not in known.asks:
            raise Refusal(f"No leaflets are given with a {label}.", "leaflets")
        if unknown := set(given) - practice.current().leaflets.keys():
            raise Refusal(f"There is no leaflet ‘{min(unknown)}’. Choose one of the list.", "leaflets")
    if scale is None:
        return
    if "scale" not in known.asks:
        raise Refusal(f"A {label} has no scale.", "scale")
    if scale not in SCALE:
        raise Refusal("Choose a number from 0 (no safety) to 10.", "scale")


def check_past(family: Family, took_place_at: datetime, at: datetime) -> None:
    """It has ended, and somebody of the family lived then."""
    if took_place_at > at:
        raise Refusal(
            "This time lies in the future. Give the time at which it ended, or plan it instead.", "took_place_at"
        )
    day, today = timezone.localdate(took_place_at), timezone.localdate(at)
    check_in_family(VISIT, day, family.people_ever(), today, "took_place_at")


def check_planned(family: Family, planned_for: datetime, at: datetime, field: str = "planned_for") -> None:
    day, today = timezone.localdate(planned_for), timezone.localdate(at)
    check_in_family(PLANNED_VISIT, day, family.people_ever(), today, field)


def check_only_one(family: Family, kind: str, took_place_at: datetime, *, but: CaseNote | None = None) -> None:
    """Of some kinds a family has one record a day: of a strategy meeting with the police (A7.23)."""
    if not note_kind(kind).one_a_day:
        return
    day = timezone.localdate(took_place_at)
    that_day = (start_of_day(day), start_of_day(day + DAY))
    notes = family.casenote_set.not_withdrawn().filter(
        kind=kind, took_place_at__gte=that_day[0], took_place_at__lt=that_day[1]
    )
    if but:
        notes = notes.exclude(pk=but.pk)
    if first := notes.select_related("author").first():
        raise Refusal(
            f"There is one record of a {note_kind(kind).label.lower()}, and {first.author} has made it already: "
            f"{say_when(first.at)}. Add to that one once it is completed.",
            "took_place_at",
        )


def check_words(kind: str, written: Iterable[NewText]) -> None:
    """Only a visit is recorded before it is written up, which a clock asks for (A7.10); nothing asks for the rest."""
    if note_kind(kind).visit or any(text.text.strip() for text in written):
        return
    heading = note_kind(kind).sections[0].heading
    raise Refusal(f"Nothing is written yet. Write under at least one heading, such as ‘{heading}’.")


def check_not_emptied(note: CaseNote, said: bool) -> None:
    """What `said` something goes on saying something; a visit may be written anew until it is completed."""
    if said and not kind_of(note).visit and not says_something(note):
        raise Refusal(
            "Without any text nobody can tell what it was about. If the note is an error, say so on its page."
        )


def says_something(note: CaseNote) -> bool:
    return note.passages.exclude(text="").exists()


def check_text(note: CaseNote) -> None:
    """There is text, and none is missing that a note of its kind cannot do without."""
    written = set(note.passages.exclude(text="").values_list("section", flat=True))
    if not written:
        raise Refusal("There is no text yet. Write under at least one heading before you complete the note.")
    missing = [each.heading for each in kind_of(note).sections if each.required and each.key not in written]
    if not missing and "scale" in kind_of(note).asks and note.scale is None:
        raise Refusal("Say on the scale, 0 to 10, how safe the children are before you complete the note.", "scale")
    if missing:
        headings = ", ".join(f"‘{heading}’" for heading in missing)
        raise Refusal(f"Before you complete the note, write under: {headings}.")


def check_seen(note: CaseNote, seen: Iterable[ChildSeen], day: date) -> None:
    """Nobody is seen before birth or after death, nor on the visit of another family (A7.7)."""
    children = set(note.family.familymember_set.in_role(*CHILDREN).order_by().values_list("person_id", flat=True))
    for child, was_seen, alone, _ in seen:
        if child.pk not in children:
            raise Refusal("Only children of this family can be seen on its visit.")
        if was_seen or alone:
            check_in_life(Fact(SEEN, day, child, f"seen-{child.pk}"), day)


def check_significance(headline: str, why: str) -> None:
    if not headline.strip():
        raise Refusal("Give the headline under which it stands in the chronology.", "headline")
    if not why.strip():
        raise Refusal("Say why it is significant.", "why")


def why_action_is_asked(action: AgreedAction) -> str:
    """Why an action of a note that is in error does not go with it unless somebody says so; '' where it goes."""
    if action.done_on:
        return f"It was done on {say_date(action.done_on)}."
    return "It stands in a finished record." if stands_in_frozen(action) else ""


def actions_going(note: CaseNote, going: Mapping[int, bool]) -> dict[AgreedAction, bool]:
    """Each action that hangs on the note, and whether it goes with it; a Refusal where that has to be said."""
    actions = list(note.actions.not_withdrawn().select_related("family", "owner_user", "owner_person"))
    for action in actions:
        if action.pk not in going and (why := why_action_is_asked(action)):
            raise Refusal(f"Say what becomes of the action ‘{action.what}’. {why}", f"action-{action.pk}")
    return {action: going.get(action.pk, True) for action in actions}


def words_stand_in_finished(note: CaseNote) -> bool:
    return any(stands_in_frozen(row) for row in (note, *note.passages.all()))


def check_words_stay(note: CaseNote, words_stay: bool) -> None:
    if words_stay and not words_stand_in_finished(note):
        raise Refusal("This note stands in no finished record.", "words_stay")


def may_withdraw(note: CaseNote, user: User, access: FamilyAccess) -> bool:
    managing = [Mover.MANAGER] if access.can(Can.DECIDE) else []
    return access.can(Can.RECORD) and any(
        NOTE_STATES.may(note.state, NoteState.WITHDRAWN, mover) for mover in [*movers(note, user), *managing]
    )
