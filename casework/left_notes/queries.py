"""Who records notes for other teams' families, what they recorded, and whose family a note is for (A7.17)."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet, Value

from casework import practice
from casework.access import Can, families_to_find, restricted_families
from casework.access.grants.models import LASTING
from casework.access.rights import roles_that
from casework.allocations.models import Allocation
from casework.allocations.queries import managers_of
from casework.families.headlines.queries import PlainName
from casework.families.models import Family, FamilyMember
from casework.joins.models import joined_into
from casework.left_notes.models import LeftNote
from casework.notes.models import CaseNote
from casework.notifications.queries import last_told, told_of
from casework.practice import calendar
from casework.users.models import Team, TeamMembership, User
from casework.users.queries import HIGHER_GRADES, holders_of, teams_managed_by
from casework.users.roles import TEAM_MANAGERS, Role

TO_FILE, REMINDED = "left_note_to_file", "left_note_waits"
LONGEST_REFERENCE = 12  # digits


def roles_recording() -> list[str]:
    """Who records on families' files; business support where the practice file says so."""
    also = [Role.BUSINESS_SUPPORT] if practice.current().settings.business_support_leaves_notes else []
    return [*roles_that(Can.RECORD), *also]


def teams_recording(user: User, today: date) -> QuerySet[Team]:
    """The teams for which `user` may record a note for another team's family."""
    memberships = TeamMembership.objects.on(today).filter(user=user, role__in=roles_recording())
    return Team.objects.filter(pk__in=memberships.values("team"))


def teams_settling(user: User, today: date) -> QuerySet[Team]:
    """The teams whose notes `user` files where nobody else has."""
    return teams_managed_by(user, today)


def notes_by(user: User) -> QuerySet[LeftNote]:
    """What `user` wrote, the latest first; nothing of what became of it."""
    return LeftNote.objects.filter(author=user).prefetch_related("additions")


def notes_to_file(user: User, today: date) -> QuerySet[LeftNote]:
    """Those of the teams that `user` manages of which nobody has said to which file they belong."""
    return notes_of_teams(user, today).filter(settled_at=None, withdrawn_at=None)


def notes_of_teams(user: User, today: date) -> QuerySet[LeftNote]:
    """Those of the teams that `user` manages, whatever became of them."""
    teams = list(teams_settling(user, today).values_list("pk", flat=True))
    notes = LeftNote.objects.filter(team__in=teams)
    return notes.select_related("author", "team").prefetch_related("additions")


def notes_to_look_at() -> QuerySet[LeftNote]:
    """Of which something is to be filed, or to be carried to where it is filed; the first before the others."""
    return LeftNote.objects.filter(looked_at=None).order_by("pk")


def managers_filing(note: LeftNote, today: date) -> list[User]:
    """The managers of the team; where it has none those of the next grade."""
    managers = holders_of(TEAM_MANAGERS, teams=[note.team_id], today=today)
    return list(managers.order_by("pk")) or next_to_file(note, today)


def next_to_file(note: LeftNote, today: date) -> list[User]:
    """Those of the next grade of whom nobody was told of it, and who file the notes of the team."""
    told = {*told_of(note, TO_FILE, REMINDED)}
    for grade in HIGHER_GRADES:
        users = holders_of([grade], teams=[note.team_id], today=today).exclude(pk__in=told).order_by("pk")
        if users:
            return list(users)
    return []


def is_to_be_reminded_of(note: LeftNote, at: datetime) -> bool:
    """Whether it is on no file, and nobody was told of it for as long as practice gives for filing it."""
    last = last_told(REMINDED, note) or last_told(TO_FILE, note)
    waits = not (note.settled_at or note.withdrawn_at) and last is not None
    return waits and at >= calendar.after(last or at, practice.current().settings.left_note_filed_within)


def notes_to_remind_of(at: datetime) -> list[LeftNote]:
    """Those of which somebody is to be reminded; none at night (C28)."""
    if not calendar.may_remind_at(at, practice.current().settings):
        return []
    rows = LeftNote.objects.filter(settled_at=None, withdrawn_at=None).select_related("author", "team").order_by("pk")
    return [row for row in rows if is_to_be_reminded_of(row, at)]


def who_is_reminded(note: LeftNote, today: date) -> list[User]:
    """First the managers who file it; when they were, those of the next grade."""
    return next_to_file(note, today) if last_told(REMINDED, note) else managers_filing(note, today)


def family_meant(note: LeftNote, today: date) -> Family | None:
    """The one family that is not restricted and that the note can only mean; None where there is none or several.

    By its reference; or by name and date of birth, the whole of both, of somebody who belongs to it.
    """
    families = Family.objects.exclude(pk__in=restricted_families(today))
    found = list(families.filter(pk__in=ids_meant(note))[:2])
    return found[0] if len(found) == 1 else None


def ids_meant(note: LeftNote) -> list[int]:
    """The ids of the families that the note names, restricted ones too; of one that was joined, of the one it is in."""
    return sorted({_now_part_of(pk) for pk in _ids_named(note)})


def _now_part_of(family: int) -> int:
    seen = {family}
    while into := joined_into(Family(pk=family)):
        if into.pk in seen:
            break
        family = into.pk
        seen.add(family)
    return family


def _ids_named(note: LeftNote) -> list[int]:
    if note.reference:
        digits = note.reference.strip().upper().removeprefix("F")
        return [int(digits)] if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_REFERENCE else []
    if note.born is None:
        return []
    of_name = FamilyMember.objects.alias(plain=PlainName(F("person__name")), said=PlainName(Value(note.name)))
    here = of_name.filter(plain=F("said"), person__born=note.born, until_date=None)
    return sorted(set(here.order_by().values_list("family", flat=True)))


def workers_of(family: Family, today: date) -> list[User]:
    """Who is told of what others recorded: those allocated, the lead among them; where there is nobody its managers."""
    allocated = Allocation.objects.on(today).filter(family=family).order_by().values("worker")
    workers = list(User.objects.filter(pk__in=allocated, is_active=True).order_by("pk"))
    return workers or list(managers_of(family, today).order_by("pk"))


def families_to_choose(user: User) -> QuerySet[Family]:
    """Those to whose file `user` may say that a note belongs: the ones that they may find."""
    return families_to_find(user, grants=LASTING)


def files_of(note: LeftNote) -> list[CaseNote]:
    """The case notes as which it stands on the files of families, restricted ones too."""
    of_note = Q(left_note=note) | Q(mention__left_note=note)
    return list(CaseNote.objects.filter(of_note).select_related("author").order_by("pk"))
