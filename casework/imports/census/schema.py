"""A children in need census return as the Department for Education shapes it, for 2021 to 2026.

Each field names its element; the XML is read by these declarations and by nothing else. GenderCurrent was asked up to
the return of 2023-24, Sex is asked since; both are read. Pre-proceedings and family group decision making are asked
from the return of 2026-27. What is absent or empty is None, or an empty tuple.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any

NO_FURTHER_ACTION = "NFA"  # the census has no reason of closure for it, but the flag
# Beginning or end of a day, and a time zone, say nothing that a date in a return could mean.
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T00:00:00)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
# A year outside of these is a slip of the hand, and no calendar need be asked about it.
YEARS = range(1900, 2101)
FLAGS = {"true": True, "1": True, "false": False, "0": False}


class WrongValue(ValueError):
    """A value that is not of its kind; its text is a sentence fit to show."""


def day(text: str) -> date:
    match = DAY.fullmatch(text)
    try:
        read = date.fromisoformat(match[1] if match else "")
    except ValueError:
        raise WrongValue(f"‘{text}’ is not a date; write it as 2026-03-31.") from None
    if read.year not in YEARS:
        raise WrongValue(f"The year of ‘{text}’ cannot be right.")
    return read


def flag(text: str) -> bool:
    try:
        return FLAGS[text.lower()]
    except KeyError:
        raise WrongValue(f"‘{text}’ is neither true nor false.") from None


def number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise WrongValue(f"‘{text}’ is not a whole number.")
    return int(text)


def one(path: str, kind: Callable[[str], Any] = str) -> Any:
    """A field that occurs once at most; None where it is absent."""
    return field(default=None, metadata={"paths": (path,), "kind": kind})


def many(*paths: str, kind: Callable[..., Any] = str) -> Any:
    """A field that may occur several times, at any of `paths`."""
    return field(default=(), metadata={"paths": paths, "kind": kind, "many": True})


@dataclass(frozen=True, kw_only=True)
class Group:
    """An element with others inside; `lines` has the line of each, so that a fault can be found in the file."""

    line: int = 0
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)

    def line_of(self, element: str) -> int:
        return self.lines.get(element, self.line)


@dataclass(frozen=True, kw_only=True)
class Assessment(Group):
    started: date | None = one("AssessmentActualStartDate", day)
    reviewed: date | None = one("AssessmentInternalReviewDate", day)
    authorised: date | None = one("AssessmentAuthorisationDate", day)
    factors: tuple[str, ...] = many("FactorsIdentifiedAtAssessment/AssessmentFactors")


@dataclass(frozen=True, kw_only=True)
class NeedPlan(Group):
    started: date | None = one("CINPlanStartDate", day)
    ended: date | None = one("CINPlanEndDate", day)


@dataclass(frozen=True, kw_only=True)
class Section47(Group):
    started: date | None = one("S47ActualStartDate", day)
    conference_target: date | None = one("InitialCPCtarget", day)
    conference: date | None = one("DateOfInitialCPC", day)
    conference_not_required: bool | None = one("ICPCnotRequired", flag)


@dataclass(frozen=True, kw_only=True)
class ProtectionPlan(Group):
    started: date | None = one("CPPstartDate", day)
    ended: date | None = one("CPPendDate", day)
    category: str | None = one("InitialCategoryOfAbuse")
    latest_category: str | None = one("LatestCategoryOfAbuse")
    previous_plans: int | None = one("NumberOfPreviousCPP", number)
    # The schema wraps them in Reviews; some systems leave the wrapping out.
    reviews: tuple[date, ...] = many("Reviews/CPPreviewDate", "CPPreviewDate", kind=day)


@dataclass(frozen=True, kw_only=True)
class PreProceedings(Group):
    """One period of pre-proceedings, and whether family group decision making was offered and took place.

    What the codes of `outcome` mean was not published when this was written: it is kept as it stands.
    """

    started: date | None = one("PPStartDate", day)
    letter: date | None = one("LBPSentDate", day)
    group_meeting_offered: bool | None = one("FGDMMeetingOffer", flag)
    group_meeting_held: bool | None = one("FGDMMeetingFac", flag)
    first_meeting: date | None = one("InitialPPMeetingDate", day)
    reviews: int | None = one("ReviewMeetingsCount", number)
    decided: date | None = one("StepDecisionDate", day)
    outcome: str | None = one("PPOutcome")
    court_application: date | None = one("CourtAppDate", day)
    letter_of_proceedings: date | None = one("LetterInitCPDate", day)

    @property
    def ended(self) -> date | None:
        """With the decision to step up or down; without its day, with the application to the court."""
        return self.decided or self.court_application


@dataclass(frozen=True, kw_only=True)
class Episode(Group):
    """One referral of one child, from its opening to its closure: CINdetails."""

    referred: date | None = one("CINreferralDate", day)
    source: str | None = one("ReferralSource")
    need: str | None = one("PrimaryNeedCode")
    closed: date | None = one("CINclosureDate", day)
    closed_because: str | None = one("ReasonForClosure")
    conference: date | None = one("DateOfInitialCPC", day)
    no_further_action: bool | None = one("ReferralNFA", flag)
    assessments: tuple[Assessment, ...] = many("Assessments", kind=Assessment)
    need_plans: tuple[NeedPlan, ...] = many("CINPlanDates", kind=NeedPlan)
    enquiries: tuple[Section47, ...] = many("Section47", kind=Section47)
    protection_plans: tuple[ProtectionPlan, ...] = many("ChildProtectionPlans", kind=ProtectionPlan)
    proceedings: tuple[PreProceedings, ...] = many("PreProceedingsandFGDM", kind=PreProceedings)

    @property
    def ended(self) -> date | None:
        """The day of the closure. A referral with no further action is over without one too: on its own day."""
        return self.closed or (self.referred if self.no_further_action else None)

    @property
    def ended_because(self) -> str:
        return self.closed_because or (NO_FURTHER_ACTION if self.no_further_action else "")


@dataclass(frozen=True, kw_only=True)
class Child(Group):
    number: str | None = one("ChildIdentifiers/LAchildID")
    upn: str | None = one("ChildIdentifiers/UPN")
    former_upn: str | None = one("ChildIdentifiers/FormerUPN")
    upn_unknown: str | None = one("ChildIdentifiers/UPNunknown")
    born: date | None = one("ChildIdentifiers/PersonBirthDate", day)
    expected: date | None = one("ChildIdentifiers/ExpectedPersonBirthDate", day)
    gender: str | None = one("ChildIdentifiers/GenderCurrent")
    sex: str | None = one("ChildIdentifiers/Sex")
    died: date | None = one("ChildIdentifiers/PersonDeathDate", day)
    ethnicity: str | None = one("ChildCharacteristics/Ethnicity")
    disabilities: tuple[str, ...] = many("ChildCharacteristics/Disabilities/Disability")
    episodes: tuple[Episode, ...] = many("CINdetails", kind=Episode)


@dataclass(frozen=True, kw_only=True)
class Header(Group):
    collection: str | None = one("CollectionDetails/Collection")
    year: str | None = one("CollectionDetails/Year")
    reference_date: date | None = one("CollectionDetails/ReferenceDate", day)
    authority: str | None = one("Source/LEA")


def declared(group: type[Group]) -> list[Field[Any]]:
    """The fields of a group that are read from elements."""
    return [known for known in fields(group) if "paths" in known.metadata]
