"""Warnings about referrals, from opening to closure. All of it is imported as it is."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from casework.imports.census.rules.rule import Breach, Rule, RuleContext, collector, every, of_another_time, overlap
from casework.imports.census.schema import Child, Episode, Group

RULES: list[Rule] = []
rule = collector(RULES, refuses=False)

SOURCE_SINCE = date(2013, 4, 1)
AFTER_ASSESSMENT = ("RC8", "RC9")


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


@rule("8815", "Referrals of one child that overlap")
def referrals_follow_each_other(child: Child, context: RuleContext) -> Iterator[Breach]:
    for one, other in combinations(child.episodes, 2):
        if overlap(one.referred, one.closed, other.referred, other.closed):
            yield other.line_of("CINreferralDate"), "CINreferralDate", "It overlaps another referral of the child."


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
