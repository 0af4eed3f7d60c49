"""One child of a return as rows: a family of one, its referrals, and the dated facts of each."""

from collections import Counter

from django.db import DataError, IntegrityError, transaction

from casework.duedates import services as duedates
from casework.families.holds import standing
from casework.families.models import Family, FamilyMember, FamilyTeam, Headline, Held, Person, Sex
from casework.imports import asking
from casework.imports.ledger import Place
from casework.people.models import Answer
from casework.plans.models import Assessment, AssessmentKind, Conference, ConferenceKind, Plan, PlanKind
from casework.referrals.models import Involvement, Referral
from casework.referrals.services import start_case_summary_clock

SEX_OF_GENDER = {"1": Sex.MALE, "2": Sex.FEMALE}
NO_DISABILITY = "NONE"
HELD = "The case is not closed here, since something holds it open"
# What the database forbids, in words: the constraint, the element and the sentence.
FORBIDDEN = {
    "one_open_involvement": ("CINclosureDate", "Another referral of the child is open here. Close it first."),
    "one_plan_of_a_kind": ("CINPlanDates", "Another plan of the same kind is open here. End it first."),
    "died_after_birth": ("PersonDeathDate", "The date of death is before the birth that stands here."),
    "only_an_expected_birth_ends": ("PersonBirthDate", "Here it stands that the pregnancy ended."),
}


class ChildWriter:
    """Writes children into `team`. The header says of which year the return is."""

    def __init__(self, ledger, *, team, header, at, today):
        self.ledger, self.team, self.header, self.at, self.today = ledger, team, header, at, today
        self.figures = ledger.report.figures

    def write(self, child):
        """The child whole, or not at all with the reason as a refused problem."""
        try:
            with transaction.atomic():
                self._write(child)
        except (IntegrityError, DataError) as error:
            self.ledger.report.found(_forbidden(child, error))

    def _write(self, child):
        self.child, self._numbers = child, Counter()
        self.ledger.turn_to(f"census:{child.number}:")
        self.person = self._person()
        self.family = self._family()
        self._asked()
        # What has ended comes first: only one of a kind may be open.
        for episode in sorted(child.episodes, key=lambda episode: episode.closed is None):
            self._referral(episode)
        plans = [(plan, self._need_plan) for episode in child.episodes for plan in episode.need_plans]
        plans += [(plan, self._protection_plan) for episode in child.episodes for plan in episode.protection_plans]
        for plan, write in sorted(plans, key=lambda pair: pair[0].ended is None):
            write(plan)
        for episode in child.episodes:
            self._facts(episode)
        self.figures["children"] += 1

    def _place(self, group, element):
        return Place(group.line_of(element), self.child.number, element)

    def _key(self, *parts):
        """The second of what is alike in all parts has a 2 at the end."""
        key = ":".join(["census", self.child.number, *map(str, parts)])
        self._numbers[key] += 1
        return key if self._numbers[key] == 1 else f"{key}:{self._numbers[key]}"

    def _put(self, group, element, figure, key, model, fixed, *units):
        row, new = self.ledger.put(self._place(group, element), key, model, fixed, *units)
        self.figures[figure] += 1
        self.figures[f"{figure}, new"] += new
        return row, new

    # --- The child ---

    def _person(self):
        child, key = self.child, self._key("child")
        person = self.ledger.find(key, Person)
        if person is None:
            person = Person.objects.filter(la_child_id=child.number).first() or self._new_person()
            self.ledger.enter(key, person)
        person = person.merged_into or person
        self.ledger.bring_up_to_date(self._place(child, "LAchildID"), person, *_units_of(child))
        return person

    def _new_person(self):
        child = self.child
        name = f"Child {child.number}"
        values = {name: value for unit in _units_of(child) for name, value in unit.items()}
        self.figures["children, new"] += 1
        return Person.objects.create(name=name, is_child=True, la_child_id=child.number, **values)

    def _family(self):
        """Where the child is, or a family of one; with the team where it has none."""
        family = home_of(self.person)
        if family is None:
            family = Family.objects.create(name=self.person.name[:80])
            Headline.objects.create(family=family)
            FamilyMember.objects.create(family=family, person=self.person)
        if not family.familyteam_set.filter(until_date=None).exists():
            FamilyTeam.objects.create(family=family, team=self.team, from_date=self.today)
        return family

    def _asked(self):
        child, person = self.child, self.person
        place = self._place(child, "Ethnicity")
        asking.ethnicity(self.ledger, place, self._key("asked", "ethnicity"), person, child.ethnicity)
        if child.disabilities:
            several = dict.fromkeys(child.disabilities)
            values = [code for code in several if code != NO_DISABILITY] or [NO_DISABILITY]
            place, key = self._place(child, "Disability"), self._key("asked", "disabilities")
            asking.answer(self.ledger, place, key, person, "disabilities", {"answer": Answer.KNOWN, "values": values})

    # --- Referrals ---

    def _referral(self, episode):
        key = self._key("referral", episode.referred)
        involvement = self.ledger.find(key, Involvement)
        self.figures["referrals"] += 1
        self.figures["referrals, open" if episode.closed is None else "referrals, closed"] += 1
        if involvement is None:
            self._new_referral(key, episode)
        else:
            self._known_referral(involvement, episode)

    def _new_referral(self, key, episode):
        referral = Referral.objects.create(
            family=self.family, received_on=episode.referred, source=episode.source or "", reason=self._reason(episode)
        )
        involvement = Involvement.objects.create(
            family=self.family, referral=referral, child=self.person, need=episode.need or "",
            opened_on=episode.referred, **_closure(episode),
        )  # fmt: skip
        self.ledger.enter(key, involvement)
        self.figures["referrals, new"] += 1
        self._run_clock(involvement)

    def _reason(self, episode):
        year = f" of {self.header.year}" if self.header and self.header.year else ""
        nothing = " The return says: no further action." if episode.no_further_action else ""
        return f"Brought in from the children in need census{year}, which gives no reason.{nothing}"

    def _known_referral(self, involvement, episode):
        place = self._place(episode, "CINclosureDate")
        if episode.closed and involvement.closed_on is None and standing(involvement.family, Held.CLOSURE):
            self.ledger.report.found(place.problem(f"{HELD}. Close it on its page.", HELD, refused=False))
            closing = []
        else:
            closing = [_closure(episode)]
        need = [{"need": episode.need}] if episode.need else []
        changed = self.ledger.bring_up_to_date(place, involvement, *need, *closing)
        if episode.source:
            place = self._place(episode, "ReferralSource")
            self.ledger.bring_up_to_date(place, involvement.referral, {"source": episode.source})
        if "closed_on" in changed:
            duedates.cancel_all(involvement.family, child=involvement.child, at=self.at)
            self._run_clock(involvement)

    def _run_clock(self, involvement):
        """From today: when the last summary was written nobody knows, and from the opening it would be years late."""
        if involvement.closed_on is None and self.person.died is None:
            start_case_summary_clock(involvement, at=self.at)

    # --- Dated facts ---

    def _fact(self, group, element, figure, key, model, fixed, *units):
        return self._put(
            group, element, figure, key, model, {"family": self.family, "child": self.person, **fixed}, *units
        )[0]

    def _need_plan(self, plan):
        self._fact(
            plan, "CINPlanEndDate", "child in need plans", self._key("need-plan", plan.started), Plan,
            {"kind": PlanKind.CHILD_IN_NEED, "from_date": plan.started}, {"until_date": plan.ended},
        )  # fmt: skip

    def _protection_plan(self, plan):
        row = self._fact(
            plan, "CPPendDate", "child protection plans", self._key("protection-plan", plan.started), Plan,
            {"kind": PlanKind.CHILD_PROTECTION, "from_date": plan.started},
            {"until_date": plan.ended},
            {"category": plan.category or plan.latest_category},
            {"latest_category": plan.latest_category or plan.category},
            {"previous_plans": plan.previous_plans},
        )  # fmt: skip
        for review in dict.fromkeys(plan.reviews):
            self._conference(plan, "CPPreviewDate", "reviews", "review", review, {"kind": ConferenceKind.REVIEW}, row)

    def _facts(self, episode):
        for assessment in episode.assessments:
            self._fact(
                assessment, "AssessmentAuthorisationDate", "assessments", self._key("assessment", assessment.started),
                Assessment, {"kind": AssessmentKind.SINGLE, "started_on": assessment.started},
                {"ended_on": assessment.authorised}, {"factors": list(dict.fromkeys(assessment.factors))},
            )  # fmt: skip
        for enquiry in episode.enquiries:
            self._enquiry(enquiry)
        initial = {"kind": ConferenceKind.INITIAL}
        for group in (episode, *episode.enquiries):
            if group.conference and f"census:{self.child.number}:icpc:{group.conference}" not in self._numbers:
                self._conference(group, "DateOfInitialCPC", "conferences", "icpc", group.conference, initial, None)

    def _enquiry(self, enquiry):
        """It ends with its conference; of one without, the return does not say when it ended."""
        conference = enquiry.conference
        ended = conference if conference and enquiry.started <= conference <= self.today else None
        self._fact(
            enquiry, "DateOfInitialCPC", "section 47 enquiries", self._key("enquiry", enquiry.started), Assessment,
            {"kind": AssessmentKind.SECTION_47, "started_on": enquiry.started},
            {"ended_on": ended, "outcome": "ICPC" if ended else ""},
        )  # fmt: skip

    def _conference(self, group, element, figure, name, day, fixed, plan):
        """One in the future is planned, and has been held when a later return says so."""
        held = {"planned_for": day, "held_on": None} if day > self.today else {"planned_for": None, "held_on": day}
        key = self._key(name, *([plan.from_date] if plan else []), day)
        self._fact(group, element, figure, key, Conference, {**fixed, "plan": plan}, held)


def _units_of(child):
    """What the return says of the child; values that change together stand together."""
    unborn = child.born is None
    sex = Sex.UNKNOWN if unborn else child.sex or SEX_OF_GENDER.get(child.gender, Sex.UNKNOWN)
    yield {"sex": Sex(sex).value}
    yield {"born": child.born, "expected": child.expected}
    yield {"died": child.died}
    if child.upn or child.upn_unknown:
        yield {"upn": child.upn or "", "upn_unknown": child.upn_unknown or ""}
    if child.former_upn:
        yield {"former_upn": child.former_upn}


def _closure(episode):
    return {"closed_on": episode.closed, "closed_because": episode.closed_because or ""}


def home_of(person):
    """The family in which the person is now, of several the first; or the last one; None where there never was one."""
    memberships = person.memberships.order_by("pk").select_related("family")
    member = memberships.filter(until_date=None).first() or memberships.last()
    return member.family if member else None


def _forbidden(child, error):
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    element, sentence = FORBIDDEN.get(name, ("LAchildID", f"The database refuses the child ({name or error})."))
    place = Place(child.line, child.number, element)
    return place.problem(sentence, "What stands here already forbids it", refused=True)
