"""One family of the file as rows: its name and team, its people, who is what of whom, and who works with it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, cast

from django.db import DataError, IntegrityError, transaction

from casework.allocations.checks import check_nobody_leads
from casework.allocations.clocks import follow_lead, start_first_visit
from casework.allocations.leads.checks import check_born_by_then, check_since_work
from casework.allocations.leads.clocks import follow_named_lead
from casework.allocations.leads.queries import can_oversee, is_qualified, rule_for
from casework.allocations.models import Allocation
from casework.allocations.queries import family_lead
from casework.families.headlines.queries import families_ever_of
from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyMember, FamilyRole, FamilyTeam, Headline
from casework.imports.families.schema import PersonRow
from casework.imports.ledger.services import Ledger, Place, Unit, follow_death, put_ethnicity
from casework.imports.queries import current_family_of
from casework.joins.models import joined_into
from casework.joins.services import bring_together
from casework.lives.checks import AGREEMENT, PLANNED_VISIT, check_expected_day
from casework.lives.recorded import check_correction, check_new_tie
from casework.lives.roles import check_in_role
from casework.people.checks import compact_number
from casework.people.clocks import follow_expected
from casework.people.models import Person, Sex
from casework.people.not_known.checks import GivenBirth, called
from casework.refusal import Refusal
from casework.relationships.checks import hold_on_relationships
from casework.relationships.models import Relationship, RelationshipKind
from casework.trail.acting import actor, in_service
from casework.trail.confirming import confirming
from casework.users.models import Team, TeamMembership, User
from casework.users.roles import Role

BECAUSE = "They stand as one family in the file that was brought in."
LOCKED = "Relationships are locked here while a summary is open, so this one is left out"
OTHER_TEAM = "A team that is another here, and stays"
FORBIDDEN = "What stands here already forbids it"
ODD = "Odd, and brought in as it is"
DATES = ("born", "expected", "about_age", "about_age_on", "died", "sex")


class RowRefused(Refusal):
    """What is recorded here already does not allow what `row` says."""

    field: str

    def __init__(self, row: PersonRow, field: str, sentence: str) -> None:
        super().__init__(sentence, field)
        self.row = row


class FamilyWriter:
    """Writes the families of a file, one after the other."""

    def __init__(self, ledger: Ledger, *, at: datetime, today: date, in_several: Collection[str | None] = ()) -> None:
        """`in_several` are the keys of the people who stand in more than one family of the file."""
        self.in_several = in_several
        self.ledger, self.at, self.today = ledger, at, today
        ledger.load("families:")

    @property
    def figures(self) -> Counter[str]:
        return self.ledger.report.figures

    @in_service
    def write(self, rows: Sequence[PersonRow]) -> None:
        """All of the family, or nothing and the reason as a refused problem."""
        mark = self.ledger.report.mark()
        self.ledger.forget()
        try:
            with transaction.atomic():
                self._write(rows)
        except RowRefused as wrong:
            self.ledger.report.back_to(mark)
            self.ledger.report.set_aside(rows[0].family or "")
            self._add_problem(
                wrong.row, wrong.field, wrong.sentence, "What stands here already forbids it", refused=True
            )
        except (Refusal, IntegrityError, DataError) as error:
            self.ledger.report.back_to(mark)
            self.ledger.report.set_aside(rows[0].family or "")
            sentence = getattr(error, "sentence", f"The database refuses the family: {error}".splitlines()[0])
            self._add_problem(rows[0], "family", sentence, FORBIDDEN, refused=True)

    def _add_problem(self, row: PersonRow, field: str, sentence: str, kind: str, *, refused: bool = False) -> None:
        self.ledger.report.add_problem(_place(row, field).problem(sentence, kind, refused=refused))

    def _write(self, rows: Sequence[PersonRow]) -> None:
        people = {row.person: self._person(row) for row in rows}
        family = self._family(rows, [people[row.person] for row in rows])
        for row in rows:
            self._member(family, row, people[row.person])
            place, key = _place(row, "ethnicity"), f"families:ethnicity:{row.person}"
            put_ethnicity(self.ledger, place, key, people[row.person], row.ethnicity, family)
        for row in rows:
            for kind, other in row.relationships or ():
                self._relationship(family, row, people[row.person], kind, people[other])
        for row in rows:
            if row.worker:
                self._allocation(family, row)
        for person in people.values():
            follow_expected(person, at=self.at)
        follow_lead(family, at=self.at)
        carry_over({family.pk, *families_ever_of(person.pk for person in people.values())}, at=self.at)
        self.figures["families"] += 1

    # --- People ---

    def _person(self, row: PersonRow) -> Person:
        key = f"families:person:{row.person}"
        person = self.ledger.find(key, Person) or self._by_number(row)
        self._check_expected(row, person)
        made = person is None
        person = person or self._new_person(row)
        if self.ledger.find(key, Person) is None:
            self.ledger.register(key, person, made=made)
        person = person.merged_into or person
        self._check_dates(row, person)
        lived = person.died is None
        self.ledger.update(_place(row, "person"), person, *_units_of(row))
        if lived and person.died:
            follow_death(person, by=self.ledger.by, at=self.at)
        self.figures["people"] += 1
        return person

    def _check_expected(self, row: PersonRow, person: Person | None) -> None:
        """A birth newly said to be expected; a file that is read again may name one that has passed since."""
        stands = person and (person.born or person.expected == row.expected)
        if row.expected and not stands:
            with self._as_refused(row, "expected"):
                check_expected_day(row.expected, self.today)

    def _check_dates(self, row: PersonRow, person: Person) -> None:
        """A birth or death against what is recorded here already."""
        wanted = {name: value for unit in _units_of(row) for name, value in unit.items() if name in DATES}
        with self._as_refused(row, "born"), self._telling_odd(row, "born"):
            check_correction(person, self.today, **wanted)

    def _by_number(self, row: PersonRow) -> Person | None:
        return Person.objects.filter(la_child_id=row.la_child_id).first() if row.la_child_id else None

    def _new_person(self, row: PersonRow) -> Person:
        values = {name: value for unit in _units_of(row) for name, value in unit.items()}
        self.figures["people, new"] += 1
        return Person.objects.create(**values)

    def _member(self, family: Family, row: PersonRow, person: Person) -> None:
        """Where the person has left the family on a page since, they stay away."""
        key = f"families:member:{row.family}:{row.person}"
        existing = family.familymember_set.filter(person__in=person.all_ids, until_date=None).first()
        if existing and self.ledger.find(key, FamilyMember) is None:
            self.ledger.register(key, existing, made=False)
        if existing and existing.role != row.role:
            role = existing.get_role_display().lower()
            raise RowRefused(row, "role", f"Here {person} stands as {role}. Correct it in the file, or on the page.")
        with self._as_refused(row, "born"), self._telling_odd(row, "born"):
            check_in_role(person, row.role or "", self.today, self.today)
        unit = {} if row.in_household is None else {"in_household": row.in_household}
        fixed = {"family": family, "person": person, "role": row.role, "because": "Brought in from a file"}
        self.ledger.put(_place(row, "in_household"), key, FamilyMember, fixed, unit)

    # --- The family ---

    def _family(self, rows: Sequence[PersonRow], people: Sequence[Person]) -> Family:
        key, name = f"families:family:{rows[0].family}", _first(rows, "family_name")
        known = self.ledger.find(key, Family)
        made = self.figures["families, new"]
        family = (joined_into(known) or known) if known else self._family_of(rows, people, name)
        if known is None:
            self.ledger.register(key, family, made=self.figures["families, new"] > made)
        if name:
            self.ledger.update(_place(rows[0], "family_name"), family, {"name": name})
        self._team(family, rows)
        return family

    def _family_of(self, rows: Sequence[PersonRow], people: Sequence[Person], name: str | None) -> Family:
        """That of the children who are here already, brought together; or a new one."""
        # Who stands in several families brings one of them only to that in which one works with them as a child.
        theirs = [
            person
            for row, person in zip(rows, people, strict=True)
            if row.person not in self.in_several or row.role == FamilyRole.CHILD
        ]
        homes = list(dict.fromkeys(home for person in theirs if (home := current_family_of(person))))
        if not homes:
            return self._new_family(rows, name)
        family, *others = homes
        for other in others:
            bring_together(family, other, because=BECAUSE, at=self.at)
            self.figures["families, joined"] += 1
        return family

    def _new_family(self, rows: Sequence[PersonRow], name: str | None) -> Family:
        if not name:
            raise RowRefused(rows[0], "family_name", "The family is not here yet. Give its name.")
        family = Family.objects.create(name=name)
        Headline.objects.create(family=family)
        self.figures["families, new"] += 1
        return family

    def _team(self, family: Family, rows: Sequence[PersonRow]) -> None:
        """A family stays with the team that it has: it is transferred on its page."""
        row = next((row for row in rows if row.team), rows[0])
        existing = family.familyteam_set.filter(until_date=None).select_related("team").first()
        if existing is None:
            if row.team is None:
                raise RowRefused(row, "team", "The family has no team yet. Give the name of one.")
            team = Team.objects.get(name__iexact=row.team)
            FamilyTeam.objects.create(family=family, team=team, from_date=self.today)
        elif row.team and row.team.lower() != existing.team.name.lower():
            sentence = f"Here the family is with {existing.team}, and stays. Transfer it on its page."
            self._add_problem(row, "team", sentence, OTHER_TEAM)

    # --- Who is what of whom, and who works with them ---

    def _relationship(
        self, family: Family, row: PersonRow, person: Person, kind: RelationshipKind, other: Person
    ) -> None:
        key = f"families:relationship:{row.family}:{row.person}:{kind}:{other.pk}"
        values = {"family": family, "person": person, "kind": kind, "other": other}
        existing = Relationship.objects.filter(**values, until_date=None).first()
        known = self.ledger.find(key, Relationship) is not None
        if existing and not known:
            self.ledger.register(key, existing, made=False)
        if not existing and not known and self._is_locked(family, row):
            return
        if not existing and not known:
            self._check_tie(row, person, kind, other)
        _, new = self.ledger.put(_place(row, "relationships"), key, Relationship, values)
        self.figures["relationships"] += 1
        self.figures["relationships, new"] += new

    def _check_tie(self, row: PersonRow, person: Person, kind: RelationshipKind, other: Person) -> None:
        """What cannot be is refused; what is only odd comes in, and the reader of the report is told."""
        with self._as_refused(row, "relationships"), self._telling_odd(row, "relationships"):
            check_new_tie(person, kind, other, self.today)

    @contextmanager
    def _telling_odd(self, row: PersonRow, field: str) -> Iterator[None]:
        with confirming(None) as found:
            yield
        for odd in found:
            self._add_problem(row, field, f"{odd.sentence} It comes in as it is.", ODD)

    @contextmanager
    def _as_refused(self, row: PersonRow, field: str) -> Iterator[None]:
        try:
            yield
        except RowRefused:
            raise
        except Refusal as refusal:
            raise RowRefused(row, refusal.field or field, refusal.sentence) from refusal

    def _is_locked(self, family: Family, row: PersonRow) -> bool:
        """Whether relationships are held: a summary is open, and no manager has overridden it (C23)."""
        hold = hold_on_relationships(family)
        if hold:
            sentence = f"{LOCKED}. {hold.because} Bring the file in again then, or add it on the family’s page."
            self._add_problem(row, "relationships", sentence, LOCKED)
        return hold is not None

    def _allocation(self, family: Family, row: PersonRow) -> None:
        worker = User.objects.get(email__iexact=row.worker)
        key = f"families:allocation:{row.family}:{worker.pk}:{row.worker_role}"
        self.figures["allocations"] += 1
        if self.ledger.find(key, Allocation):
            return
        allocation = family.allocation_set.filter(worker=worker, until_date=None).first()
        made = allocation is None
        if allocation is None:
            allocation = self._new_allocation(family, row, worker)
        elif allocation.role != row.worker_role:
            role = allocation.get_role_display().lower()
            raise RowRefused(row, "worker_role", f"Here {worker} works with the family as {role}.")
        self.ledger.register(key, allocation, made=made)

    def _new_allocation(self, family: Family, row: PersonRow, worker: User) -> Allocation:
        team, role = family.team_now(), cast("Role", row.worker_role)
        roles = TeamMembership.objects.on(self.today).filter(user=worker, team=team)
        if not roles.filter(role=role).exists():
            sentence = f"{worker} does not work as {role.label.lower()} in the family’s team, {team}."
            raise RowRefused(row, "worker_role", sentence)
        lead = family_lead(family, self.today)
        if row.worker_leads and lead:
            raise RowRefused(row, "worker_leads", f"Here {lead.worker} leads. Change it on the family’s page.")
        self.figures["allocations, new"] += 1
        begins = row.worker_from or self.today
        with self._as_refused(row, "worker_from"):
            check_born_by_then(PLANNED_VISIT, family, begins, self.today, "worker_from")
            if row.worker_leads:
                check_nobody_leads(family, begins, self.today, "worker_leads")
        allocation = Allocation.objects.create(
            family=family, worker=worker, role=role, from_date=begins,
            lead_from=begins if row.worker_leads else None, reason="Brought in from a file.",
            **(self._terms(family, row, worker, begins) if row.worker_leads else {}),
        )  # fmt: skip
        if row.worker_leads:
            follow_named_lead(family, at=self.at)
        if row.worker_from:  # without it nobody says when the five days began
            start_first_visit(allocation, at=self.at)
        return allocation

    def _terms(self, family: Family, row: PersonRow, worker: User, begins: date) -> dict[str, Any]:
        """What stands in the file of the lead's agreement, and of who oversees the work (A11.1)."""
        overseer = _user_of(row.lead_overseer)
        if overseer and not can_oversee(overseer, family, self.today):
            sentence = f"{overseer} cannot oversee the work: name somebody with a social work qualification."
            raise RowRefused(row, "lead_overseer", sentence)
        if row.lead_agreed_on:
            try:
                check_since_work(AGREEMENT, family, row.lead_agreed_on, self.today, "lead_agreed_on")
            except Refusal as refusal:
                raise RowRefused(row, "lead_agreed_on", refusal.sentence) from refusal
        elif row.worker_role and rule_for(family, self.today).agreement and not is_qualified(row.worker_role):
            sentence = f"{worker} leads, and the file does not say when they agreed to. Ask them, and record it."
            self._add_problem(row, "lead_agreed_on", sentence, "A lead's agreement is missing")
        return {
            "agreed_on": row.lead_agreed_on,
            "agreement_recorded_by": actor() if row.lead_agreed_on else None,
            "overseer": overseer,
            "overseen_from": begins if overseer else None,
        }


def _place(row: PersonRow, field: str) -> Place:
    return Place(row.line, row.person or "", field)


def _first(rows: Sequence[PersonRow], field: str) -> Any:
    return next((value for row in rows if (value := getattr(row, field))), None)


def _user_of(email: str | None) -> User | None:
    return User.objects.get(email__iexact=email) if email else None


def _name_of(row: PersonRow) -> Unit:
    """The name, or what stands in its place as on the forms."""
    if not row.name_not_known:
        return {"name": row.name, "name_known": True}
    given = GivenBirth(row.born, row.expected, row.about_age, row.about_age_on)
    sex = Sex.UNKNOWN if row.expected else row.sex or Sex.UNKNOWN
    return {"name": called(sex, given, role=row.role or FamilyRole.OTHER_ADULT), "name_known": False}


def _units_of(row: PersonRow) -> Iterator[Unit]:
    """What the row says of the person; an empty cell changes nothing."""
    yield _name_of(row)
    if row.born or row.expected or row.about_age is not None or row.birth_to_be_asked_by:
        yield {
            "born": row.born, "expected": row.expected, "about_age": row.about_age, "about_age_on": row.about_age_on,
            "birth_to_be_asked_by": _user_of(row.birth_to_be_asked_by),
        }  # fmt: skip
    for name in ("known_as", "sex", "died", "la_child_id"):
        if (value := getattr(row, name)) is not None:
            yield {name: value}
    for name in ("nhs_number", "upn"):
        if value := getattr(row, name):
            yield {name: compact_number(value)}
