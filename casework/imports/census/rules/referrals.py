"""Warnings about referrals, from opening to closure. All of it is imported as it is."""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from casework.imports.census.rules.rule import Breach, Rule, RuleContext, collector, every, of_another_time
from casework.imports.census.schema import Child, Episode, Group

RULES: list[Rule] = []
rule = collector(RULES, refuses=False)

SOURCE_SINCE = date(2013, 4, 1)
AFTER_ASSESSMENT = ("RC8", "RC9")
PREGNANCY = timedelta(days=280)  # as the department counts
GROWN_UP = 25  # years


@rule("", "A date after that of the return")
def has_happened_before_the_return(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        happened = (("CINreferralDate", episode.referred), ("CINclosureDate", episode.closed))
        for group, element, day in (*((episode, *each) for each in happened), *_dated(episode)):
            if day and day > context.counted_on and element != "DateOfInitialCPC":
                future = "in the future" if day > context.today else "after the reference date of the return"
                yield group.line_of(element), element, f"{day:%d %B %Y} is {future}. It is kept as it is."


@rule("", "A reason for closure that was not in use then")
def reason_holds_on_its_day(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if of_another_time("closure_reasons", episode.closed_because, episode.closed):
            sentence = f"‘{episode.closed_because}’ was not in use on {episode.closed:%d %B %Y}. It is kept as it is."
            yield episode.line_of("ReasonForClosure"), "ReasonForClosure", sentence


@rule("8610", "Primary need missing")
def need_is_said(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if not episode.need and not episode.no_further_action:
            yield episode.line, "PrimaryNeedCode", "It is not given, though further action was taken."


@rule("8866", "Source of the referral missing")
def source_is_said(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if not episode.source and episode.referred and episode.referred >= SOURCE_SINCE:
            yield episode.line, "ReferralSource", "It is not given, and has been asked since 1 April 2013."


@rule("8820", "Referrals of one child that overlap")
def referrals_follow_each_other(child: Child, context: RuleContext) -> Iterator[Breach]:
    """A referral with no further action and without a closure lasts no day, but may fall into another."""
    for one in child.episodes:
        if any(_falls_into(one, other, context.counted_on) for other in child.episodes if other is not one):
            yield one.line_of("CINreferralDate"), "CINreferralDate", "It falls into another referral of the child."


def _falls_into(one: Episode, other: Episode, counted_on: date) -> bool:
    until = other.closed or (None if other.no_further_action else counted_on)
    return bool(one.referred and other.referred and until and other.referred <= one.referred < until)


@rule("8816", "Open, and not the latest referral")
def open_is_the_latest(child: Child, context: RuleContext) -> Iterator[Breach]:
    latest = max((episode.referred for episode in child.episodes if episode.referred), default=None)
    for episode in child.episodes:
        if not episode.ended and episode.referred and latest and episode.referred < latest:
            yield episode.line_of("CINreferralDate"), "CINreferralDate", "It is open, and another came after it."


@rule("8805, 8810", "No further action, closed without a reason, or with a reason and without a date")
def nothing_closed_with_half(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if episode.no_further_action and bool(episode.closed) != bool(episode.closed_because):
            missing = "ReasonForClosure" if episode.closed else "CINclosureDate"
            yield episode.line, missing, "It is not given. The referral comes in as closed: no further action."


@rule("8831", "Activity on a referral with no further action")
def nothing_done_without_action(child: Child, context: RuleContext) -> Iterator[Breach]:
    sentence = "The referral is marked ‘no further action’, and this is on it. It comes in as it is."
    for episode in _without_action(child):
        if episode.conference:
            yield episode.line_of("DateOfInitialCPC"), "DateOfInitialCPC", sentence
        for assessment in episode.assessments:
            yield assessment.line, "AssessmentActualStartDate", sentence
        for enquiry in episode.enquiries:
            yield enquiry.line, "S47ActualStartDate", sentence


@rule("8832", "A protection plan on a referral with no further action")
def nobody_protected_without_action(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in _without_action(child):
        for plan in episode.protection_plans:
            yield plan.line, "CPPstartDate", "The referral is marked ‘no further action’. The plan comes in as it is."


@rule("4000", "A child in need plan on a referral with no further action")
def nothing_planned_without_action(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in _without_action(child):
        for plan in episode.need_plans:
            sentence = "The referral is marked ‘no further action’. The plan comes in as it is."
            yield plan.line, "CINPlanStartDate", sentence


def _without_action(child: Child) -> list[Episode]:
    return [episode for episode in child.episodes if episode.no_further_action]


@rule("8606", "A referral more than 40 weeks before the birth")
def referred_in_the_pregnancy(child: Child, context: RuleContext) -> Iterator[Breach]:
    birth = child.born or child.expected
    for episode in child.episodes:
        if birth and episode.referred and episode.referred < birth - PREGNANCY:
            element = "CINreferralDate"
            yield episode.line_of(element), element, f"It is more than 40 weeks before {birth:%d %B %Y}, the birth."


@rule("8775Q", "A child of more than 25 years")
def is_a_child(child: Child, context: RuleContext) -> Iterator[Breach]:
    limit = child.born and child.born + relativedelta(years=GROWN_UP)
    if limit and limit < context.counted_on and any(not e.closed or e.closed > limit for e in child.episodes):
        age = relativedelta(context.counted_on, child.born).years
        sentence = f"The child is {age}. It comes in as it is: check the date of birth, and close the case."
        yield child.line_of("PersonBirthDate"), "PersonBirthDate", sentence


@rule("8565", "Something happened after the closure")
def nothing_after_the_closure(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        for group, element, day in _dated(episode):
            if episode.closed and day and day > episode.closed:
                yield group.line_of(element), element, "It is after the referral was closed."


def _dated(episode: Episode) -> Iterator[tuple[Group, str, date | None]]:
    yield episode, "DateOfInitialCPC", episode.conference
    for assessment in episode.assessments:
        yield assessment, "AssessmentActualStartDate", assessment.started
        yield assessment, "AssessmentAuthorisationDate", assessment.authorised
    for plan in episode.need_plans:
        yield plan, "CINPlanStartDate", plan.started
        yield plan, "CINPlanEndDate", plan.ended
    for enquiry in episode.enquiries:
        yield enquiry, "S47ActualStartDate", enquiry.started
        yield enquiry, "DateOfInitialCPC", enquiry.conference
    for protection in episode.protection_plans:
        yield protection, "CPPstartDate", protection.started
        yield protection, "CPPendDate", protection.ended
    for proceedings in episode.proceedings:
        yield proceedings, "PPStartDate", proceedings.started
        yield proceedings, "StepDecisionDate", proceedings.decided


@rule("8825Q, 2990", "Closed after assessment, without one or with more than one")
def closed_after_assessment(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if episode.closed_because not in AFTER_ASSESSMENT:
            continue
        line = episode.line_of("ReasonForClosure")
        if not episode.assessments:
            yield line, "ReasonForClosure", "It says ‘after assessment’, and there is none."
        if episode.enquiries or episode.need_plans or episode.protection_plans or episode.conference:
            yield line, "ReasonForClosure", "It says ‘after assessment’, and there was more than an assessment."


@rule("8875", "A conference at a weekend")
def conference_on_a_working_day(child: Child, context: RuleContext) -> Iterator[Breach]:
    for group in (*child.episodes, *every(child, "enquiries")):
        if group.conference and group.conference.weekday() > 4:
            sentence = f"{group.conference:%d %B %Y} is a {group.conference:%A}."
            yield group.line_of("DateOfInitialCPC"), "DateOfInitialCPC", sentence
