"""So that Django finds the subjects' models; nobody imports from here."""

from casework.absences.models import Absence
from casework.access.grants.models import FamilyGrant
from casework.access.models import ConflictOfInterest, Restriction, RestrictionReader
from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation, EarlierLead
from casework.answers.models import Answer, AnswerHeldBack
from casework.calls.models import SafetyCall
from casework.case_summaries.models import CaseSummary, CaseSummaryPassage
from casework.closures.models import Closure, ClosureLetter, ClosurePassage, EndedByClosure
from casework.copies.models import CopyGiven
from casework.documents.models import Document, DocumentText
from casework.duedates.models import DueDate, Reminder
from casework.ecomap.models import EcomapTie
from casework.emergencies.models import Emergency, EmergencyReview
from casework.families.models import Family, FamilyMember, FamilyTeam, Headline
from casework.frozen.models import Frozen, FrozenPrint
from casework.genogram.models import GenogramNote, GenogramPassage
from casework.held_back.models import HeldBack
from casework.holds.models import Hold
from casework.imports.ledger.models import Imported, ImportedValue, ImportEnd, ImportRun, ImportUndone
from casework.in_error.models import InError
from casework.joins.models import FamilyJoin
from casework.left_notes.models import LeftNote, LeftNoteAddition
from casework.links.models import FamilyLink
from casework.mail.models import OutgoingMail
from casework.matching.asking.models import BringInAsk
from casework.mentions.models import LookedThrough, Mention
from casework.notes.models import CaseNote, NotePassage, Seen, Significance
from casework.notifications.models import Notification
from casework.open_pages.models import OpenPage
from casework.people.asked_items.models import AskedItem
from casework.people.contact_details.models import ContactDetail
from casework.people.family_time.models import FamilyTime
from casework.people.key_contacts.models import KeyContact
from casework.people.known_apart.models import KnownApart
from casework.people.models import Person, PersonName
from casework.people.own_right.models import OwnRightAnswer
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.safe_contacts.models import SafeContact
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.protections.models import Protection, ProtectionReader, ProtectionRequest
from casework.referrals.models import Involvement, Referral, ReferralCheck
from casework.relationships.models import Relationship, RelationshipOverride
from casework.risk_dates.models import RiskDate
from casework.safety_plans.models import SafetyPlan, SafetyPlanPassage, SafetyPlanPrinting
from casework.submissions.models import Submission
from casework.trail.models import Viewing
from casework.transfers.models import Transfer
from casework.unallocated.models import UnallocatedReason
from casework.unsaved.models import UnsavedText
from casework.users.models import Post, Team, TeamMembership, User
from casework.warnings.models import Caution

__all__ = [
    "Absence", "AgreedAction", "Allocation", "Answer", "AnswerHeldBack", "AskedItem", "Assessment", "BringInAsk",
    "CaseNote", "CaseSummary", "CaseSummaryPassage", "Caution", "Closure", "ClosureLetter", "ClosurePassage",
    "Conference", "ConflictOfInterest", "ContactDetail", "CopyGiven", "Document", "DocumentText", "DueDate",
    "EarlierLead", "EcomapTie", "Emergency", "EmergencyReview", "EndedByClosure", "Family", "FamilyGrant",
    "FamilyJoin", "FamilyLink", "FamilyMember", "FamilyTeam", "FamilyTime", "Frozen", "FrozenPrint", "GenogramNote",
    "GenogramPassage", "Headline", "HeldBack", "Hold", "ImportEnd",
    "ImportRun", "ImportUndone", "Imported", "ImportedValue", "InError", "Involvement", "KeyContact", "KnownApart",
    "LeftNote", "LeftNoteAddition", "LegalEpisode", "LookedThrough", "Mention", "NotePassage",
    "Notification", "OpenPage", "OutgoingMail", "OwnRightAnswer", "ParentalResponsibility", "Person", "PersonName",
    "Plan", "Post", "Protection", "ProtectionReader", "ProtectionRequest", "Referral", "ReferralCheck", "Relationship",
    "RelationshipOverride", "Reminder", "Restriction", "RestrictionReader", "RiskDate", "SafeContact", "SafetyCall",
    "SafetyPlan", "SafetyPlanPassage", "SafetyPlanPrinting", "Seen", "Significance", "Submission", "Team",
    "TeamMembership", "Transfer", "UnallocatedReason", "UnsavedText", "User", "Viewing",
]  # fmt: skip
