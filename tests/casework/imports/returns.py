"""Census returns of invented children, in the shapes of 2021 to 2027, as an authority's system writes them.

Each function gives an element as a pair of its tag and what is in it; `census` writes them with one element to a line.
"""

from xml.sax.saxutils import escape

GENDER_OF_SEX = {"M": "1", "F": "2", "U": "0"}
LAST_YEAR_OF_GENDER = 2024
YEARS = (2021, 2022, 2023, 2024, 2025, 2026)


def element(tag, *inside):
    return tag, [each for each in inside if each is not None]


def value(tag, given):
    """An element with a value; None leaves it out."""
    return None if given is None else (tag, given)


def child(number="AB1001", *episodes, born="2019-05-14", expected=None, sex="F", died=None, ethnicity="WBRI",
          disabilities=(), upn=None, former_upn=None, upn_unknown=None, extra=None):  # fmt: skip
    return element(
        "Child",
        element(
            "ChildIdentifiers", value("LAchildID", number), value("UPN", upn), value("FormerUPN", former_upn),
            value("UPNunknown", upn_unknown), value("PersonBirthDate", born),
            value("ExpectedPersonBirthDate", expected), value("Sex", sex), value("PersonDeathDate", died),
        ),
        element(
            "ChildCharacteristics", value("Ethnicity", ethnicity),
            element("Disabilities", *(("Disability", code) for code in disabilities)) if disabilities else None,
        ),
        *episodes,
        extra,
    )  # fmt: skip


def episode(referred="2025-06-02", *inside, source="1A", need="N1", closed=None, because=None, conference=None,
            nfa="false"):  # fmt: skip
    return element(
        "CINdetails", value("CINreferralDate", referred), value("ReferralSource", source),
        value("PrimaryNeedCode", need), value("CINclosureDate", closed), value("ReasonForClosure", because),
        value("DateOfInitialCPC", conference), value("ReferralNFA", nfa), *inside,
    )  # fmt: skip


def assessment(started="2025-06-03", authorised=None, factors=(), reviewed=None):
    return element(
        "Assessments", value("AssessmentActualStartDate", started), value("AssessmentInternalReviewDate", reviewed),
        value("AssessmentAuthorisationDate", authorised),
        element("FactorsIdentifiedAtAssessment", *(("AssessmentFactors", code) for code in factors))
        if factors else None,
    )  # fmt: skip


def need_plan(started="2025-07-01", ended=None):
    return element("CINPlanDates", value("CINPlanStartDate", started), value("CINPlanEndDate", ended))


def proceedings(started="2025-09-09", letter=None, offered=None, held=None, first=None, reviews=None, decided=None,
                outcome=None, court=None, letter_of_proceedings=None):  # fmt: skip
    return element(
        "PreProceedingsandFGDM", value("PPStartDate", started), value("LBPSentDate", letter),
        value("FGDMMeetingOffer", offered), value("FGDMMeetingFac", held), value("InitialPPMeetingDate", first),
        value("ReviewMeetingsCount", reviews), value("StepDecisionDate", decided), value("PPOutcome", outcome),
        value("CourtAppDate", court), value("LetterInitCPDate", letter_of_proceedings),
    )  # fmt: skip


def enquiry(started="2025-06-10", target="2025-07-01", conference=None, not_required="false"):
    return element(
        "Section47", value("S47ActualStartDate", started), value("InitialCPCtarget", target),
        value("DateOfInitialCPC", conference), value("ICPCnotRequired", not_required),
    )  # fmt: skip


def protection_plan(started="2025-06-30", ended=None, category="NEG", latest="NEG", previous="0", reviews=()):
    return element(
        "ChildProtectionPlans", value("CPPstartDate", started), value("CPPendDate", ended),
        value("InitialCategoryOfAbuse", category), value("LatestCategoryOfAbuse", latest),
        value("NumberOfPreviousCPP", previous),
        element("Reviews", *(("CPPreviewDate", day) for day in reviews)) if reviews else None,
    )  # fmt: skip


def census(*children, year=2026, reference_date=None, encoding="UTF-8", collection="CIN"):
    """The whole return as bytes."""
    header = element(
        "Header",
        element(
            "CollectionDetails", ("Collection", collection), ("Year", str(year)),
            ("ReferenceDate", reference_date or f"{year}-03-31"),
        ),
        element("Source", ("SourceLevel", "L"), ("LEA", "999"), ("SoftwareCode", "Invented"), ("SerialNo", "001")),
    )  # fmt: skip
    lines = [f'<?xml version="1.0" encoding="{encoding}"?>']
    _write(element("Message", header, element("Children", *children)), 0, lines, year)
    return "\n".join(lines).encode(encoding)


def _write(given, depth, lines, year):
    tag, inside = given
    if tag == "Sex" and year <= LAST_YEAR_OF_GENDER:
        tag, inside = "GenderCurrent", GENDER_OF_SEX.get(inside, inside)
    if isinstance(inside, str):
        lines.append(f"{'  ' * depth}<{tag}>{escape(inside)}</{tag}>")
        return
    lines.append(f"{'  ' * depth}<{tag}>")
    for each in inside:
        _write(each, depth + 1, lines, year)
    lines.append(f"{'  ' * depth}</{tag}>")


def line_of(returned, text):
    """The line of the return, counted from 1, in which `text` first stands."""
    return next(n for n, line in enumerate(returned.decode().splitlines(), 1) if text in line)
