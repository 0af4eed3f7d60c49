"""Warnings about assessments, enquiries and plans. All of it is imported as it is."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from casework.imports.census.rules.rule import Breach, Rule, RuleContext, collector, every, of_another_time, overlap
from casework.imports.census.schema import Assessment, Child, Episode, Group, PreProceedings, Section47
from casework.practice.calendar import add_working_days
from casework.practice.codes import NO_FACTORS

RULES: list[Rule] = []
rule = collector(RULES, refuses=False)

ASSESSMENT_DAYS = 45  # working days
CONFERENCE_DAYS = 15  # working days


@rule("8945Q, 8950Q", "A factor that was not in use then")
def factors_hold_on_their_day(child: Child, context: RuleContext) -> Iterator[Breach]:
    for assessment in every(child, "assessments"):
        day = assessment.authorised or assessment.started
        for factor in dict.fromkeys(assessment.factors):
            if of_another_time("factors", factor, day):
                sentence = f"The factor ‘{factor}’ was not in use on {day:%d %B %Y}. It is kept as it is."
                yield assessment.line_of("AssessmentFactors"), "AssessmentFactors", sentence


@rule("8869", "No factors, and factors")
def factors_agree(child: Child, context: RuleContext) -> Iterator[Breach]:
    for assessment in every(child, "assessments"):
        if NO_FACTORS in assessment.factors and len(set(assessment.factors)) > 1:
            sentence = "21 (no factors) stands with others. All are kept."
            yield assessment.line_of("AssessmentFactors"), "AssessmentFactors", sentence


@rule("8897Q", "A completed assessment without factors")
def completed_with_factors(child: Child, context: RuleContext) -> Iterator[Breach]:
    for assessment in every(child, "assessments"):
        if assessment.authorised and not assessment.factors:
            yield assessment.line, "AssessmentFactors", "The assessment is completed and has no factor."


@rule("1103", "An assessment that began before the referral")
def assessed_after_the_referral(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        yield from _before(episode, "AssessmentActualStartDate", ((each, each.started) for each in episode.assessments))


@rule("1104", "An initial conference before the referral")
def conference_after_the_referral(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        groups: tuple[Episode | Section47, ...] = (episode, *episode.enquiries)
        yield from _before(episode, "DateOfInitialCPC", ((each, each.conference) for each in groups))


@rule("1105", "A protection plan that began before the referral")
def protected_after_the_referral(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        yield from _before(episode, "CPPstartDate", ((each, each.started) for each in episode.protection_plans))


@rule("2889", "A section 47 enquiry that began before the referral")
def enquired_after_the_referral(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        yield from _before(episode, "S47ActualStartDate", ((each, each.started) for each in episode.enquiries))


@rule("4015", "A child in need plan that began before the referral")
def planned_after_the_referral(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        yield from _before(episode, "CINPlanStartDate", ((each, each.started) for each in episode.need_plans))


def _before(episode: Episode, element: str, dated: Iterable[tuple[Group, date | None]]) -> Iterator[Breach]:
    for group, day in dated:
        if day and episode.referred and day < episode.referred:
            yield group.line_of(element), element, "It is before the date of the referral. It comes in as it is."


@rule("", "Pre-proceedings without the day on which they began")
def proceedings_have_a_day(child: Child, context: RuleContext) -> Iterator[Breach]:
    for proceedings in every(child, "proceedings"):
        if not proceedings.started:
            said = said_of_proceedings(proceedings)
            sentence = f"It is not given, so this does not come in; record it on the child’s page. {said}"
            yield proceedings.line, "PPStartDate", sentence


def said_of_proceedings(proceedings: PreProceedings) -> str:
    """What the return says of them besides the days on which they began and ended."""
    days = (
        ("letter before proceedings", proceedings.letter), ("first meeting", proceedings.first_meeting),
        ("decision to step up or down", proceedings.decided),
        ("application to the court", proceedings.court_application),
        ("letter of care proceedings", proceedings.letter_of_proceedings),
    )  # fmt: skip
    flags = (
        ("family group decision making offered", proceedings.group_meeting_offered),
        ("family group decision making took place", proceedings.group_meeting_held),
    )
    said = [f"{words} {day:%-d %B %Y}" for words, day in days if day]
    said += [f"{words}: {'yes' if value else 'no'}" for words, value in flags if value is not None]
    said += [f"review meetings: {proceedings.reviews}"] if proceedings.reviews is not None else []
    said += [f"code of the outcome: {proceedings.outcome}"] if proceedings.outcome else []
    return f"The return says: {'; '.join(said) or 'nothing more'}."


@rule("8670Q", f"An assessment open for more than {ASSESSMENT_DAYS} working days")
def assessed_in_time(child: Child, context: RuleContext) -> Iterator[Breach]:
    for assessment in every(child, "assessments"):
        if is_overdue(assessment, context.counted_on):
            sentence = f"It is open for more than {ASSESSMENT_DAYS} working days."
            yield assessment.line_of("AssessmentActualStartDate"), "AssessmentActualStartDate", sentence


@rule("", f"An assessment that took more than {ASSESSMENT_DAYS} working days")
def took_no_longer(child: Child, context: RuleContext) -> Iterator[Breach]:
    for assessment in every(child, "assessments"):
        limit = assessment.started and add_working_days(assessment.started, ASSESSMENT_DAYS)
        if limit and assessment.authorised and assessment.authorised > limit:
            sentence = f"It took more than {ASSESSMENT_DAYS} working days."
            yield assessment.line_of("AssessmentActualStartDate"), "AssessmentActualStartDate", sentence


@rule("8675Q", f"A section 47 enquiry of more than {CONFERENCE_DAYS} working days without a conference")
def conference_in_time(child: Child, context: RuleContext) -> Iterator[Breach]:
    for enquiry in every(child, "enquiries"):
        if is_overdue(enquiry, context.counted_on):
            sentence = f"More than {CONFERENCE_DAYS} working days have passed, without an initial conference."
            yield enquiry.line_of("S47ActualStartDate"), "S47ActualStartDate", sentence


def is_overdue(given: Assessment | Section47, counted_on: date) -> bool:
    """Whether it is still open on the day of the return, and its time had passed by then."""
    if isinstance(given, Assessment):
        over, days = given.authorised is not None, ASSESSMENT_DAYS
    else:
        over, days = bool(given.conference or given.conference_not_required), CONFERENCE_DAYS
    return bool(given.started and not over and counted_on > add_working_days(given.started, days))


@rule("8840", "A protection plan of one day")
def plan_lasts(child: Child, context: RuleContext) -> Iterator[Breach]:
    for plan in every(child, "protection_plans"):
        if plan.started and plan.started == plan.ended:
            yield plan.line_of("CPPendDate"), "CPPendDate", "The plan began and ended on the same day."


@rule("2885", "A protection plan that did not begin at its conference")
def plan_begins_at_the_conference(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        held = {episode.conference, *(enquiry.conference for enquiry in episode.enquiries)}
        for plan in episode.protection_plans:
            if plan.started and plan.started not in held:
                sentence = "There was no initial conference of this referral on that day."
                yield plan.line_of("CPPstartDate"), "CPPstartDate", sentence


@rule("8841", "A review outside of its plan")
def reviewed_after_the_beginning(child: Child, context: RuleContext) -> Iterator[Breach]:
    for plan in every(child, "protection_plans"):
        for review in plan.reviews:
            if plan.started and review <= plan.started:
                sentence = f"The review of {review:%d %B %Y} is not after the beginning of the plan."
                yield plan.line_of("CPPreviewDate"), "CPPreviewDate", sentence


@rule("4014, 8940", "Plans of a kind that overlap")
def plans_of_a_kind_follow_each_other(child: Child, context: RuleContext) -> Iterator[Breach]:
    for element, name in (("CINPlanStartDate", "need_plans"), ("CPPstartDate", "protection_plans")):
        for one, other in combinations(every(child, name), 2):
            if overlap(one.started, one.ended, other.started, other.ended):
                yield other.line_of(element), element, "The plan overlaps another of its kind."


@rule("4001, 4016, 4017", "A child in need plan beside a protection plan")
def plans_of_two_kinds_do_not_meet(child: Child, context: RuleContext) -> Iterator[Breach]:
    for plan in every(child, "need_plans"):
        for protection in every(child, "protection_plans"):
            if overlap(plan.started, plan.ended, protection.started, protection.ended):
                yield plan.line_of("CINPlanStartDate"), "CINPlanStartDate", "It overlaps a child protection plan."


@rule("", "A protection plan with one category only")
def both_categories_are_said(child: Child, context: RuleContext) -> Iterator[Breach]:
    for plan in every(child, "protection_plans"):
        if bool(plan.category) != bool(plan.latest_category):
            element = "LatestCategoryOfAbuse" if plan.category else "InitialCategoryOfAbuse"
            yield plan.line, element, "It is not given. The other one comes in for both."
