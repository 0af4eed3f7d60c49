"""Each rule of the census: what breaks it, what barely does not, and whether it stops the import."""

import pytest

from casework.imports.census.checks import RULES
from tests.casework.imports.returns import (
    assessment,
    census,
    child,
    enquiry,
    episode,
    line_of,
    need_plan,
    proceedings,
    protection_plan,
)


def one(*inside, referred="2025-06-02", **values):
    """A child with one referral."""
    return child("AB1", episode(referred, *inside, **values))


CLOSED = {"closed": "2025-09-01", "because": "RC7"}
ASSESSED = assessment("2025-06-03", "2025-07-02", ["1B"])

REFUSED = [
    ("1570", "LAchildID", child("AB\n1", episode()), child("AB1", episode())),
    ("8500", "LAchildID", child(None, episode()), child("AB1", episode())),
    ("1570", "LAchildID", child("A" * 21, episode()), child("A" * 20, episode())),
    ("pupil number that is too long", "UPN", child(upn="B8012000050011"), child(upn="B801200005001")),
    ("pupil number that is too long", "FormerUPN", child(former_upn="B8012000050011"), child(former_upn="B80")),
    (
        "8525Q",
        "ExpectedPersonBirthDate",
        child(expected="2026-05-01"),
        child(born=None, expected="2026-05-01", sex="U"),
    ),
    ("8525Q", "PersonBirthDate", child(born=None), child()),
    ("8535Q", "PersonDeathDate", child(died="2019-05-13"), child(died="2019-05-14")),
    ("8520", "PersonBirthDate", child(born="2026-11-04"), child(born="2026-11-03")),
    ("8520", "PersonDeathDate", child(died="2026-11-04"), child(died="2026-11-03")),
    ("code that is not known", "Ethnicity", child(ethnicity="XXXX"), child(ethnicity="NOBT")),
    ("code that is not known", "Disability", child(disabilities=["VIS", "SEE"]), child(disabilities=["VIS"])),
    ("code that is not known", "UPNunknown", child(upn_unknown="UN8"), child(upn_unknown="UN7")),
    ("code that is not known", "Sex", child(sex="X"), child(sex="U")),
    ("code that is not known", "ReferralSource", one(source="11"), one(source="10")),
    ("code that is not known", "PrimaryNeedCode", one(need="N10"), one(need="N0")),
    ("code that is not known", "ReasonForClosure", one(closed="2025-09-01", because="RC10"), one(**CLOSED)),
    ("code that is not known", "AssessmentFactors", one(assessment(factors=["1D"])), one(assessment(factors=["18A"]))),
    ("code that is not known", "InitialCategoryOfAbuse", one(protection_plan(category="X")), one(protection_plan())),
    ("code that is not known", "LatestCategoryOfAbuse", one(protection_plan(latest="X")), one(protection_plan())),
    ("8600", "CINreferralDate", one(referred=None), one()),
    ("8600", "AssessmentActualStartDate", one(assessment(None)), one(assessment())),
    ("8600", "CINPlanStartDate", one(need_plan(None)), one(need_plan())),
    ("8600", "S47ActualStartDate", one(enquiry(None)), one(enquiry())),
    ("8600", "CPPstartDate", one(protection_plan(None)), one(protection_plan())),
    ("8805, 8810", "ReasonForClosure", one(closed="2025-09-01"), one(**CLOSED)),
    ("8805, 8810", "CINclosureDate", one(because="RC7"), one(**CLOSED)),
    ("8630", "CINclosureDate", one(closed="2025-06-01", because="RC7"), one(closed="2025-06-02", because="RC7")),
    ("8608", "AssessmentAuthorisationDate", one(assessment("2025-06-03", "2025-06-02")), one(ASSESSED)),
    ("8608", "CINPlanEndDate", one(need_plan("2025-07-02", "2025-07-01")), one(need_plan("2025-07-02", "2025-07-02"))),
    ("8608", "CPPendDate", one(protection_plan("2025-07-02", "2025-07-01")), one(protection_plan("2025-07-02", None))),
    ("8815", "CINclosureDate", child("AB1", episode(), episode()), child("AB1", episode(), episode(**CLOSED))),
    ("8815", "CINclosureDate", child("AB1", episode(), episode()), child("AB1", episode(), episode(nfa="true"))),
    ("8815", "CINclosureDate", child("AB1", episode(), episode()), child("AB1", *[episode(nfa="1")] * 3)),
    ("8805, 8810", "ReasonForClosure", one(closed="2025-09-01"), one(closed="2025-09-01", because="RC7", nfa="1")),
    ("8608", "StepDecisionDate", one(proceedings(decided="2025-09-08")), one(proceedings(decided="2025-09-09"))),
    ("4004, 8935", "CINPlanEndDate", one(need_plan(), need_plan()), one(need_plan(), need_plan(ended="2025-08-01"))),
    ("4004, 8935", "CPPendDate", one(protection_plan(), protection_plan()), one(protection_plan(), need_plan())),
    (
        "plan without its category",
        "InitialCategoryOfAbuse",
        one(protection_plan(category=None, latest=None)),
        one(protection_plan(category=None)),
    ),
]

OUTSIDE = "outside the child’s life"
WARNED = [
    (OUTSIDE, "S47ActualStartDate", one(enquiry("2019-05-13"), referred="2019-05-01"), one(enquiry("2025-06-03"))),
    (OUTSIDE, "CPPstartDate", one(protection_plan("2018-01-02")), one(protection_plan())),
    (OUTSIDE, "CINPlanStartDate", one(need_plan("2018-01-02")), one(need_plan())),
    (OUTSIDE, "AssessmentActualStartDate", one(assessment("2018-01-02")), one(assessment())),
    ("with one category only", "LatestCategoryOfAbuse", one(protection_plan(latest=None)), one(protection_plan())),
    ("with one category only", "InitialCategoryOfAbuse", one(protection_plan(category=None)), one(protection_plan())),
    ("1510", "UPN", child(upn="A801200005001"), child(upn="B801200005001")),
    ("1510", "FormerUPN", child(former_upn="nonsense"), child(former_upn="B801200005001")),
    ("1580", "LAchildID", child("AB-1", episode()), child("AB1", episode())),
    ("4180, 8750", "Sex", child(sex=None), child(sex="U")),
    (
        "4180, 8750",
        "Sex",
        child(sex="F", born=None, expected="2026-05-01"),
        child(sex="U", born=None, expected="2026-05-01"),
    ),
    ("4220", "Ethnicity", child(ethnicity=None), child(ethnicity="REFU")),
    ("8790, 8794", "Disability", child(disabilities=["NONE", "VIS"]), child(disabilities=["NONE"])),
    ("8790, 8794", "Disability", child(disabilities=["VIS", "VIS"]), child(disabilities=["VIS", "LD"])),
    ("without any referral", "CINdetails", child("AB1"), one()),
    (
        "referral after the child’s death",
        "CINreferralDate",
        child("AB1", episode(), died="2025-06-01"),
        child("AB1", episode(), died="2025-06-02"),
    ),
    ("Closed after the child’s death", "CINclosureDate", child("AB1", episode(), died="2025-08-31"), one()),
    (
        "Closed after the child’s death",
        "CINclosureDate",
        child("AB1", episode(**CLOSED), died="2025-08-31"),
        child("AB1", episode(**CLOSED), died="2025-09-01"),
    ),
    ("Closed as died", "ReasonForClosure", one(closed="2025-09-01", because="RC2"), one(**CLOSED)),
    ("after that of the return", "CINreferralDate", one(referred="2026-04-01"), one(referred="2026-03-31")),
    ("after that of the return", "CINreferralDate", one(referred="2027-04-01"), one(referred="2026-03-31")),
    ("after that of the return", "CPPendDate", one(protection_plan(ended="2027-04-01")), one(protection_plan())),
    (
        "reason for closure that was not in use",
        "ReasonForClosure",
        one(referred="2022-01-04", closed="2022-03-31", because="RC9"),
        one(referred="2022-01-04", closed="2022-04-01", because="RC9"),
    ),
    (
        "8945Q, 8950Q",
        "AssessmentFactors",
        one(assessment("2020-02-03", "2020-04-01", ["18A"])),
        one(assessment("2020-02-03", "2020-03-31", ["19A"])),
    ),
    ("8869", "AssessmentFactors", one(assessment(factors=["21", "1A"])), one(assessment(factors=["21"]))),
    ("8897Q", "AssessmentFactors", one(assessment("2025-06-03", "2025-07-02")), one(assessment("2025-06-03"))),
    ("8610", "PrimaryNeedCode", one(need=None), one(need=None, nfa="true")),
    ("8866", "ReferralSource", one(referred="2013-04-01", source=None), one(referred="2013-03-31", source=None)),
    ("1103", "AssessmentActualStartDate", one(assessment("2025-06-01")), one(assessment("2025-06-02"))),
    # 45 working days after Monday 2 June 2025 is Monday 4 August.
    (
        "that took more than 45",
        "AssessmentActualStartDate",
        one(assessment("2025-06-02", "2025-08-05", ["1B"])),
        one(assessment("2025-06-02", "2025-08-04", ["1B"])),
    ),
    ("8670Q", "AssessmentActualStartDate", one(assessment("2026-01-26")), one(assessment("2026-01-27"))),
    ("8675Q", "S47ActualStartDate", one(enquiry("2026-03-09")), one(enquiry("2026-03-10"))),
    ("8675Q", "S47ActualStartDate", one(enquiry("2026-03-09")), one(enquiry("2026-03-09", not_required="true"))),
    ("8675Q", "S47ActualStartDate", one(enquiry("2026-03-09")), one(enquiry("2026-03-09", conference="2026-03-30"))),
    ("8875", "DateOfInitialCPC", one(conference="2025-06-28"), one(conference="2025-06-27")),
    ("8875", "DateOfInitialCPC", one(enquiry(conference="2025-06-29")), one(enquiry(conference="2025-06-30"))),
    (
        "8840",
        "CPPendDate",
        one(protection_plan("2025-06-30", "2025-06-30")),
        one(protection_plan("2025-06-30", "2025-07-01")),
    ),
    (
        "2885",
        "CPPstartDate",
        one(protection_plan("2025-06-30")),
        one(protection_plan("2025-06-30"), conference="2025-06-30"),
    ),
    (
        "2885",
        "CPPstartDate",
        one(protection_plan("2025-06-30"), enquiry(conference="2025-06-27")),
        one(protection_plan("2025-06-30"), enquiry(conference="2025-06-30")),
    ),
    (
        "8841",
        "CPPreviewDate",
        one(protection_plan(reviews=["2025-06-30"])),
        one(protection_plan(reviews=["2025-07-01"])),
    ),
    (
        "4014, 8940",
        "CINPlanStartDate",
        one(need_plan("2025-07-01", "2025-08-02"), need_plan("2025-08-01")),
        one(need_plan("2025-07-01", "2025-08-01"), need_plan("2025-08-01")),
    ),
    (
        "4014, 8940",
        "CPPstartDate",
        one(protection_plan("2025-08-01"), protection_plan("2025-07-01", "2025-08-02")),
        one(protection_plan("2025-08-01"), protection_plan("2025-07-01", "2025-08-01")),
    ),
    (
        "4001, 4016, 4017",
        "CINPlanStartDate",
        one(need_plan("2025-07-01"), protection_plan("2025-07-20")),
        one(need_plan("2025-07-01", "2025-07-20"), protection_plan("2025-07-20")),
    ),
    (
        "8820",
        "CINreferralDate",
        child("AB1", episode(**CLOSED), episode("2025-08-31")),
        child("AB1", episode(**CLOSED), episode("2025-09-01")),
    ),
    (
        "8820",
        "CINreferralDate",
        child("AB1", episode(), episode("2025-08-31", nfa="true")),
        child("AB1", episode("2025-09-01"), episode("2025-08-31", nfa="true")),
    ),
    (
        "8816",
        "CINreferralDate",
        child("AB1", episode(), episode("2025-08-31", nfa="true")),
        child("AB1", episode(nfa="true"), episode("2025-08-31")),
    ),
    ("8805, 8810", "ReasonForClosure", one(closed="2025-09-01", nfa="true"), one(nfa="true", **CLOSED)),
    ("8805, 8810", "CINclosureDate", one(because="RC7", nfa="true"), one(nfa="true")),
    ("8831", "DateOfInitialCPC", one(conference="2025-06-30", nfa="true"), one(conference="2025-06-30")),
    ("8831", "AssessmentActualStartDate", one(assessment(), nfa="1"), one(assessment(), nfa="0")),
    ("8831", "S47ActualStartDate", one(enquiry(), nfa="true"), one(enquiry())),
    ("8832", "CPPstartDate", one(protection_plan(), nfa="true"), one(protection_plan())),
    ("4000", "CINPlanStartDate", one(need_plan(), nfa="true"), one(need_plan())),
    ("8606", "CINreferralDate", one(referred="2018-08-06"), one(referred="2018-08-07")),
    (
        "8606",
        "CINreferralDate",
        child("AB1", episode("2025-03-31"), born=None, expected="2026-01-06"),
        child("AB1", episode("2025-04-01"), born=None, expected="2026-01-06"),
    ),
    (
        "8775Q",
        "PersonBirthDate",
        child("AB1", episode(), born="1980-02-01"),
        child("AB1", episode(), born="2001-04-01"),
    ),
    (
        "8775Q",
        "PersonBirthDate",
        child("AB1", episode(nfa="true"), born="1980-02-01"),
        child("AB1", episode("1997-06-02", closed="1997-09-01", because="RC7"), born="1980-02-01"),
    ),
    ("1104", "DateOfInitialCPC", one(conference="2025-05-30"), one(conference="2025-06-02")),
    ("1104", "DateOfInitialCPC", one(enquiry(conference="2025-05-30")), one(enquiry(conference="2025-06-02"))),
    ("1105", "CPPstartDate", one(protection_plan("2025-06-01")), one(protection_plan("2025-06-02"))),
    ("2889", "S47ActualStartDate", one(enquiry("2025-06-01")), one(enquiry("2025-06-02"))),
    ("4015", "CINPlanStartDate", one(need_plan("2025-06-01")), one(need_plan("2025-06-02"))),
    ("without the day on which they began", "PPStartDate", one(proceedings(None, offered="1")), one(proceedings())),
    ("8565", "DateOfInitialCPC", one(conference="2025-09-02", **CLOSED), one(conference="2025-09-01", **CLOSED)),
    (
        "8565",
        "AssessmentActualStartDate",
        one(assessment("2025-09-02"), **CLOSED),
        one(assessment("2025-09-01"), **CLOSED),
    ),
    (
        "8565",
        "AssessmentAuthorisationDate",
        one(assessment("2025-08-01", "2025-09-02"), **CLOSED),
        one(ASSESSED, **CLOSED),
    ),
    ("8565", "S47ActualStartDate", one(enquiry("2025-09-02"), **CLOSED), one(enquiry("2025-09-01"), **CLOSED)),
    (
        "8565",
        "CINPlanEndDate",
        one(need_plan(ended="2025-09-02"), **CLOSED),
        one(need_plan(ended="2025-09-01"), **CLOSED),
    ),
    (
        "8565",
        "CPPendDate",
        one(protection_plan(ended="2025-09-02"), **CLOSED),
        one(protection_plan(ended="2025-09-01"), **CLOSED),
    ),
    (
        "8825Q, 2990",
        "ReasonForClosure",
        one(closed="2025-09-01", because="RC8"),
        one(ASSESSED, closed="2025-09-01", because="RC8"),
    ),
    (
        "8825Q, 2990",
        "ReasonForClosure",
        one(ASSESSED, enquiry(), closed="2025-09-01", because="RC9"),
        one(ASSESSED, closed="2025-09-01", because="RC9"),
    ),
    # C17: as a form would ask about it.
    ("Odd in the child", "PersonBirthDate", child("AB1", episode(), born="2005-08-20"), child("AB1", episode())),
]


def found(problems, kind, field):
    return [problem for problem in problems if kind in problem.kind and problem.field == field]


@pytest.mark.parametrize(("kind", "field", "broken", "kept"), REFUSED)
def test_rules_refuse_what_cannot_be_stored_truthfully(problems_of, kind, field, broken, kept):
    assert [problem.refused for problem in found(problems_of(broken), kind, field)] == [True]
    assert found(problems_of(kept), kind, field) == []


@pytest.mark.parametrize(("kind", "field", "broken", "kept"), WARNED)
def test_rules_warn_of_what_is_only_wrong(problems_of, kind, field, broken, kept):
    assert [problem.refused for problem in found(problems_of(broken), kind, field)] == [False]
    assert found(problems_of(kept), kind, field) == []


def test_grown_child_is_told_once_and_so_is_a_referral_before_the_pregnancy(problems_of):
    (problem,) = problems_of(child("AB1", episode(), born="1980-02-01"))
    assert problem.kind == "A child of more than 25 years (8775Q)"
    assert problem.sentence.startswith("The child is 46.")
    (problem,) = problems_of(one(referred="2018-01-02"))
    assert "8606" in problem.kind


@pytest.mark.rule("C17")
def test_numbers_of_rules_are_the_departments(problems_of):
    """What the department calls 8815 is two open referrals, and 8820 dates that overlap."""
    numbers = {rule.numbers: rule.words for rule in RULES}
    assert numbers["8815"] == "Two referrals of one child open at once"
    assert numbers["8820"] == "Referrals of one child that overlap"


def test_rules_have_a_case_each():
    cases = [kind for kind, *_ in REFUSED + WARNED] + ["Gender 9"]
    assert [rule.kind for rule in RULES if not any(kind in rule.kind for kind in cases)] == []


def test_child_without_faults_has_no_problem(problems_of):
    plan = protection_plan("2025-06-30", reviews=["2025-09-22"])
    inside = ASSESSED, enquiry(conference="2025-06-30"), plan
    assert problems_of(child("AB1", episode("2025-06-02", *inside, conference="2025-06-30"))) == []


def test_problem_says_line_child_field_and_rule(problems_of):
    broken = one(closed="2025-06-01", because="RC7")
    (problem,) = found(problems_of(broken), "8630", "CINclosureDate")
    line = line_of(census(broken), "2025-06-01")
    assert str(problem) == f"line {line}, AB1, CINclosureDate: It is before the date of the referral. (rule 8630)"


def test_gender_of_the_old_returns_is_checked_like_sex(problems_of):
    assert found(problems_of(child(sex="7"), year=2024), "not known", "GenderCurrent")
    unborn = child(sex="F", born=None, expected="2024-05-01")
    assert found(problems_of(unborn, year=2024), "8750", "GenderCurrent")


def test_gender_nine_is_warned_of(problems_of):
    assert found(problems_of(child(sex="9"), year=2024), "Gender 9", "GenderCurrent")
    assert not found(problems_of(child(sex="U"), year=2024), "Gender 9", "GenderCurrent")


def test_sex_and_gender_that_contradict_are_warned_of(problems_of):
    both = child(sex="F", extra=("ChildIdentifiers", [("GenderCurrent", "1")]))
    assert found(problems_of(both), "8750", "Sex")


def test_date_that_cannot_be_read_is_not_missing_as_well(problems_of):
    (problem,) = problems_of(one(referred="soon"))
    assert problem.field == "CINreferralDate"
    (problem,) = [problem for problem in problems_of(child(born="soon")) if problem.refused]
    assert problem.field == "PersonBirthDate"


def test_children_with_one_number_are_refused(problems_of):
    problems = problems_of(one(), one(), child("AB1", born="2018-01-01"))
    same, other = found(problems, "8510", "LAchildID")
    assert same.refused
    assert "same birth" in same.sentence
    assert "another birth" in other.sentence


def test_children_with_one_pupil_number_are_warned_of(problems_of):
    problems = problems_of(child("AB1", upn="B801200005001"), child("AB2", upn="B801200005001"))
    (problem,) = found(problems, "1520", "UPN")
    assert (problem.refused, problem.child) == (False, "AB2")
    assert "AB1" in problem.sentence
