"""A walk of services in any order, over days: lists and rights never say anything but what the record says.

After each step headlines are compared with their sources, and what lists show each user with what the record lets them
open, of the day and of days to come.
"""

import random
from datetime import timedelta

import pytest

from casework.absences import services as absences
from casework.absences.models import Absence
from casework.access import Can, access_of, families_for
from casework.access.models import RestrictionReader
from casework.access.several import access_by_family
from casework.allocations import services as allocations
from casework.allocations.models import Allocation
from casework.births import services as births
from casework.births.checks import Newborn
from casework.closures import services as closures
from casework.duedates.models import DueDate
from casework.families import services as families
from casework.families.headlines.queries import due_to_change
from casework.families.headlines.services import carry_over_dates
from casework.families.models import Family, FamilyMember, FamilyRole, FamilyTeam
from casework.joins import services as joins
from casework.joins.models import FamilyJoin
from casework.matching import services as matching
from casework.people import services as people
from casework.people.models import Person, PersonName, Sex
from casework.people.queries import fingerprint_of_member, fingerprint_of_name, fingerprint_of_numbers
from casework.referrals import services as referrals
from casework.referrals.models import Involvement
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.reading import keeping_answers
from casework.trail.rows import change
from casework.transfers.models import Transfer
from casework.users import services as users
from casework.users.models import TeamMembership, User
from casework.users.roles import Role
from supervision.headlines.queries import differences
from supervision.transfers import services as transfers
from tests.closing import FACTS, whole
from tests.factories import NOW, UserFactory
from workbook.closures import services as closing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = timedelta(days=1)
NAMES = ("Ash", "ash", "Åsh", "O'Brien-ß", "İnci", "  Żuk  ", "%_\\", "x" * 80, "Мария", "1", "Ø")
NUMBERS = ("943 476 5919", "", "9434765870")
# What others depend on is done more often.
COMMON = (
    "do_day", "do_day", "do_join", "do_undo_join", "do_allocate", "do_accept_transfer", "do_ask_transfer",
    "do_restrict", "do_refer", "do_expected", "do_birth", "do_end_pregnancy", "do_undo_pregnancy_end",
)  # fmt: skip
RIGHTS = (Can.READ, Can.LEAD, Can.DECIDE)
STEPS, SEEDS = 50, (0, 3, 7)


class Nothing(Exception):
    """There is no row to do it with."""


class Walk:
    def __init__(self, cast, rng, time_machine):
        self.cast, self.rng, self.clock, self.at, self.done = cast, rng, time_machine, NOW, []
        # Manages both teams: joins families of different teams.
        self.max = UserFactory(name="Max Mall", team=cast.north, role=Role.TEAM_MANAGER)
        users.join_team(cast.south, self.max, role=Role.TEAM_MANAGER, from_date=NOW.date(), by=users.robot("setup"))
        self.users = [cast.sue, cast.cora, cast.dev, cast.stan, cast.sid, cast.serena, self.max]
        self.teams = [cast.north, cast.south]
        self.steps = [*sorted(name for name in dir(self) if name.startswith("do_")), *COMMON]

    @property
    def by(self):
        return {"by": self.max, "at": self.at}

    def one(self, rows):
        rows = list(rows.order_by("pk") if hasattr(rows, "order_by") else rows)
        if not rows:
            raise Nothing
        return self.rng.choice(rows)

    def family(self):
        return self.one(Family.objects.all())

    def name(self):
        return self.rng.choice(NAMES)

    def worker(self, team=None):
        held = TeamMembership.objects.on(self.at.date()).filter(role=Role.SOCIAL_WORKER)
        return self.one(held.filter(team=team) if team else held)

    def step(self):
        """One that can be done here."""
        while True:
            name = self.rng.choice(self.steps)
            try:
                getattr(self, name)()
            except (Refusal, Nothing, FamilyTeam.DoesNotExist):
                continue
            self.done.append(name)
            return self.check(name)

    def check(self, name):
        today = self.at.date()
        waiting = set(due_to_change(today).values_list("pk", flat=True))
        found = {pk: values for pk, values in differences(today) if pk not in waiting}
        assert not found, f"{name}, after {self.done[-12:]}: {found}"
        for due in DueDate.objects.running().select_related("family", "team"):
            assert due.team == due.family.team_now(), f"{due.timescale}, {name}, after {self.done[-12:]}"
        ids = list(Family.objects.values_list("pk", flat=True))
        for user in self.users:
            day = today + self.rng.choice((0, 0, 3)) * DAY
            access = access_by_family(user, ids, today=day)
            with keeping_answers():
                listed = {can: set(families_for(user, can, today=day).values_list("pk", flat=True)) for can in RIGHTS}
            may = {can: {pk for pk, each in access.items() if each.can(can)} for can in RIGHTS}
            assert listed == may, f"{user}, in {day - today}: {name}, after {self.done[-12:]}"
        family = self.family()
        assert access[family.pk] == access_of(user, family, today=day)

    def do_day(self):
        self.at += self.rng.choice((1, 1, 2, 5)) * DAY
        self.clock.move_to(self.at, tick=False)
        if self.rng.random() < 0.5:
            carry_over_dates(self.at.date(), by=self.max)
            assert not list(differences(self.at.date()))

    def do_family(self):
        family = families.add_family(name=self.name(), team=self.rng.choice(self.teams), **self.by)
        child = people.add_person(
            family,
            name=self.name(),
            role=FamilyRole.CHILD,
            born=(NOW - 900 * DAY).date(),
            known_as=self.name()[:40],
            **self.by,
        )
        if self.rng.random() < 0.5:
            self.refer(family, child)
        return family

    def do_person(self):
        people.add_person(
            self.family(), name=self.name(), role=FamilyRole.PARENT, born=(NOW - 9000 * DAY).date(), **self.by
        )

    def do_expected(self):
        expected = self.at.date() + 20 * DAY
        people.add_person(self.family(), name="Baby", role=FamilyRole.CHILD, expected=expected, **self.by)

    def do_rename(self):
        member = self.one(FamilyMember.objects.filter(until_date=None, person__expected=None))
        person = member.person
        people.put_right_person(
            member, fingerprint=fingerprint_of_member(member), name=self.name(), known_as=self.name()[:40],
            sex=person.sex, born=person.born, expected=person.expected, in_household=member.in_household, **self.by,
        )  # fmt: skip

    def do_other_name(self):
        member = self.one(FamilyMember.objects.all())
        people.add_name(member.family, member.person, name=self.name(), kind=PersonName.Kind.ALSO, by=self.max)

    def do_change_name(self):
        row = self.one(PersonName.objects.all())
        family = row.person.memberships.first().family
        seen = fingerprint_of_name(row)
        people.change_name(family, row, fingerprint=seen, name=self.name(), kind=row.kind, by=self.max)

    def do_numbers(self):
        member = self.one(FamilyMember.objects.all())
        seen, number = fingerprint_of_numbers(member.person), self.rng.choice(NUMBERS)
        people.save_numbers(member.family, member.person, fingerprint=seen, nhs_number=number, by=self.max)

    def do_bring_in(self):
        role = self.rng.choice([FamilyRole.CHILD, FamilyRole.OTHER_ADULT])
        matching.bring_in(self.family(), self.one(Person.objects.all()), role=role, **self.by)

    def do_merge(self):
        one, other = (self.one(Person.objects.filter(memberships__role=FamilyRole.CHILD)) for _ in range(2))
        matching.merge(one, other, because="One.", **self.by)

    def do_unmerge(self):
        matching.unmerge(self.one(Person.objects.exclude(merged_into=None)), **self.by)

    def do_refer(self):
        family = self.family()
        child = self.one(family.children_ever())
        self.refer(family, child)

    def refer(self, family, child):
        referrals.record_referral(
            family, received_on=self.at.date(), source="6", reason="Why.", needs={child: "N1"}, **self.by
        )

    def do_decide(self):
        row = self.one(Involvement.objects.filter(closed_on=None, decision=""))
        outcome = self.rng.choice(("NFA", "INFO", "EH", "CIN"))
        referrals.decide(row.referral, decisions={row: (outcome, "Why.")}, **self.by)

    def do_close_case(self):
        row = self.one(Involvement.objects.filter(closed_on=None))
        day = self.at.date() - self.rng.choice((0, 0, 1, 2)) * DAY
        facts = FACTS | {"closing_on": max(day, row.opened_on)}
        closure = closures.save(row.family, row.child, written=whole(), version=0, **facts, **self.by)
        closure = closures.ask(closure, **self.by)
        closing.agree(closure, comments="Well.", **self.by)

    def do_birth(self):
        person = self.one(Person.objects.exclude(expected=None).filter(pregnancy_ended_on=None))
        born = [Newborn(self.name(), Sex.FEMALE), Newborn(self.name(), Sex.MALE)][: self.rng.choice((1, 2))]
        family = person.memberships.first().family
        births.record_birth(family, person, born=self.at.date(), children=born, **self.by)

    def do_end_pregnancy(self):
        person = self.one(Person.objects.exclude(expected=None).filter(pregnancy_ended_on=None))
        births.end_pregnancy(person.memberships.first().family, person, ended_on=self.at.date(), **self.by)

    def do_undo_pregnancy_end(self):
        person = self.one(Person.objects.exclude(pregnancy_ended_on=None))
        births.undo_pregnancy_end(person.memberships.first().family, person, **self.by)

    def do_allocate(self):
        family, from_date = self.family(), self.at.date() + self.rng.choice((0, 0, 1, 3)) * DAY
        worker = self.worker(family.team_now() if self.rng.random() < 0.8 else None)
        lead = self.rng.random() < 0.7
        allocations.allocate(family, worker.user, role=worker.role, lead=lead, from_date=from_date, **self.by)

    def do_change_lead(self):
        family, from_date = self.family(), self.at.date() + self.rng.choice((0, 1, 3)) * DAY
        worker = self.worker(family.team_now())
        allocations.change_lead(family, worker.user, role=worker.role, from_date=from_date, **self.by)

    def do_end_part(self):
        part = self.one(Allocation.objects.filter(until_date=None))
        last_day = self.at.date() + self.rng.choice((-1, 0, 2)) * DAY
        taker = self.worker(part.family.team_now()) if self.rng.random() < 0.5 else None
        allocations.end(
            part, because="TSPROC", last_day=last_day, summary="All.", outcome="Well.", left_because="Left.",
            taker=taker, rest_to=None if taker else self.max, **self.by,
        )  # fmt: skip

    def do_ask_transfer(self):
        family = self.family()
        to_team = self.one([team for team in self.teams if team != family.team_now()])
        staying = [part for part in family.allocation_set.on(self.at.date()) if self.rng.random() < 0.5]
        transfers.ask(
            family, to_team=to_team, reason="Why.", plan="How.", summary="What.", no_joint_visit_because="Far.",
            staying=staying, **self.by,
        )  # fmt: skip

    def do_accept_transfer(self):
        transfer = self.one(Transfer.objects.filter(state="asked"))
        lead = self.worker(transfer.to_team) if self.rng.random() < 0.6 else None
        transfers.accept(transfer, lead=lead, **self.by)

    def do_join(self):
        family, joined = self.family(), self.family()
        if self.rng.random() < 0.7:
            joined = self.do_family()
        joining = joins.join(family, joined, because="One.", **self.by)
        if self.rng.random() < 0.5:
            joins.undo(joining, because="Two.", **self.by)

    def do_undo_join(self):
        joins.undo(self.one(FamilyJoin.objects.filter(undone=False)), because="Two.", **self.by)

    def do_restrict(self):
        family = self.family()
        readers = {*User.objects.filter(allocations__in=family.allocation_set.on(self.at.date())), self.max}
        restrictions.restrict(family, because="Why.", readers=readers, **self.by)

    def do_remove_reader(self):
        restrictions.remove_reader(self.one(RestrictionReader.objects.on(self.at.date())), **self.by)

    def do_lift(self):
        restrictions.lift(self.one(RestrictionReader.objects.on(self.at.date())).family, because="Over.", **self.by)

    def do_absence(self):
        user, cover, from_date = self.worker().user, self.worker().user, self.at.date() + self.rng.choice((0, 1)) * DAY
        absences.add(user, cover=cover, from_date=from_date, until_date=from_date + 2 * DAY, **self.by)

    def do_cancel_absence(self):
        absences.cancel(self.one(Absence.objects.filter(cancelled=False)), **self.by)

    def do_leave_team(self):
        """A membership or a post ends, or somebody leaves; never of those who are needed to go on."""
        row = self.one(TeamMembership.objects.filter(until_date=None).exclude(user__in=[self.max, self.cast.mary]))
        if self.rng.random() < 0.3:
            with acting(self.max):
                change(row, until_date=self.at.date() - DAY)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_done_in_whatever_order_lists_say_what_the_record_says(cast, allocated, time_machine, seed):
    time_machine.move_to(NOW, tick=False)
    walk = Walk(cast, random.Random(seed), time_machine)
    for _ in range(STEPS):
        walk.step()
