"""Warnings about assessments, enquiries and plans. All of it is imported as it is."""

from collections.abc import Iterator
from itertools import combinations

from casework.imports.census.rules.rule import Breach, Rule, RuleContext, collector, every, of_another_time, overlap
from casework.imports.census.schema import Child
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
        for assessment in episode.assessments:
            if assessment.started and episode.referred and assessment.started < episode.referred:
                element = "AssessmentActualStartDate"
                yield assessment.line_of(element), element, "It is before the date of the referral."


@rule("8670Q", f"An assessment of more than {ASSESSMENT_DAYS} working days")
def assessed_in_time(child: Child, context: RuleContext) -> Iterator[Breach]:
    for assessment in every(child, "assessments"):
        ended = assessment.authorised or context.counted_on
        if assessment.started and ended > add_working_days(assessment.started, ASSESSMENT_DAYS):
            words = "It took" if assessment.authorised else "It is open for"
            sentence = f"{words} more than {ASSESSMENT_DAYS} working days."
            yield assessment.line_of("AssessmentActualStartDate"), "AssessmentActualStartDate", sentence


@rule("8675Q", f"A section 47 enquiry of more than {CONFERENCE_DAYS} working days without a conference")
def conference_in_time(child: Child, context: RuleContext) -> Iterator[Breach]:
    for enquiry in every(child, "enquiries"):
        if not enquiry.started or enquiry.conference_not_required or enquiry.conference:
            continue
        if context.counted_on > add_working_days(enquiry.started, CONFERENCE_DAYS):
            sentence = f"More than {CONFERENCE_DAYS} working days have passed, without an initial conference."
            yield enquiry.line_of("S47ActualStartDate"), "S47ActualStartDate", sentence


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
