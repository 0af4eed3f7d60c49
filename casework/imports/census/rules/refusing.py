"""What cannot be stored truthfully: each of these stops the import. Everything else is a warning."""

from collections.abc import Iterable, Iterator
from datetime import date

from casework.imports.census.rules.rule import Breach, Rule, RuleContext, collector
from casework.imports.census.schema import Child, Group
from casework.practice import codes

RULES: list[Rule] = []
rule = collector(RULES, refuses=True)

MAX_NUMBER = 20
MAX_UPN = 13


@rule("8500", "A child without its number")
def has_a_number(child: Child, context: RuleContext) -> Iterator[Breach]:
    if not child.number:
        yield child.line_of("ChildIdentifiers"), "LAchildID", "The child has no number. Give the one of your system."


@rule("1570", "A number that is too long, or no number")
def number_is_one(child: Child, context: RuleContext) -> Iterator[Breach]:
    if len(child.number or "") > MAX_NUMBER:
        yield child.line_of("LAchildID"), "LAchildID", f"The child’s number is longer than {MAX_NUMBER} characters."
    elif not (child.number or "").isprintable():
        yield child.line_of("LAchildID"), "LAchildID", "The child’s number has a line break or the like in it."


@rule("", "A unique pupil number that is too long")
def upn_is_short_enough(child: Child, context: RuleContext) -> Iterator[Breach]:
    for element, upn in (("UPN", child.upn), ("FormerUPN", child.former_upn)):
        if len(upn or "") > MAX_UPN:
            yield child.line_of(element), element, f"‘{upn}’ is longer than {MAX_UPN} characters. Take it out."


@rule("8525Q", "Birth and expected birth both, or neither")
def is_born_or_expected(child: Child, context: RuleContext) -> Iterator[Breach]:
    if child.born and child.expected:
        sentence = "There is a date of birth and an expected one. Keep the one that holds."
        yield child.line_of("ExpectedPersonBirthDate"), "ExpectedPersonBirthDate", sentence
    if not child.lines.keys() & {"PersonBirthDate", "ExpectedPersonBirthDate"}:
        sentence = "There is neither a date of birth nor an expected one. Give one of them."
        yield child.line_of("LAchildID"), "PersonBirthDate", sentence


@rule("8535Q", "Died before birth")
def died_after_birth(child: Child, context: RuleContext) -> Iterator[Breach]:
    if child.died and child.born and child.died < child.born:
        yield child.line_of("PersonDeathDate"), "PersonDeathDate", "The date of death is before the birth."


@rule("", "A code that is not known")
def codes_are_known(child: Child, context: RuleContext) -> Iterator[Breach]:
    for group, element, name, values in _coded(child):
        known = {code.code for code in codes.code_list(name).codes} if name else {"M", "F", "U"}
        for value in values:
            if value and value not in known:
                words = codes.code_list(name).name.lower() if name else "sex"
                yield group.line_of(element), element, f"‘{value}’ is not a code of the list ‘{words}’."


def _coded(child: Child) -> Iterator[tuple[Group, str, str | None, Iterable[str | None]]]:
    yield child, "Ethnicity", "ethnicities", [child.ethnicity]
    yield child, "Disability", "disabilities", child.disabilities
    yield child, "UPNunknown", "upn_unknown", [child.upn_unknown]
    yield child, "GenderCurrent", "genders_until_2024", [child.gender]
    yield child, "Sex", None, [child.sex]
    for episode in child.episodes:
        yield episode, "ReferralSource", "referral_sources", [episode.source]
        yield episode, "PrimaryNeedCode", "needs", [episode.need]
        yield episode, "ReasonForClosure", "closure_reasons", [episode.closed_because]
        for assessment in episode.assessments:
            yield assessment, "AssessmentFactors", "factors", assessment.factors
        for plan in episode.protection_plans:
            yield plan, "InitialCategoryOfAbuse", "abuse_categories", [plan.category]
            yield plan, "LatestCategoryOfAbuse", "abuse_categories", [plan.latest_category]


@rule("8600, 8615, 8720, 4010", "A date that must be there is missing")
def begins_on_a_day(child: Child, context: RuleContext) -> Iterator[Breach]:
    for group, element, day in _beginnings(child):
        if day is None and element not in group.lines:
            yield group.line, element, "The date is missing."


@rule("8520", "A birth or death in the future")
def is_of_the_past(child: Child, context: RuleContext) -> Iterator[Breach]:
    for element, day in (("PersonBirthDate", child.born), ("PersonDeathDate", child.died)):
        if day and day > context.today:
            sentence = f"{day:%d %B %Y} is in the future."
            more = " Give it as the expected date." if element == "PersonBirthDate" else ""
            yield child.line_of(element), element, sentence + more


def _beginnings(child: Child) -> Iterator[tuple[Group, str, date | None]]:
    for episode in child.episodes:
        yield episode, "CINreferralDate", episode.referred
        yield from ((each, "AssessmentActualStartDate", each.started) for each in episode.assessments)
        yield from ((each, "CINPlanStartDate", each.started) for each in episode.need_plans)
        yield from ((each, "S47ActualStartDate", each.started) for each in episode.enquiries)
        yield from ((each, "CPPstartDate", each.started) for each in episode.protection_plans)


@rule("8805, 8810", "Closed without a reason, or a reason without being closed")
def closed_with_a_reason(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if episode.no_further_action:
            continue
        if episode.closed and not episode.closed_because:
            yield episode.line_of("CINclosureDate"), "ReasonForClosure", "It was closed and no reason is given."
        if episode.closed_because and not episode.closed and "CINclosureDate" not in episode.lines:
            yield episode.line_of("ReasonForClosure"), "CINclosureDate", "There is a reason for closure and no date."


@rule("8630", "Closed before it was opened")
def closed_after_opening(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if episode.closed and episode.referred and episode.closed < episode.referred:
            yield episode.line_of("CINclosureDate"), "CINclosureDate", "It is before the date of the referral."


@rule("8608, 4011, 8925", "Ended before it began")
def ends_after_beginning(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        spans: list[tuple[Group, str, date | None, date | None]] = []
        spans += [(each, "AssessmentAuthorisationDate", each.started, each.authorised) for each in episode.assessments]
        spans += [(each, "CINPlanEndDate", each.started, each.ended) for each in episode.need_plans]
        spans += [(each, "CPPendDate", each.started, each.ended) for each in episode.protection_plans]
        spans += [(each, "StepDecisionDate", each.started, each.ended) for each in episode.proceedings]
        for group, element, started, ended in spans:
            if started and ended and ended < started:
                yield group.line_of(element), element, "It is before the date on which it began."


@rule("8815", "Two referrals of one child open at once")
def one_open_referral(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in [each for each in child.episodes if not each.closed and not each.no_further_action][1:]:
        yield episode.line, "CINclosureDate", "Another referral of the child is open too. Close one of them."


@rule("4004, 8935", "Two plans of a kind open at once")
def one_open_plan_of_a_kind(child: Child, context: RuleContext) -> Iterator[Breach]:
    for element, plans in (
        ("CINPlanEndDate", [plan for episode in child.episodes for plan in episode.need_plans]),
        ("CPPendDate", [plan for episode in child.episodes for plan in episode.protection_plans]),
    ):
        for plan in [plan for plan in plans if not plan.ended][1:]:
            yield plan.line, element, "Another plan of the same kind is open too. End one of them."


@rule("", "A protection plan without its category")
def protects_from_something(child: Child, context: RuleContext) -> Iterator[Breach]:
    for plan in [plan for episode in child.episodes for plan in episode.protection_plans]:
        if not plan.category and not plan.latest_category:
            yield plan.line, "InitialCategoryOfAbuse", "The plan has no category of abuse. Give it."
