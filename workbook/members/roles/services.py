"""Another role in the family: corrected where it was entered wrongly, or changed from a day (A1.14, C2).

Both are carried to the members of running Workbook episodes, never to those of finished ones.
"""

from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from casework.access import Can, require
from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyMember, FamilyRole
from casework.lives.checks import MEMBERSHIP, Fact, check_in_life
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User
from casework.words import say_date
from workbook.closures.queries import running_members
from workbook.members.roles import checks
from workbook.members.roles.queries import fingerprint_of_role
from workbook.programmes import clocks
from workbook.workbooks.queries import open_workbook_of


@service
def correct_role(
    member: FamilyMember, *, role: str, because: str, fingerprint: str, by: User, at: datetime
) -> FamilyMember:
    """The person never was what was entered: each membership with that role has `role`, and says why.

    `fingerprint` is `fingerprint_of_role` as the page showed it. Refused where facts would be left without a holder.
    """
    family, member = _lock(member, by)
    check_fingerprint(fingerprint, fingerprint_of_role(member))
    today = timezone.localdate(at)
    wrong = list(family.familymember_set.filter(person__in=member.person.all_ids, role=member.role))
    # What nobody of that age is they were not on the first day either, nor a child on the last.
    for day in sorted({row.from_date or today for row in wrong}):
        checks.check_other_role(member, role, day, today, remedy=checks.CORRECTED)
    _check_because(because)
    checks.check_holders(member, role)
    for row in wrong:
        change(row, role=role, role_because=because.strip())
    _join_touching(family, member.person)
    _follow(family, member.person, role, at)
    return family.familymember_set.select_related("person").get(person=member.person, until_date=None)


def _join_touching(family: Family, person: Person) -> None:
    """Where a correction makes what follows the same as what went before, the one before goes on and the other goes."""
    rows = family.familymember_set.filter(person=person).order_by(F("from_date").asc(nulls_first=True), "pk")
    earlier: FamilyMember | None = None
    for row in rows:
        if earlier is not None and _goes_on(earlier, row):
            until, because = row.until_date, row.ended_because
            change(row, recorded_wrongly=True, until_date=until or row.from_date)
            change(earlier, until_date=until, ended_because=because)
        else:
            earlier = row


def _goes_on(earlier: FamilyMember, row: FamilyMember) -> bool:
    """Whether `row` says nothing new: it begins on the day after, without a move, in the same role."""
    if earlier.until_date is None or row.from_date is None or earlier.ended_because or row.because:
        return False
    same = (earlier.role, earlier.in_household) == (row.role, row.in_household)
    return same and row.from_date == earlier.until_date + timedelta(days=1)


@service
def change_role(
    member: FamilyMember, *, role: str, from_date: date, because: str, fingerprint: str, by: User, at: datetime
) -> FamilyMember:
    """From that day the person is something else in the family; until then they were what is recorded.

    What still runs for them as a child ends before: nothing goes on by itself.
    """
    family, member = _lock(member, by)
    check_fingerprint(fingerprint, fingerprint_of_role(member))
    today = timezone.localdate(at)
    _check_day(member, from_date, today)
    checks.check_other_role(member, role, from_date, today, remedy=checks.CHANGED)
    _check_because(because)
    if member.role == FamilyRole.CHILD:
        checks.check_nothing_runs(family, member.person)
    change(member, until_date=from_date - timedelta(days=1))
    begun = FamilyMember.objects.create(
        family=family, person=member.person, role=role, in_household=member.in_household, from_date=from_date,
        role_because=because.strip(),
    )  # fmt: skip
    _follow(family, member.person, role, at)
    return begun


def _lock(member: FamilyMember, by: User) -> tuple[Family, FamilyMember]:
    require(by, member.family, Can.LEAD)
    family = lock(member.family)
    member = lock(member, "person")
    if member.until_date:
        raise Refusal(f"{member.person} does not belong to this family now.")
    return family, member


def _check_because(because: str) -> None:
    if not because.strip():
        raise Refusal("Say why the role is another one.", "because")


def _check_day(member: FamilyMember, from_date: date, today: date) -> None:
    if from_date > today:
        raise Refusal("This day lies in the future. Record it when it has come.", "from_date")
    check_in_life(Fact(MEMBERSHIP, from_date, member.person, "from_date"), today)
    if member.from_date and from_date <= member.from_date:
        since = say_date(member.from_date)
        raise Refusal(f"What {member.person} is here is recorded since {since}. Give a later day.", "from_date")


def _follow(family: Family, person: Person, role: str, at: datetime) -> None:
    """Running episodes, clocks and headlines have the role of now."""
    if workbook := open_workbook_of(family):
        for row in running_members(workbook).filter(person__in=person.all_ids):
            change(row, role=role)
        checks.check_workbook_stays_whole(family)
    clocks.reconcile_children(family, at=at)
    carry_over([family.pk], at=at)
