"""What a practice file may contain; a mistake in one is a sentence that names the key and what is allowed."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from casework.users.roles import GRADES, OUTSIDE, PRACTITIONERS

Hour = Annotated[int, Field(ge=0, le=23)]
if TYPE_CHECKING:  # a type checker cannot work the names out
    Grade = str
    Practitioner = str
    Insider = str
    Overseer = str
else:
    Grade = Literal[tuple(str(grade) for grade in GRADES)]
    Practitioner = Literal[tuple(str(role) for role in PRACTITIONERS)]
    # Of the authority itself: whether an outside agency may lead is said by a key of its own.
    Insider = Literal[tuple(str(role) for role in PRACTITIONERS if role not in OUTSIDE)]
    Overseer = Literal[tuple(str(role) for role in (*PRACTITIONERS, *GRADES) if role not in OUTSIDE)]
Key = Annotated[str, Field(pattern=r"^[a-z_0-9]+$")]


def _each_key_once(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """Records name the key, so two of one key could not be distinguished."""
    keys = [row.key for row in rows]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"each key must stand once, and {', '.join(twice)} stands twice")
    return rows


class StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Length(StrictModel):
    length: Annotated[int, Field(gt=0)]
    unit: Literal["hours", "days", "working_days", "weeks", "months"]


class Timescale(Length):
    label: str
    counts: Literal["elapsed", "working"] = "elapsed"
    remind_before: Length
    on: bool = True
    source: str
    rule: str
    met_by: str


class Timescales(StrictModel):
    visit_write_up: Timescale
    summary_update: Timescale
    group_supervision: Timescale
    case_summary: Timescale
    referral_decision: Timescale
    harm_alleged: Timescale
    first_visit: Timescale
    early_help_decision: Timescale
    early_help_assessment: Timescale
    early_help_planning: Timescale
    lead_named: Timescale
    overseer_named: Timescale
    co_worker_named: Timescale
    lead_supervision: Timescale
    workbook_decision: Timescale
    summary_before_supervision: Timescale
    delegated_task: Timescale
    modules_touched: Timescale
    modules_first: Timescale
    module_children: Timescale
    assessment_before_conference: Timescale
    assessment_before_review: Timescale
    assessment_after_change: Timescale
    assessment_yearly: Timescale
    expected_birth: Timescale
    order_ends: Timescale
    protection_settled: Timescale
    emergency_reviewed: Timescale
    coming_of_age: Timescale
    answer_settled: Timescale
    agreed_action: Timescale
    agency_action: Timescale
    agreement_looked_at: Timescale


class SeenWithin(StrictModel):
    """How long after a child was last seen they are to be seen again, by the gravest plan that they are subject to."""

    child_protection: Length
    child_we_care_for: Length
    child_in_need: Length


class Section(StrictModel):
    key: Key
    heading: str
    guidance: str = ""
    each_child: bool = False
    required: bool = False

    def guided(self, guidance: str | None) -> "Section":
        """The same with other guidance, where some is given."""
        return self.model_copy(update={"guidance": guidance}) if guidance else self


Sections = Annotated[tuple[Section, ...], AfterValidator(_each_key_once)]


class NoteKind(StrictModel):
    """A kind of case note. One `of_the_product` is recorded by an act of the product and never chosen by somebody."""

    label: str
    visit: bool = False
    managers_only: bool = False
    one_a_day: bool = False
    of_the_product: bool = False
    asks: tuple[Literal["announced", "leaflets", "scale"], ...] = ()
    sections: Sections


class Criterion(StrictModel):
    """One question of the checklist: met by 'yes', or by any of `choices` where there are some."""

    key: Key
    question: str
    guidance: str = ""
    choices: dict[Key, str] = {}


class RolePrompts(StrictModel):
    """What the summary of one role is asked: other guidance under the common headings, and headings of its own."""

    guidance: dict[Key, str] = {}
    sections: Sections = ()


class Module(StrictModel):
    """A module of the Family Programme; `carries_on` is whether it goes on after an assessment (A5.5).

    `beside` are the pages that belong to its work, linked from it (A5.17, A5.18).
    """

    key: Key
    number: Annotated[int, Field(ge=1, le=20)]
    title: str
    aims: tuple[str, ...]
    sections: Sections
    each_child: bool = False
    carries_on: bool = True
    beside: tuple[Literal["planner", "genogram", "ecomap", "network_meeting"], ...] = ()

    @property
    def label(self) -> str:
        return f"{self.number}: {self.title}"


class WorkbookClosureReason(StrictModel):
    """Why a Workbook closes; `final_programme` is whether a final assessment is due, `care` whether for care (A2.4)."""

    label: str
    final_programme: bool = False
    care: bool = False


class Authority(StrictModel):
    """`provisional` says what of the practice is not settled; such a file has its `sources` and its review date."""

    name: str
    practice: str
    provisional: str = ""
    sources: tuple[str, ...] = ()
    review_on: date | None = None

    @model_validator(mode="after")
    def _provisional_has_sources_and_a_review_date(self) -> Self:
        if self.provisional and not (self.sources and self.review_on):
            raise ValueError("what is provisional has its sources and review_on, the day by which it is reviewed")
        return self

    def review_is_over(self, today: date) -> bool:
        """Whether the day by which the practice was to be reviewed has passed."""
        return self.review_on is not None and self.review_on < today


class LeadRule(StrictModel):
    """Who may lead while a plan of one kind runs (A11.1).

    `outside_agency` is whether somebody of another agency may, `agreement` whether the lead's agreement must be on
    record, `overseer` whether a lead who is not qualified needs one who is.
    """

    roles: Annotated[tuple[Insider, ...], Field(min_length=1)]
    outside_agency: bool = False
    agreement: bool = False
    overseer: bool = False

    @property
    def may_lead(self) -> tuple[str, ...]:
        return (*self.roles, *OUTSIDE) if self.outside_agency else self.roles


class Lead(StrictModel):
    """Who may lead by what runs for the children; `qualified` are the roles of those with a social work qualification.

    The kinds stand in their order: where several run, the first of them says who leads.
    """

    court: LeadRule
    child_we_care_for: LeadRule
    child_protection: LeadRule
    section_47: LeadRule
    child_in_need: LeadRule
    early_help: LeadRule
    no_plan: LeadRule
    qualified: Annotated[tuple[Overseer, ...], Field(min_length=1)]

    def rule(self, kind: str) -> LeadRule:
        return getattr(self, kind)

    def of_any_kind(self) -> tuple[str, ...]:
        """The roles that may lead something."""
        rules = [value for _, value in self if isinstance(value, LeadRule)]
        return tuple(dict.fromkeys(role for rule in rules for role in rule.may_lead))


class CaseHolder(StrictModel):
    """Who holds a case of child protection, and who stays with the family beside them, where the practice has it."""

    child_protection: Insider
    co_worker: Practitioner | None = None


class Settings(StrictModel):
    index_child: Literal["youngest", "eldest"]
    workbook_opened_by: Annotated[
        tuple[Literal["team_manager", "lead_worker", "business_support"], ...], Field(min_length=1)
    ]
    relationships_locked_while_summary_open: bool
    visits_in_chronology: Literal["significant", "all"]
    access_grace_days: Annotated[int, Field(ge=0)]
    cover_days: Annotated[int, Field(ge=1)]
    supervision_hour: Hour
    reminders_from_hour: Hour
    reminders_until_hour: Hour
    call_passed_on_within: Length
    action_progress_days: Annotated[int, Field(ge=1)]
    risk_date_days: Annotated[int, Field(ge=0)]
    grant_days: Annotated[int, Field(ge=1, le=366)]
    bring_in_answered_within: Length
    left_note_filed_within: Length
    business_support_leaves_notes: bool
    case_reopened_days: Annotated[int, Field(ge=1, le=366)]
    emergency_hours: Annotated[int, Field(ge=1, le=24)]
    emergency_hours_most: Annotated[int, Field(ge=1, le=24)]
    emergency_passed_on_after: Length
    not_seen_told_after: Length
    write_up_late_after: Length
    write_up_very_late_after: Length

    @model_validator(mode="after")
    def _day_has_hours(self) -> Self:
        if self.reminders_from_hour >= self.reminders_until_hour:
            raise ValueError("reminders_from_hour must lie before reminders_until_hour, or no reminder is ever sent")
        if self.emergency_hours > self.emergency_hours_most:
            raise ValueError("emergency_hours must not be more than emergency_hours_most")
        return self


class Decisions(StrictModel):
    open_workbook: Grade
    sign_off_supervision: Grade
    close_workbook: Grade
    decide_referral: Grade
    transfer: Grade
    close_case: Grade
    approve_plan: Grade
    restrict: Grade
    grant: Grade
    name_auditor: Grade
    override_relationships: Grade
    oversee_assessment: Grade
    end_programme: Grade
    settle_answer: Grade


class Protecting(StrictModel):
    """`out_of_hours` is a sentence: how to ask for what is protected when none of its readers is at work."""

    out_of_hours: Annotated[str, Field(min_length=10, max_length=300)]


class Danger(StrictModel):
    """`now` is said on every page of searches and calls: whom to ring at any hour for a child in danger now."""

    now: Annotated[str, Field(min_length=10, max_length=300)]


class RagMeanings(StrictModel):
    red: str
    amber: str
    green: str


class Practice(StrictModel):
    authority: Authority
    timescales: Timescales
    seen_within: SeenWithin
    settings: Settings
    decisions: Decisions
    lead: Lead
    case_holder: CaseHolder
    rag: RagMeanings
    protection: Protecting
    danger: Danger
    note_kinds: dict[str, NoteKind]
    leaflets: dict[Key, str]
    not_done_reasons: dict[Key, str]
    not_seen_reasons: dict[Key, str]
    summary_sections: Sections
    supervision_sections: Sections
    case_summary_sections: Sections
    closure_sections: Sections
    safety_plan_sections: Sections
    genogram_sections: Sections
    eligibility: Annotated[tuple[Criterion, ...], Field(min_length=1), AfterValidator(_each_key_once)]
    vulnerabilities: dict[Key, str]
    summary_roles: dict[Practitioner, RolePrompts]
    modules: Annotated[tuple[Module, ...], Field(min_length=1), AfterValidator(_each_key_once)]
    assessment_occasions: dict[Key, str]
    workbook_closure_reasons: dict[Key, WorkbookClosureReason]

    @model_validator(mode="after")
    def _has_kinds_that_the_product_records(self) -> Self:
        if "assessment_oversight" not in self.note_kinds:
            raise ValueError("note_kinds must have assessment_oversight, in which the product records oversight itself")
        return self

    @model_validator(mode="after")
    def _case_holder_may_lead(self) -> Self:
        holder, allowed = self.case_holder.child_protection, self.lead.child_protection.roles
        if holder not in allowed:
            raise ValueError(f"case_holder.child_protection must be one of lead.child_protection.roles, not {holder!r}")
        return self

    @model_validator(mode="after")
    def _prompts_have_headings(self) -> Self:
        headings = {section.key for section in self.summary_sections}
        for role, asked in self.summary_roles.items():
            for key in asked.guidance.keys() - headings:
                raise ValueError(f"summary_roles.{role}.guidance.{key} has no heading of that key in summary_sections")
        return self

    def timescale(self, name: str) -> Timescale:
        return getattr(self.timescales, name)

    def sections_of_summary(self, role: str) -> tuple[Section, ...]:
        """The headings under which a worker of this role writes.

        Those that all share come first, so that the group finds each at its place; the role's own come after.
        """
        prompts = self.summary_roles.get(role)
        if prompts is None:
            return self.summary_sections
        return (
            *(section.guided(prompts.guidance.get(section.key)) for section in self.summary_sections),
            *prompts.sections,
        )

    def sections_of_module(self, key: str) -> tuple[Section, ...]:
        """The headings of a module of the Family Programme; none where it has none of that key any more."""
        return next((module.sections for module in self.modules if module.key == key), ())
