"""What each recorded row is called in a sentence, and to which part of the record it belongs."""

from collections.abc import Callable
from typing import NamedTuple

from casework import practice
from casework.access.models import Restriction, RestrictionReader
from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation
from casework.calls.models import SafetyCall
from casework.case_summaries.models import CaseSummary, CaseSummaryPassage
from casework.closures.models import Closure, ClosureLetter, ClosurePassage
from casework.documents.models import Document
from casework.ecomap.models import EcomapTie
from casework.families.models import Family, FamilyMember, FamilyTeam
from casework.genogram.models import GenogramNote, GenogramPassage
from casework.joins.models import FamilyJoin
from casework.links.models import FamilyLink
from casework.notes.models import Addendum, CaseNote, NotePassage, Seen, Significance, Withdrawal, kind_of
from casework.people.asked_items.models import AskedItem, item_label
from casework.people.contact_details.models import ContactDetail, ContactReader
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person, PersonName
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.referrals.models import Involvement, Referral, ReferralCheck
from casework.relationships.models import Relationship, RelationshipOverride
from casework.safety_plans.models import SafetyPlan, SafetyPlanHolder, SafetyPlanPassage
from casework.transfers.models import Transfer
from casework.unallocated.models import UnallocatedReason
from casework.users.models import Team, User
from casework.warnings.models import Caution
from casework.words import say_date, say_when
from supervision.group_supervisions.models import (
    Attendance,
    Filing,
    GroupSupervision,
    SupervisionAction,
    SupervisionMove,
    SupervisionPassage,
)
from supervision.packs.models import Pack
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.planners.models import PlannedVisit, PlannerAction, SupportPlanner
from workbook.programmes.assessments.models import (
    AssessmentPrint,
    CompletedAssessment,
    ProgrammeAssessment,
    SignificantChange,
)
from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModulePassage, ModuleRecord, ProgrammeParent
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.models import InterventionSummary, SummaryNote, SummaryPassage
from workbook.workbooks.models import EmergedVulnerability, Workbook, WorkbookDecision

PARTS_OF_THE_RECORD = {
    "people": "Family and people",
    "work": "Referral and allocation",
    "plans": "Assessments, plans and conferences",
    "safety": "Warnings and safety plan",
    "closure": "Closing and transfer",
    "access": "Who may see the family",
    "notes": "Notes",
    "actions": "Agreed actions",
    "case-summaries": "Case summaries",
    "workbook": "Workbook and episodes",
    "summaries": "Intervention summaries",
    "programmes": "Family Programme",
    "supervision": "Supervision and packs",
}


class RowName(NamedTuple):
    """`name(row)` names it within a sentence; `related` is what must be fetched with the row for that."""

    group: str
    name: Callable
    related: tuple = ()


def section_heading(key):
    """The heading of a section, wherever in the practice it stands."""
    values = practice.current()
    kinds = [kind.sections for kind in values.note_kinds.values()]
    lists = [
        values.summary_sections, values.supervision_sections, values.case_summary_sections, values.closure_sections,
        values.safety_plan_sections, values.genogram_sections, *kinds,
        *(role.sections for role in values.summary_roles.values()), *(module.sections for module in values.modules),
    ]  # fmt: skip
    return next((section.heading for sections in lists for section in sections if section.key == key), key)


def _note(note):
    return f"the {kind_of(note).label.lower()} of {say_when(note.at)}"


def _passage(passage, owner):
    return f"‘{section_heading(passage.section)}’ in {owner}"


def _summary(summary):
    return f"{summary.worker}’s summary of episode {summary.episode.number}"


def _supervision(supervision):
    return f"the group supervision of episode {supervision.episode.number}"


def _part(task):
    return f"{task.part.worker}’s part of {_summary(task.summary)}"


def _programme(programme):
    return f"Family Programme {programme.number}"


def _module(record):
    module = next((m for m in practice.current().modules if m.key == record.module), None)
    called = f"module {module.number}" if module else f"module {record.module}"
    return f"{called} of {record.child}" if record.child else called


def _assessment(assessment):
    return f"assessment {assessment.number} of {_programme(assessment.programme)}"


def _planner(planner):
    return f"support and assessment planner {planner.number}"


def _case_summary(summary):
    return f"case summary {summary.number} of {summary.child}"


def _closure(closure):
    return f"the closing of {closure.involvement.child}’s case"


def _letter(letter):
    return f"the letter to {letter.name} about {_closure(letter.closure)}"


ROW_NAMES = {
    Family: RowName("people", lambda family: f"the family {family}"),
    Person: RowName("people", str),
    FamilyMember: RowName("people", lambda member: f"{member.person}’s place in the family", ("person",)),
    FamilyTeam: RowName("people", lambda row: f"team {row.team} for the family", ("team",)),
    # By its reference: it may be restricted.
    FamilyLink: RowName("people", lambda row: f"the link to the family {row.other.reference}", ("other",)),
    FamilyJoin: RowName("people", lambda row: f"that the family {row.joined} was joined to this one", ("joined",)),
    PersonName: RowName("people", lambda row: f"another name of {row.person}", ("person",)),
    AskedItem: RowName(
        "people", lambda row: f"what is known of {row.person}: {item_label(row.item).lower()}", ("person",)
    ),
    # Never the value: it may be protected.
    ContactDetail: RowName("people", lambda row: f"{row.person}’s {row.get_kind_display().lower()}", ("person",)),
    ContactReader: RowName(
        "people",
        lambda row: (
            f"{row.user} as a reader of {row.contact.person}’s protected {row.contact.get_kind_display().lower()}"
        ),
        ("user", "contact__person"),
    ),
    KeyContact: RowName("people", lambda row: f"the key contact {row.name or row.organisation}"),
    Caution: RowName("safety", lambda row: f"the warning ‘{row.get_kind_display()}’"),
    SafetyPlan: RowName("safety", lambda row: f"safety plan {row.number}"),
    SafetyPlanPassage: RowName("safety", lambda row: _passage(row, f"safety plan {row.owner.number}"), ("owner",)),
    SafetyPlanHolder: RowName("safety", lambda row: f"{row.name}’s copy of safety plan {row.plan.number}", ("plan",)),
    Assessment: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    Plan: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    Conference: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    LegalEpisode: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    Closure: RowName("closure", _closure, ("involvement__child",)),
    ClosurePassage: RowName("closure", lambda row: _passage(row, _closure(row.owner)), ("owner__involvement__child",)),
    ClosureLetter: RowName(
        "closure",
        _letter,
        ("closure__involvement__child",),
    ),
    Transfer: RowName("closure", lambda row: f"the transfer to team {row.to_team}", ("to_team",)),
    Restriction: RowName("access", lambda row: "the restriction of the family"),
    RestrictionReader: RowName("access", lambda row: f"{row.user} on the list of the restricted family", ("user",)),
    SafetyCall: RowName("work", lambda row: f"the call of {say_when(row.taken_at)} about {row.child_name}"),
    ReferralCheck: RowName("work", lambda row: f"the check with {row.get_kind_display().lower()}"),
    UnallocatedReason: RowName("work", lambda row: "why nobody is allocated"),
    GenogramNote: RowName("people", lambda row: "the cultural notes"),
    GenogramPassage: RowName("people", lambda row: _passage(row, "the cultural notes")),
    Relationship: RowName("people", lambda row: f"that {row.sentence}", ("person", "other")),
    Referral: RowName("work", lambda row: f"the referral received on {say_date(row.received_on)}"),
    Involvement: RowName("work", lambda row: f"{row.child}’s part in the referral", ("child",)),
    Allocation: RowName("work", lambda row: f"{row.worker}’s allocation", ("worker",)),
    CaseNote: RowName("notes", _note),
    NotePassage: RowName("notes", lambda row: _passage(row, _note(row.owner)), ("owner",)),
    Seen: RowName("notes", lambda row: f"who was seen on {_note(row.note)}: {row.child}", ("note", "child")),
    Significance: RowName("notes", lambda row: f"the significance of {_note(row.note)}", ("note",)),
    Addendum: RowName("notes", lambda row: f"an addition to {_note(row.note)}", ("note",)),
    Withdrawal: RowName("notes", lambda row: f"the withdrawal of {_note(row.note)}", ("note",)),
    AgreedAction: RowName("actions", lambda row: f"the agreed action ‘{row.what}’"),
    CaseSummary: RowName("case-summaries", _case_summary, ("child",)),
    CaseSummaryPassage: RowName(
        "case-summaries", lambda row: _passage(row, _case_summary(row.owner)), ("owner__child",)
    ),
    Document: RowName("supervision", lambda row: f"the document {row.name}"),
    Workbook: RowName("workbook", lambda row: f"the Workbook, version {row.version}"),
    WorkbookDecision: RowName("workbook", lambda row: "the decision on a Workbook"),
    WorkbookEpisode: RowName("workbook", lambda row: f"episode {row.number}"),
    EpisodeMember: RowName(
        "workbook", lambda row: f"{row.person} in episode {row.episode.number}", ("person", "episode")
    ),
    InterventionSummary: RowName("summaries", _summary, ("worker", "episode")),
    SummaryPassage: RowName(
        "summaries", lambda row: _passage(row, _summary(row.owner)), ("owner__worker", "owner__episode")
    ),
    SummaryNote: RowName(
        "summaries",
        lambda row: f"{_note(row.note)} in {_summary(row.summary)}",
        ("note", "summary__worker", "summary__episode"),
    ),
    EmergedVulnerability: RowName("workbook", lambda row: "that a vulnerability emerged"),
    RelationshipOverride: RowName(
        "people",
        lambda row: f"why this was {row.get_act_display()} while a summary was open: {row.relationship.sentence}",
        ("relationship__person", "relationship__other"),
    ),
    EcomapTie: RowName(
        "people", lambda row: f"the tie of {row.person or 'the family'} with {row.with_whom}", ("person",)
    ),
    DelegatedTask: RowName("summaries", _part, ("part__worker", "summary__worker", "summary__episode")),
    FamilyProgramme: RowName("programmes", _programme),
    ProgrammeParent: RowName(
        "programmes", lambda row: f"{row.person} in {_programme(row.programme)}", ("person", "programme")
    ),
    ModuleRecord: RowName("programmes", _module, ("child",)),
    ModulePassage: RowName("programmes", lambda row: _passage(row, _module(row.owner)), ("owner__child",)),
    DrawnPassage: RowName(
        "programmes",
        lambda row: f"a passage of {_summary(row.passage.owner)} in {_module(row.record)}",
        ("passage__owner__worker", "passage__owner__episode", "record__child"),
    ),
    ProgrammeAssessment: RowName("programmes", _assessment, ("programme",)),
    CompletedAssessment: RowName(
        "programmes", lambda row: f"the completed {_assessment(row.assessment)}", ("assessment__programme",)
    ),
    AssessmentPrint: RowName(
        "programmes",
        lambda row: f"the PDF of {_assessment(row.completed.assessment)}",
        ("completed__assessment__programme",),
    ),
    SignificantChange: RowName("programmes", lambda row: f"the significant change of {say_date(row.happened_on)}"),
    SupportPlanner: RowName("programmes", _planner),
    PlannedVisit: RowName(
        "programmes", lambda row: f"{_note(row.note)} in {_planner(row.planner)}", ("note", "planner")
    ),
    PlannerAction: RowName(
        "programmes", lambda row: f"‘{row.action.what}’ in {_planner(row.planner)}", ("action", "planner")
    ),
    GroupSupervision: RowName("supervision", _supervision, ("episode",)),
    SupervisionPassage: RowName("supervision", lambda row: _passage(row, _supervision(row.owner)), ("owner__episode",)),
    SupervisionMove: RowName(
        "supervision", lambda row: f"the date of supervision of episode {row.episode.number}", ("episode",)
    ),
    SupervisionAction: RowName(
        "supervision",
        lambda row: f"‘{row.action.what}’ to {_supervision(row.supervision)}",
        ("action", "supervision__episode"),
    ),
    Attendance: RowName(
        "supervision",
        lambda row: f"{row.user}’s attendance at {_supervision(row.supervision)}",
        ("user", "supervision__episode"),
    ),
    Filing: RowName(
        "supervision",
        lambda row: f"{_supervision(row.supervision)} in {row.child}’s file",
        ("supervision__episode", "child"),
    ),
    Pack: RowName(
        "supervision", lambda row: f"pack {row.number} for {_supervision(row.supervision)}", ("supervision__episode",)
    ),
}

# Rows that are not the family's own, named where one of its rows points to them.
NAMED_ONLY = {User: RowName("", str), Team: RowName("", str)}


def names_of(model, ids):
    """The names of the rows of `model` with these ids, in one query: nothing recorded is ever deleted."""
    told = (ROW_NAMES | NAMED_ONLY).get(model)
    rows = model._default_manager.filter(pk__in=ids)
    if told is None:
        return {row.pk: f"{model._meta.verbose_name} {row.pk}" for row in rows}
    return {row.pk: told.name(row) for row in (rows.select_related(*told.related) if told.related else rows)}
