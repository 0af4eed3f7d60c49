"""Teams and their people: those of the teams, and those who look at several."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from casework.absences.models import Absence
from casework.calls.models import SafetyCall
from casework.imports.ledger.models import ImportedValue, ImportEnd, ImportRun, ImportUndone
from casework.left_notes.models import LeftNote, LeftNoteAddition
from casework.mentions.models import LookedThrough
from casework.users.models import Post, Team, TeamMembership, User
from casework.users.roles import Role
from config.county import words
from config.county.rows import Change, Rows
from config.county.size import SOCIAL_WORKERS, SPECIALISTS, SUPPORT, TEAMS, WHERE_UNUSED, Size

DOMAIN = "county.invalid"
SPECIALITIES = (
    Role.DOMESTIC_ABUSE_VICTIM_WORKER, Role.RECOVERY_WORKER, Role.MENTAL_HEALTH_WORKER, Role.CHILD_AND_FAMILY_WORKER,
)  # fmt: skip
# Who looks at several teams, by the beginning of the e-mail address.
MANAGER_OF_ALL_TEAMS, HEAD, AUDITOR = "all.teams", "head", "auditor"


class Worker(NamedTuple):
    id: int
    role: Role
    name: str


@dataclass
class Staff:
    """One team; `social_workers` lead, `specialists` work beside them."""

    id: int
    name: str
    manager: int
    deputy: int
    social_workers: list[Worker] = field(default_factory=list)
    specialists: list[Worker] = field(default_factory=list)
    support: list[int] = field(default_factory=list)


class Authority:
    """Writes teams and people; `email` of the first team's: manager0, social_worker0.0 … (`@county.invalid`)."""

    def __init__(self, rows: Rows, size: Size, random: Random, now: datetime, password: str) -> None:
        self.rows, self.random, self.password = rows, random, password
        self.since = now - timedelta(days=4_000)
        self.setup = self._robot()
        self.teams = [self._team(number, in_use=number < size.teams_in_use) for number in range(TEAMS)]
        self._over_several()
        for number, team in enumerate(self.teams[: size.teams_in_use]):
            self._absences(team, now)
            self._calls(number, team, now)
            self._left_notes(number, team, now)
        self.rows.add(LookedThrough, by=self.setup, at=now, table="casework.SafetyCall", through=0, before=0)
        self._undone_import()

    def _undone_import(self) -> None:
        """An empty return that was run and undone, before the county had its families."""
        run = self.rows.add(
            ImportRun, by=self.setup, at=self.since, kind="census", file_name="return.xml", sha256="0" * 64
        )
        self.rows.add(
            ImportedValue, by=self.setup, at=self.since, run=run, table="casework.team", row=1,
            was={"name": "North"}, now={"name": "North"},
        )  # fmt: skip
        self.rows.add(ImportEnd, by=self.setup, at=self.since, run=run)
        self.rows.add(ImportUndone, by=self.setup, at=self.since, run=run, because="The return of another year.")

    def _robot(self) -> int:
        robot = self.rows.table(User).last_id + 1
        return self.rows.add(
            User, by=robot, at=self.since, email="county@robot.invalid", name="County", is_robot=True, password="!"
        )

    def _user(self, key: str, role: Role) -> int:
        name = f"{words.first_name(self.random, self.random.choice('FM'))} {self.random.choice(words.SURNAMES)}"
        return self.rows.add(
            User, by=self.setup, at=self.since, email=f"{key}@{DOMAIN}", name=name, job_title=role.label,
            password=self.password,
        )  # fmt: skip

    def _member(self, team: int, key: str, role: Role) -> int:
        user = self._user(key, role)
        self._join(team, user, role)
        return user

    def _join(self, team: int, user: int, role: Role) -> None:
        self.rows.add(
            TeamMembership, by=self.setup, at=self.since, user=user, team=team, role=role, from_date=self.since.date()
        )

    def _team(self, number: int, in_use: bool) -> Staff:
        district, kind = divmod(number, len(words.TEAMS))
        name = f"{words.DISTRICTS[district]} {words.TEAMS[kind]}"
        team = self.rows.add(Team, by=self.setup, at=self.since, name=name)
        staff = Staff(
            team, name, self._member(team, f"manager{number}", Role.TEAM_MANAGER),
            self._member(team, f"deputy{number}", Role.DEPUTY),
        )  # fmt: skip
        for worker in range(SOCIAL_WORKERS if in_use else WHERE_UNUSED):
            user = self._member(team, f"social_worker{number}.{worker}", Role.SOCIAL_WORKER)
            staff.social_workers.append(Worker(user, Role.SOCIAL_WORKER, f"social worker {worker}"))
        for worker in range(SPECIALISTS if in_use else WHERE_UNUSED):
            role = SPECIALITIES[worker % len(SPECIALITIES)]
            user = self._member(team, f"specialist{number}.{worker}", role)
            staff.specialists.append(Worker(user, role, f"specialist {worker}"))
        for worker in range(SUPPORT if in_use else 0):
            staff.support.append(self._member(team, f"support{number}.{worker}", Role.BUSINESS_SUPPORT))
        return staff

    def _over_several(self) -> None:
        of_all = self._user(MANAGER_OF_ALL_TEAMS, Role.SERVICE_MANAGER)
        for team in self.teams:
            self._join(team.id, of_all, Role.SERVICE_MANAGER)
        for first in range(0, TEAMS, 13):
            service = self._user(f"service{first // 13}", Role.SERVICE_MANAGER)
            for team in self.teams[first : first + 13]:
                self._join(team.id, service, Role.SERVICE_MANAGER)
        for key, role in ((HEAD, Role.HEAD_OF_SERVICE), (AUDITOR, Role.AUDITOR), ("auditor1", Role.AUDITOR)):
            user = self._user(key, role)
            self.rows.add(Post, by=self.setup, at=self.since, user=user, role=role, from_date=self.since.date())

    def _absences(self, team: Staff, now: datetime) -> None:
        """The third social worker is away and the second covers; others were away."""
        for away, cover, first, last in ((2, 1, -3, 10), (4, 5, -90, -80), (6, 7, 20, 34)):
            worker, by = team.social_workers[away], team.social_workers[cover]
            self.rows.add(
                Absence, by=worker.id, at=now - timedelta(days=100), user=worker.id, cover=by.id, because="Leave",
                from_date=(now + timedelta(days=first)).date(), until_date=(now + timedelta(days=last)).date(),
            )  # fmt: skip

    def _left_notes(self, number: int, team: Staff, now: datetime) -> None:
        """Twelve for families of other teams, of which two wait to be filed."""
        author = team.social_workers[0].id
        for back in range(12):
            at = now - timedelta(days=1 + 9 * back, hours=3)
            settled = Change(at + timedelta(hours=1), team.manager, {
                "settled_by": team.manager, "settled_at": at + timedelta(hours=1),
                "no_family_because": "A call was taken.",
            })  # fmt: skip
            note = self.rows.add(
                LeftNote, by=author, at=at, then=[settled] if back > 1 else [], team=team.id, author=author,
                recorded_at=at, took_place_at=at, name=f"A child of {words.ROADS[back % 7]}",
                text=words.PARAGRAPHS[back], looked_at=at,
            )  # fmt: skip
            if back % 3 == 0:
                self.rows.add(LeftNoteAddition, by=author, at=at, left_note=note, text=words.PARAGRAPHS[back])

    def _calls(self, number: int, team: Staff, now: datetime) -> None:
        """Twelve about children whose family is not known; the last two wait to be decided."""
        for back in range(12):
            at = now - timedelta(days=1 + 9 * back, hours=2)
            decided = Change(at + timedelta(hours=1), team.manager, {
                "outcome": "INFO", "outcome_because": "Nothing more was asked.", "decided_by": team.manager,
                "decided_at": at + timedelta(hours=1),
            })  # fmt: skip
            self.rows.add(
                SafetyCall, by=team.social_workers[0].id, at=at, then=[decided] if back > 1 else [], team=team.id,
                taken_by=team.social_workers[0].id, taken_at=at, child_name=f"A child of {words.ROADS[back % 7]}",
                child_address=f"{back + 1} {words.ROADS[back % 7]}", concern=words.PARAGRAPHS[back],
                put_through_to="The duty manager", told_to="The duty manager", told_at=at, written_at=at,
            )  # fmt: skip
