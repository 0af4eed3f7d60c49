"""A year of the Beech family, told through the services as people would do it, under whichever practice is in force.

Twelve Workbook episodes; Rick, Dora and then Sue leave; the fifth supervision slips by three weeks; Fern is born; Kay
and Lee part and do not share, so there are two Family Programmes; two assessments are completed; a year after the
closing the family is referred again.
"""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from casework import practice
from casework.allocations.queries import family_lead
from casework.births.checks import Newborn
from casework.closures import services as closures
from casework.families import services as families
from casework.frozen.contents import digest
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from casework.users import services as users
from casework.users.models import TeamMembership
from casework.users.roles import Role
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests import supervising
from tests.factories import LONDON, UserFactory, add_adult, add_child
from workbook.allocations import services as allocations
from workbook.births import services as births
from workbook.closures import services as agreeing
from workbook.notes import services as notes
from workbook.programmes import services
from workbook.programmes.assessments import contents as assessed
from workbook.programmes.assessments import services as assessments
from workbook.programmes.modules import services as programmes
from workbook.programmes.modules.queries import module_named, record_for
from workbook.programmes.significant_changes import services as significant_changes
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation
from workbook.summaries.handovers import services as handovers
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks import queries
from workbook.workbooks import services as workbooks

OPENED = datetime(2026, 1, 7, 10, tzinfo=LONDON)
BORN = date(2026, 4, 16)
RATINGS = ["red", "red", "red", "amber", "amber", "amber", "amber", "green", "amber", "amber", "green", "green"]
SECRET = "Tom says: do not tell Dad where we sleep."
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


class Year:
    """The clock and the family; each act is done at the moment `now`, which only moves on."""

    def __init__(self, cast, clock):
        self.cast, self.clock = cast, clock
        self.go_to(OPENED - timedelta(days=10))
        self.team_of_the_year()
        self.family_of_the_year()

    def go_to(self, moment):
        self.now = moment
        self.clock.move_to(moment)

    def wait(self, length):
        self.go_to(self.now + length)

    def by(self, user):
        return {"by": user, "at": self.now}

    def team_of_the_year(self):
        north = {"team": self.cast.north}
        self.rhea = UserFactory(name="Rhea Rill", role=Role.RECOVERY_WORKER, **north)
        self.dan = UserFactory(name="Dan Drew", role=Role.DOMESTIC_ABUSE_PERPETRATOR_WORKER, **north)

    def family_of_the_year(self):
        mary = self.cast.mary
        self.family = families.add_family(name="Beech", team=self.cast.north, **self.by(mary))
        at = {"at": self.now}
        self.ivy = add_child(self.family, mary, name="Ivy Beech", born=date(2019, 5, 4), **at)
        self.tom = add_child(self.family, mary, name="Tom Beech", born=date(2022, 9, 1), **at)
        self.fern = add_child(self.family, mary, name="Unborn Beech", born=None, expected=BORN + 5 * DAY, sex="U", **at)
        self.kay = add_adult(self.family, mary, name="Kay Beech", born=date(1992, 2, 3), **at)
        self.lee = add_adult(self.family, mary, name="Lee Beech", born=date(1990, 8, 9), **at)
        for parent, kind in ((self.kay, "mother"), (self.lee, "father")):
            children = [self.ivy, self.tom, self.fern]
            relationships.relate_to_all(self.family, parent, kind=kind, others=children, **self.by(mary))
        self.referral = self.refer(transferred_at=OPENED - timedelta(hours=20))
        for worker, role in (
            (self.cast.sue, Role.SOCIAL_WORKER),
            (self.cast.dora, Role.DOMESTIC_ABUSE_VICTIM_WORKER),
            (self.cast.rick, Role.RECOVERY_WORKER),
        ):
            self.allocate(worker, role, lead=worker == self.cast.sue)

    def refer(self, **details):
        needs = dict.fromkeys(self.family.children_now(), "N1")
        return referrals.record_referral(
            self.family, received_on=self.now.date(), source="6", reason="Police attended.", needs=needs,
            **self.by(self.cast.mary), **details,
        )  # fmt: skip

    def allocate(self, worker, role, **details):
        return allocations.allocate(self.family, worker, role=role, **details, **self.by(self.cast.mary))

    @property
    def lead(self):
        return family_lead(self.family, self.now.date()).worker

    def summary_of(self, worker):
        """The summary in which the worker writes now."""
        mine = InterventionSummary.objects.filter(episode__workbook=self.workbook, worker=worker)
        return mine.filter(state=SummaryState.OPEN).order_by("episode__number").first()


def yes_to_all():
    """The answers that meet every question of the checklist in force, and choose all that it offers."""
    return {
        criterion.key: list(criterion.choices) if criterion.choices else True
        for criterion in practice.current().eligibility
    }


def opener(year):
    """Whom the practice file names first."""
    by_role = {
        "team_manager": year.cast.mary, "lead_worker": year.lead, "business_support": year.cast.bob,
    }  # fmt: skip
    return by_role[practice.current().settings.workbook_opened_by[0]]


def open_the_workbook(year, referral, reason="Violence and drink; adult workers are needed.", by=None):
    people = [person for person in year.family.people_now() if person.died is None]
    children = year.family.children_now()
    together = [year.kay] if hasattr(year, "fathers") else [year.kay, year.lee]
    year.workbook = workbooks.open_workbook(
        referral, reason=reason, answers=yes_to_all(), index_child=queries.preselected_index_child(children),
        people=people, programme_with=together, supervision_planned_for=year.now + relativedelta(months=1),
        first_discussed_on=year.now.date(), **year.by(by or opener(year)),
    )  # fmt: skip
    year.programme = year.family.familyprogramme_set.get(state="open")


def visit(year, text="'I count the stars.'"):
    seen = [(child, True, True, False) for child in (year.ivy, year.tom)]
    written = [NewText("purpose", "To see the children."), NewText("voice", text, (year.ivy.pk,))]
    note = notes.record(
        year.family, kind="home_visit", took_place_at=year.now, seen=seen, written=written, **year.by(year.lead)
    )
    return casenotes.complete(note, **year.by(year.lead))


def call(year, worker, text="Kay called."):
    written = [NewText("detail", text)]
    return notes.record(year.family, kind="telephone_call", took_place_at=year.now, written=written, **year.by(worker))


def texts(number, worker):
    return [
        NewText("outcome", f"Month {number}: what {worker}'s work brought."),
        NewText("analysis", f"Month {number}: what it means, says {worker}."),
    ]


def write_and_finalise(year, number, worker):
    summary = year.summary_of(worker)
    part = summary.part_of_id is not None
    rating = {"rag": "", "rationale": ""} if part else {"rag": RATINGS[number - 1], "rationale": "As seen."}
    summaries.write(summary, written=texts(number, worker), **rating, **year.by(worker))
    return summaries.finalise(
        InterventionSummary.objects.get(pk=summary.pk), strategy_discussion="today", **year.by(worker)
    )


def workers_of(year):
    """Delegates first: the whole waits for its parts."""
    working = year.family.allocation_set.on(year.now.date()).select_related("worker")
    mine = [(year.summary_of(each.worker), each.worker) for each in working]
    return [worker for summary, worker in sorted(mine, key=lambda pair: pair[0].part_of_id is None)]


def prepare(year, number):
    """Three weeks in: everybody writes and finalises; the social worker closes for supervision."""
    for worker in workers_of(year):
        write_and_finalise(year, number, worker)
    year.episode = year.workbook.episodes.get(number=number)
    year.supervision = episode_closures.close_for_supervision(year.episode, **year.by(year.lead))


def meet(year, number):
    planned = year.workbook.episodes.get(number=number).supervision_planned_for
    year.go_to(max(planned, year.now) + timedelta(hours=2))
    sections = practice.current().supervision_sections
    written = [NewText(each.key, f"Month {number}: thought.") for each in sections]
    year.supervision = supervising.record(
        year.supervision, held_at=planned, written=written,
        overall_rag=RATINGS[number - 1], rationale="Agreed.", dissent="", relationships_checked=True,
        **year.by(year.cast.mary),
    )  # fmt: skip


def sign_off(year, **decision):
    supervising.sign_off(
        year.supervision, sections=practice.current().supervision_sections,
        **{"decision": "continue", "decision_because": "", **decision}, **year.by(year.cast.mary),
    )  # fmt: skip


def go_on(year):
    sign_off(year, next_planned_for=year.now + relativedelta(months=1))


def month(year, number, *, before=None):
    """One Workbook episode from visit to sign-off; `before` is what else happens in it, once the visit is over."""
    year.wait(5 * DAY)
    visit(year)
    if before:
        before(year)
    year.wait(2 * WEEK)
    prepare(year, number)
    meet(year, number)
    if number < 12:
        go_on(year)


def write_module(year, programme, key, text, child=None):
    module, person = module_named(key), child
    record = record_for(programme, module, person)
    written = [NewText(section.key, text) for section in module.sections]
    return programmes.write(
        programme, module, written=written, child=person, version=record.version if record else 0,
        **year.by(year.lead),
    )  # fmt: skip


def begin_the_programme(year):
    for key in ("m1", "m2", "m3"):
        write_module(year, year.programme, key, f"{key} as first written.")
        record = record_for(year.programme, module_named(key), None)
        programmes.complete(year.programme, module_named(key), version=record.version, **year.by(year.lead))
    for child in (year.ivy, year.tom):
        write_module(year, year.programme, "m4", f"Direct work with {child}.", child)


def part_programmes(year):
    """Lee moved out and does not consent: a programme of his own, from which what Tom said is kept apart."""
    year.fathers = services.open_programme(
        year.family, parents=[year.lee], apart_because="Lee does not consent to share with Kay.",
        **year.by(year.lead),
    )  # fmt: skip
    module = module_named("m4")
    record = record_for(year.programme, module, year.tom)
    programmes.keep_apart(
        year.programme, module, year.tom, because="What Tom says would endanger Kay.", version=record.version,
        **year.by(year.lead),
    )  # fmt: skip
    write_module(year, year.programme, "m4", SECRET, year.tom)
    write_module(year, year.fathers, "m1", "Explained to Lee alone.")


def rick_hands_over(year):
    """The first to leave: his open summary goes to Rhea, in his own words."""
    year.allocate(year.rhea, Role.RECOVERY_WORKER)
    summaries.write(
        year.summary_of(year.cast.rick), written=[NewText("outcome", "Rick's last words.")], rag="", rationale="",
        **year.by(year.cast.rick),
    )  # fmt: skip
    year.handed_over = year.summary_of(year.cast.rick)
    say_that_a_part_ends(year, year.cast.rick, taker=year.rhea)
    handovers.hand_over(year.handed_over, taker=year.rhea, because="Rick leaves.", **year.by(year.cast.mary))
    let_the_day_pass(year)


def end_part(year, worker, **details):
    say_that_a_part_ends(year, worker, **details)
    let_the_day_pass(year)


def say_that_a_part_ends(year, worker, *, taker=None, **details):
    part = year.family.allocation_set.get(worker=worker, until_date=None)
    membership = TeamMembership.objects.filter(user=taker).first() if taker else None
    details = {} if membership else {"rest_to": year.lead, **details}
    allocations.end(
        part, because="LEFTRL", last_day=year.now.date(), summary="The work of the months.", outcome="Much was begun.",
        taker=membership, **details, **year.by(year.cast.mary),
    )  # fmt: skip


def let_the_day_pass(year):
    year.wait(DAY)
    allocations.carry_out_changes(by=users.robot("allocations"), now=year.now)


def fern_is_born(year):
    year.go_to(datetime(BORN.year, BORN.month, BORN.day, 15, tzinfo=LONDON) + DAY)
    children = [Newborn("Fern Beech", "F")]
    births.record_birth(year.family, year.fern, born=BORN, children=children, **year.by(year.lead))
    year.fern.refresh_from_db()


def the_fifth_slips(year):
    """Finalised and closed, the meeting moves by three weeks; what Dora then hears begins the next episode."""
    year.wait(5 * DAY)
    visit(year)
    year.wait(2 * WEEK)
    prepare(year, 5)
    planned = year.episode.supervision_planned_for
    arrangements.move(
        year.episode, planned_for=planned + 3 * WEEK, because="Half the team is ill.", **year.by(year.cast.bob)
    )
    year.wait(WEEK)
    year.after_finalising = call(year, year.cast.dora, "Lee waits outside the school.")
    meet(year, 5)
    go_on(year)


def two_write_one(year):
    """Dora asks Dan for his part of her summary; both write, Dora finalises the whole."""
    year.allocate(year.dan, Role.DOMESTIC_ABUSE_PERPETRATOR_WORKER)
    year.whole = year.summary_of(year.cast.dora)
    year.task = delegation.delegate(
        year.whole, year.dan, what_is_needed="What Lee says of the separation.", due_at=year.now + 10 * DAY,
        **year.by(year.cast.dora),
    )  # fmt: skip


def first_assessment(year):
    assess(year, "review_conference", "The first analysis.")


def assess(year, occasion, words):
    """Everything written; the manager reads, agrees, and it is frozen."""
    for key in ("m5", "m6", "m7", "m8"):
        write_module(year, year.programme, key, words)
    if record_for(year.programme, module_named("m4"), year.fern) is None:
        write_module(year, year.programme, "m4", "Fern sleeps on Kay's arm.", year.fern)
    assessment = assessments.submit(year.programme, occasion=occasion, **year.by(year.lead))
    year.wait(DAY)
    seen = digest(assessed.programme_text(year.programme))
    assessments.complete(
        assessment, read_on=year.now.date(), outcome="Go on as agreed.", fingerprint=seen, version=assessment.version,
        **year.by(year.cast.mary),
    )  # fmt: skip


def dora_leaves(year):
    """The second: her summary stays as it stands, for the manager's reason; nobody comes after her."""
    summaries.write(
        year.summary_of(year.cast.dora), written=[NewText("outcome", "Dora's last words.")], rag="", rationale="",
        **year.by(year.cast.dora),
    )  # fmt: skip
    end_part(year, year.cast.dora, left_because="The abuse work is finished.")


def sue_leaves(year):
    """The third: she finalises before her last day; Cora leads from the next."""
    write_and_finalise(year, 9, year.cast.sue)
    end_part(year, year.cast.sue, taker=year.cast.cora)


def a_change(year):
    significant_changes.record(
        year.programme, what="Lee is back in the flat above.", happened_on=year.now.date(), **year.by(year.lead)
    )


def lee_leaves_the_programme(year):
    services.end(year.fathers, because="Lee has moved away.", **year.by(year.cast.mary))


def last_assessment(year):
    assess(year, "closure", "The last analysis.")


def close_the_year(year):
    sign_off(year, decision="close", decision_because="Nine months without violence.", closed_reason="work_completed")
    year.closed_at = year.now
    year.wait(3 * DAY)
    for child in (year.ivy, year.tom, year.fern):
        close_case(year, child)


def close_case(year, child):
    working = year.family.allocation_set.on(year.now.date())
    for part in working.exclude(worker=year.lead):
        end_part(year, part.worker)
    closure = closures.save(
        year.family, child, written=[NewText(s.key, "Text.") for s in practice.current().closure_sections], version=0,
        reason="RC7", closing_on=year.now.date(), last_seen_on=year.now.date(), to_authority="", confirmed_by="",
        confirmed_in_writing_on=None, **year.by(year.lead),
    )  # fmt: skip
    closure = closures.ask(closure, **year.by(year.lead))
    agreeing.agree(closure, comments="Well done.", **year.by(year.cast.mary))


def refer_again(year):
    year.go_to(year.closed_at + relativedelta(years=1))
    year.second_referral = year.refer()
    year.allocate(year.cast.cora, Role.SOCIAL_WORKER, lead=True)
    year.allocate(year.dan, Role.DOMESTIC_ABUSE_PERPETRATOR_WORKER)
    year.first_workbook, year.first_programme = year.workbook, year.programme
    year.go_to(year.now + timedelta(hours=3))
    open_the_workbook(year, year.second_referral, reason="It began again.")


def tell(cast, clock):
    """The whole year; gives it as it stands at its end."""
    year = Year(cast, clock)
    year.go_to(OPENED)
    open_the_workbook(year, year.referral)
    month(year, 1, before=begin_the_programme)
    month(year, 2, before=rick_hands_over)
    month(year, 3, before=part_programmes)
    month(year, 4, before=fern_is_born)
    the_fifth_slips(year)
    month(year, 6, before=two_write_one)
    month(year, 7, before=first_assessment)
    month(year, 8, before=dora_leaves)
    month(year, 9, before=sue_leaves)
    month(year, 10, before=a_change)
    month(year, 11, before=lee_leaves_the_programme)
    month(year, 12, before=last_assessment)
    close_the_year(year)
    refer_again(year)
    return year
