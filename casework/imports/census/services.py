"""One child of a return as rows: a family of one and its referrals; the dated facts are in `facts/services.py`."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import cast
from zlib import crc32

from django.db import DataError, IntegrityError, transaction

from casework import practice
from casework.case_summaries.clocks import start_case_summary_clock, start_case_summary_clocks
from casework.duedates import services as duedates
from casework.families.headlines.queries import families_ever_of
from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyMember, FamilyRole, FamilyTeam, Headline
from casework.holds.models import Held
from casework.holds.queries import is_held
from casework.imports.census.facts.services import IncomingChild, write_facts
from casework.imports.census.moves import moves_of
from casework.imports.census.schema import Child, Episode
from casework.imports.ledger.services import Gathering, Ledger, Place, Unit, follow_death, put_answer, put_ethnicity
from casework.imports.queries import children_here, current_family_of
from casework.imports.report import Problem, printable
from casework.people.asked_items.models import Answer
from casework.people.clocks import follow_expected
from casework.people.models import Person, Sex
from casework.practice import calendar
from casework.referrals.models import Involvement, Referral
from casework.trail.acting import in_service
from casework.users.models import Team

SEX_OF_GENDER = {"1": Sex.MALE, "2": Sex.FEMALE}
NOT_ASKED: Unit = {"about_age": None, "about_age_on": None, "birth_to_be_asked_by": None}
NO_DISABILITY = "NONE"
A_FORTNIGHT = timedelta(days=14)  # the first summary is not due before
WITHDRAWN = "The referral was recorded in error here, and stays so."
HELD = "The case is not closed here, since something holds it open"
# What the database forbids, in words: the constraint, the element and the sentence.
FORBIDDEN: dict[str | None, tuple[str, str]] = {
    "one_open_involvement": (
        "CINclosureDate",
        "Another referral of the child is open here. Close it on the child’s page, or put it into the return too.",
    ),
    "one_legal_episode_of_a_kind": ("PPStartDate", "Other pre-proceedings of the child are open here. End them first."),
    "one_plan_of_a_kind": (
        "CINPlanDates",
        "Another plan of the same kind is open here. End it on the child’s page, or put it into the return too.",
    ),
    "died_after_birth": ("PersonDeathDate", "The date of death is before the birth that stands here."),
    "only_an_expected_birth_ends": ("PersonBirthDate", "Here it stands that the pregnancy ended."),
}


class ChildWriter:
    """Writes children into `team`. `year` is that of the return, taken on the day `counted_on`."""

    def __init__(self, ledger: Ledger, *, team: Team, year: str, counted_on: date, at: datetime, today: date) -> None:
        self.ledger, self.team, self.year, self.counted_on = ledger, team, year, counted_on
        self.at, self.today = at, today
        self.clocks: list[tuple[Involvement, datetime]] = []  # to be started once their rows are saved

    @in_service
    def write_all(self, children: Sequence[Child]) -> None:
        """Whoever is not here yet together, the others one by one; if one cannot stand, each of them by itself."""
        here = children_here([child.number or "" for child in children])
        new = [child for child in children if child.number not in here]
        mark = self.ledger.report.mark()
        try:
            with transaction.atomic():
                self._write_new(new)
        except (IntegrityError, DataError):
            self.ledger.report.back_to(mark)
            new = []
        written = {child.number for child in new}
        known = [one for child in children if child.number not in written and (one := self._write_one(child))]
        touched = {one.family.pk for one in known} | set(families_ever_of([one.person.pk for one in known]))
        carry_over(touched, at=self.at)

    def _write_new(self, children: Sequence[Child]) -> None:
        gathering = Gathering(self.ledger)
        writer = ChildWriter(
            gathering, team=self.team, year=self.year, counted_on=self.counted_on, at=self.at, today=self.today
        )
        written = [writer.gather(child) for child in children]
        gathering.save()
        for one in written:
            if one.person.unborn and any(episode.ended is None for episode in one.child.episodes):
                follow_expected(one.person, at=self.at)
        start_case_summary_clocks(writer.clocks, team=self.team, at=self.at)
        carry_over([one.family.pk for one in written], at=self.at)

    def gather(self, child: Child) -> IncomingChild:
        """The rows of a child who is not here yet, not saved; what follows from them is done once they are."""
        one = IncomingChild(self.ledger, child)
        one.person = self._new_person(child, one.key("child"))
        one.family = self._new_family(one.person, f"census:{child.number}:home")
        one.count("children", new=True)
        self._asked(one)
        for episode in child.episodes:
            self._referral(one, episode)
        write_facts(one, self.counted_on)
        return one

    def _write_one(self, child: Child) -> IncomingChild | None:
        """All of the child; or nothing and the reason as a refused problem, and None."""
        mark, one = self.ledger.report.mark(), IncomingChild(self.ledger, child)
        try:
            with transaction.atomic():
                self._write(one)
        except (IntegrityError, DataError) as error:
            self.ledger.report.back_to(mark)
            self.ledger.forget()
            self.ledger.report.add_problem(_forbidden(one, error))
            self.ledger.report.set_aside(child.number or "")
            return None
        return one

    def _write(self, one: IncomingChild) -> None:
        prefix = f"census:{one.child.number}:"
        self.ledger.load(prefix)
        one.moves = moves_of(one.child, prefix, self.ledger.entries, self.counted_on)
        one.person, new = self._person(one)
        one.family = self._family(one.person, f"census:{one.child.number}:home")
        one.count("children", new=new)
        self._asked(one)
        # What has ended comes first: only one may be open.
        for episode in sorted(one.child.episodes, key=lambda episode: episode.ended is None):
            self._referral(one, episode)
        if one.person.born or one.family.involvement_set.filter(child=one.person, closed_on=None).exists():
            follow_expected(one.person, at=self.at)
        write_facts(one, self.counted_on)
        for gone in one.moves.gone:
            self.ledger.report.add_gone(printable(f"{one.child.number}: {gone}. It stays as it is."))

    # --- The child ---

    def _person(self, one: IncomingChild) -> tuple[Person, bool]:
        """The person, and whether it is new; of one who was entered twice the one that was kept."""
        child, key = one.child, one.key("child")
        person = self.ledger.find(key, Person) or Person.objects.filter(la_child_id=child.number).first()
        if person is None:
            return self._new_person(child, key), True
        if self.ledger.find(key, Person) is None:
            self.ledger.register(key, person, made=False)
        person = person.merged_into or person
        lived = person.died is None
        self.ledger.update(one.place(child, "LAchildID"), person, *_units_of(child))
        if lived and person.died:
            follow_death(person, by=self.ledger.by, at=self.at)
        return person, False

    def _new_person(self, child: Child, key: str) -> Person:
        values = {name: value for unit in _units_of(child) for name, value in unit.items()}
        person = self.ledger.create(Person, name=f"Child {child.number}", la_child_id=child.number, **values)
        self.ledger.register(key, person)
        return person

    def _new_family(self, person: Person, key: str) -> Family:
        """A family of one, with the team."""
        family = self.ledger.create(Family, name=person.name[:80])
        self.ledger.create(Headline, family=family)
        member = self.ledger.create(FamilyMember, family=family, person=person, role=FamilyRole.CHILD)
        self.ledger.register(f"{key}:family", family)
        self.ledger.register(f"{key}:member", member)
        self.ledger.create(FamilyTeam, family=family, team=self.team, from_date=self.today)
        return family

    def _family(self, person: Person, key: str) -> Family:
        """Where the child is, or a family of one; with the team where it has none."""
        family = current_family_of(person)
        if family is None:
            family = self._new_family(person, key)
        if not family.familyteam_set.filter(until_date=None).exists():
            FamilyTeam.objects.create(family=family, team=self.team, from_date=self.today)
        return family

    def _asked(self, one: IncomingChild) -> None:
        child = one.child
        place, key = one.place(child, "Ethnicity"), one.key("asked", "ethnicity")
        put_ethnicity(self.ledger, place, key, one.person, child.ethnicity, one.family)
        if child.disabilities:
            several = dict.fromkeys(child.disabilities)
            values = [code for code in several if code != NO_DISABILITY] or [NO_DISABILITY]
            place, key = one.place(child, "Disability"), one.key("asked", "disabilities")
            put_answer(
                self.ledger,
                place,
                key,
                one.person,
                "disabilities",
                {"answer": Answer.KNOWN, "values": values},
                one.family,
            )

    # --- Referrals ---

    def _referral(self, one: IncomingChild, episode: Episode) -> None:
        key = one.key("referral", episode.referred)
        moved = one.moved(key, episode, "CINreferralDate", Involvement)
        involvement = self.ledger.find(key, Involvement)
        one.count("referrals", new=involvement is None)
        one.ledger.report.figures["referrals, open" if episode.ended is None else "referrals, closed"] += 1
        if involvement is None:
            involvement = self._new_referral(one, episode)
            self.ledger.register(key, involvement)
            self._run_clock(one, involvement)
        else:
            self._known_referral(one, involvement, episode, moved=moved)

    def _new_referral(self, one: IncomingChild, episode: Episode) -> Involvement:
        nothing = " The return says: no further action." if episode.no_further_action else ""
        reason = f"Brought in from the children in need census{self.year}, which gives no reason.{nothing}"
        referral = self.ledger.create(
            Referral,
            family=one.family,
            received_on=cast("date", episode.referred),
            source=episode.source or "",
            reason=reason,
        )
        return self.ledger.create(
            Involvement, family=one.family, referral=referral, child=one.person, need=episode.need or "",
            opened_on=cast("date", episode.referred), **_closure(episode),
        )  # fmt: skip

    def _known_referral(self, one: IncomingChild, involvement: Involvement, episode: Episode, *, moved: bool) -> None:
        place = one.place(episode, "CINclosureDate")
        if involvement.withdrawn_because:
            self.ledger.report.add_problem(place.problem(WITHDRAWN, "Recorded in error here", refused=False))
            return
        need = [{"need": episode.need}] if episode.need else []
        closing = [] if self._is_held(involvement, episode, place) else [_closure(episode)]
        days: list[Unit] = [{"opened_on": episode.referred}] if moved else []
        changed = self.ledger.update(place, involvement, *need, *closing, *days)
        if moved:
            self.ledger.update(place, involvement.referral, {"received_on": episode.referred})
        if episode.source:
            place = one.place(episode, "ReferralSource")
            self.ledger.update(place, involvement.referral, {"source": episode.source})
        if "closed_on" in changed:
            duedates.cancel_for_family(involvement.family, child=involvement.child, at=self.at)
            self._run_clock(one, involvement)

    def _is_held(self, involvement: Involvement, episode: Episode, place: Place) -> bool:
        """A case with a Workbook is closed on its pages, which end what belongs to it too."""
        held = episode.ended and involvement.closed_on is None and is_held(involvement.family, Held.CLOSURE)
        if held:
            self.ledger.report.add_problem(place.problem(f"{HELD}. Close it on its page.", HELD, refused=False))
        return bool(held)

    def _run_clock(self, one: IncomingChild, involvement: Involvement) -> None:
        """When the last summary was written nobody knows: they fall due over the time of one, and not all on a day."""
        if involvement.closed_on is None and one.person.died is None:
            due_at = self._due(one.child.number or "")
            if involvement.pk is None:
                self.clocks.append((involvement, due_at))
            else:
                start_case_summary_clock(involvement, at=self.at, due_at=due_at)

    def _due(self, number: str) -> datetime:
        """A working day of the time from now until a summary from today is due; for one child the same in each run."""
        last = calendar.after(self.at, practice.current().timescales.case_summary).date()
        first = min(self.today + A_FORTNIGHT, last)
        day = first + timedelta(days=crc32(number.encode()) % ((last - first).days + 1))
        while day > first and not calendar.is_working_day(day):
            day -= calendar.DAY
        return calendar.end_of_day(day)


def _units_of(child: Child) -> Iterator[Unit]:
    """What the return says of the child."""
    unborn = child.born is None
    sex = Sex.UNKNOWN if unborn else child.sex or SEX_OF_GENDER.get(child.gender or "", Sex.UNKNOWN)
    yield {"sex": Sex(sex).value}
    # The return has a day always: about which age, and who will ask, are past.
    yield {"born": child.born, "expected": child.expected, **NOT_ASKED}
    yield {"died": child.died}
    if child.upn or child.upn_unknown:
        yield {"upn": child.upn or "", "upn_unknown": child.upn_unknown or ""}
    if child.former_upn:
        yield {"former_upn": child.former_upn}


def _closure(episode: Episode) -> Unit:
    return {"closed_on": episode.ended, "closed_because": episode.ended_because}


def _forbidden(one: IncomingChild, error: Exception) -> Problem:
    child = one.child
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    element, sentence = FORBIDDEN.get(name, ("LAchildID", f"The database refuses the child ({name or error})."))
    sentence = f"{sentence} {' '.join(f'{gone[0].upper()}{gone[1:]}.' for gone in one.moves.gone)}".rstrip()
    place = Place(child.line, child.number or "", element)
    return place.problem(sentence, "What stands here already forbids it", refused=True)
