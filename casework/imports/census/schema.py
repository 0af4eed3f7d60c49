"""A children in need census return as the Department for Education shapes it, for 2022 to 2026.

Each field names its element; the XML is read by these declarations and by nothing else. GenderCurrent was asked up to
the return of 2023-24, Sex is asked since; both are read. What is absent or empty is None, or an empty tuple.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType

# Beginning or end of a day, and a time zone, say nothing that a date in a return could mean.
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T00:00:00)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
# A year outside of these is a slip of the hand, and no calendar need be asked about it.
YEARS = range(1900, 2101)
FLAGS = {"true": True, "1": True, "false": False, "0": False}


class WrongValue(ValueError):
    """A value that is not of its kind; its text is a sentence fit to show."""


def day(text):
    found = DAY.fullmatch(text)
    try:
        read = date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise WrongValue(f"‘{text}’ is not a date; write it as 2026-03-31.") from None
    if read.year not in YEARS:
        raise WrongValue(f"The year of ‘{text}’ cannot be right.")
    return read


def flag(text):
    try:
        return FLAGS[text.lower()]
    except KeyError:
        raise WrongValue(f"‘{text}’ is neither true nor false.") from None


def number(text):
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise WrongValue(f"‘{text}’ is not a number of plans.")
    return int(text)


def one(path, kind=str):
    """A field that stands once at most."""
    return field(default=None, metadata={"paths": (path,), "kind": kind})


def many(*paths, kind=str):
    return field(default=(), metadata={"paths": paths, "kind": kind, "many": True})


@dataclass(frozen=True, kw_only=True)
class Group:
    """An element with others inside; `lines` has the line of each, so that a mistake can be found in the file."""

    line: int = 0
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)

    def line_of(self, element):
        return self.lines.get(element, self.line)


@dataclass(frozen=True, kw_only=True)
class Assessment(Group):
    started: date = one("AssessmentActualStartDate", day)
    reviewed: date = one("AssessmentInternalReviewDate", day)
    authorised: date = one("AssessmentAuthorisationDate", day)
    factors: tuple[str, ...] = many("FactorsIdentifiedAtAssessment/AssessmentFactors")


@dataclass(frozen=True, kw_only=True)
class NeedPlan(Group):
    started: date = one("CINPlanStartDate", day)
    ended: date = one("CINPlanEndDate", day)


@dataclass(frozen=True, kw_only=True)
class Section47(Group):
    started: date = one("S47ActualStartDate", day)
    conference_target: date = one("InitialCPCtarget", day)
    conference: date = one("DateOfInitialCPC", day)
    conference_not_required: bool = one("ICPCnotRequired", flag)


@dataclass(frozen=True, kw_only=True)
class ProtectionPlan(Group):
    started: date = one("CPPstartDate", day)
    ended: date = one("CPPendDate", day)
    category: str = one("InitialCategoryOfAbuse")
    latest_category: str = one("LatestCategoryOfAbuse")
    previous_plans: int = one("NumberOfPreviousCPP", number)
    # The schema wraps them in Reviews; some systems leave the wrapping out.
    reviews: tuple[date, ...] = many("Reviews/CPPreviewDate", "CPPreviewDate", kind=day)


@dataclass(frozen=True, kw_only=True)
class Episode(Group):
    """One referral of one child, from its opening to its closure: CINdetails."""

    referred: date = one("CINreferralDate", day)
    source: str = one("ReferralSource")
    need: str = one("PrimaryNeedCode")
    closed: date = one("CINclosureDate", day)
    closed_because: str = one("ReasonForClosure")
    conference: date = one("DateOfInitialCPC", day)
    no_further_action: bool = one("ReferralNFA", flag)
    assessments: tuple[Assessment, ...] = many("Assessments", kind=Assessment)
    need_plans: tuple[NeedPlan, ...] = many("CINPlanDates", kind=NeedPlan)
    enquiries: tuple[Section47, ...] = many("Section47", kind=Section47)
    protection_plans: tuple[ProtectionPlan, ...] = many("ChildProtectionPlans", kind=ProtectionPlan)


@dataclass(frozen=True, kw_only=True)
class Child(Group):
    number: str = one("ChildIdentifiers/LAchildID")
    upn: str = one("ChildIdentifiers/UPN")
    former_upn: str = one("ChildIdentifiers/FormerUPN")
    upn_unknown: str = one("ChildIdentifiers/UPNunknown")
    born: date = one("ChildIdentifiers/PersonBirthDate", day)
    expected: date = one("ChildIdentifiers/ExpectedPersonBirthDate", day)
    gender: str = one("ChildIdentifiers/GenderCurrent")
    sex: str = one("ChildIdentifiers/Sex")
    died: date = one("ChildIdentifiers/PersonDeathDate", day)
    ethnicity: str = one("ChildCharacteristics/Ethnicity")
    disabilities: tuple[str, ...] = many("ChildCharacteristics/Disabilities/Disability")
    episodes: tuple[Episode, ...] = many("CINdetails", kind=Episode)


@dataclass(frozen=True, kw_only=True)
class Header(Group):
    collection: str = one("CollectionDetails/Collection")
    year: str = one("CollectionDetails/Year")
    reference_date: date = one("CollectionDetails/ReferenceDate", day)
    authority: str = one("Source/LEA")


def declared(group):
    """The fields of a group that are read from elements."""
    return [known for known in fields(group) if "paths" in known.metadata]
