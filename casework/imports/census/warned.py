"""What is wrong with a return and comes in as it stands, with a warning: it is for the authority to put right."""

from datetime import date
from itertools import chain, combinations

from casework.duedates.clock import add_working_days
from casework.imports.census.checks import collector
from casework.people.numbers import wrong_with_upn
from casework.practice import codes

RULES = []
rule = collector(RULES, refuses=False)

SOURCE_SINCE = date(2013, 4, 1)
ASSESSMENT_DAYS = 45  # working days
CONFERENCE_DAYS = 15  # working days
AFTER_ASSESSMENT = ("RC8", "RC9")
NO_FACTORS = "21"


@rule("1510", "A unique pupil number that does not check")
def upn_checks(child, context):
    for element, upn in (("UPN", child.upn), ("FormerUPN", child.former_upn)):
        if upn and (wrong := wrong_with_upn(upn)):
            yield child.line_of(element), element, f"{wrong} It is kept as it is."


@rule("1580", "A number with other than letters and digits")
def number_is_letters_and_digits(child, context):
    if child.number and not (child.number.isascii() and child.number.isalnum()):
        yield child.line_of("LAchildID"), "LAchildID", "The child’s number has other than letters and digits."


@rule("4180, 8750", "Sex missing, contradictory, or given for an unborn child")
def sex_is_said(child, context):
    if not child.sex and not child.gender:
        yield child.line_of("LAchildID"), "Sex", "It is not given, and comes in as unknown."
    if child.sex and child.gender and child.sex != {"1": "M", "2": "F"}.get(child.gender, "U"):
        yield child.line_of("Sex"), "Sex", "It is another than GenderCurrent says. Sex comes in."
    if child.expected and not child.born and (child.sex in ("M", "F") or child.gender in ("1", "2")):
        element = "Sex" if child.sex else "GenderCurrent"
        yield child.line_of(element), element, "The child is not yet born. It comes in as unknown."


@rule("4220", "Ethnicity missing")
def ethnicity_is_said(child, context):
    if not child.ethnicity:
        yield child.line_of("Ethnicity"), "Ethnicity", "It is not given, and comes in as not yet known."


@rule("8790, 8794", "Disabilities that contradict or repeat themselves")
def disabilities_agree(child, context):
    if "NONE" in child.disabilities and len(set(child.disabilities)) > 1:
        yield child.line_of("Disability"), "Disability", "NONE stands with others. The others come in."
    if len(set(child.disabilities)) < len(child.disabilities):
        yield child.line_of("Disability"), "Disability", "One stands twice. It comes in once."


@rule("", "A child without any referral")
def has_a_referral(child, context):
    if not child.episodes:
        yield child.line, "CINdetails", "There is no referral. The child comes in alone."


@rule("", "A referral after the child’s death")
def referred_in_life(child, context):
    for episode in child.episodes:
        if child.died and episode.referred and episode.referred > child.died:
            yield episode.line_of("CINreferralDate"), "CINreferralDate", "It is after the date of the child’s death."


@rule("", "Closed after the child’s death, or not at all")
def closed_at_death(child, context):
    for episode in child.episodes:
        if child.died and not episode.closed:
            yield episode.line, "CINclosureDate", "The child has died and the referral is open."
        elif child.died and episode.closed > child.died:
            yield episode.line_of("CINclosureDate"), "CINclosureDate", "It is after the date of the child’s death."


@rule("", "Closed as died without a date of death")
def death_has_a_date(child, context):
    for episode in child.episodes:
        if episode.closed_because == "RC2" and not child.died:
            sentence = "It says that the child died, and there is no date of death. None comes in."
            yield episode.line_of("ReasonForClosure"), "ReasonForClosure", sentence


@rule("", "A date after that of the return")
def has_happened_before_the_return(child, context):
    for episode in child.episodes:
        happened = (("CINreferralDate", episode.referred), ("CINclosureDate", episode.closed))
        for group, element, day in (*((episode, *each) for each in happened), *_dated(episode)):
            if day and day > context.counted_on and element != "DateOfInitialCPC":
                future = "in the future" if day > context.today else "after the reference date of the return"
                yield group.line_of(element), element, f"{day:%d %B %Y} is {future}. It is kept as it is."


@rule("", "A reason for closure that was not in use then")
def reason_holds_on_its_day(child, context):
    for episode in child.episodes:
        if _of_another_time("closure_reasons", episode.closed_because, episode.closed):
            sentence = f"‘{episode.closed_because}’ was not in use on {episode.closed:%d %B %Y}. It is kept as it is."
            yield episode.line_of("ReasonForClosure"), "ReasonForClosure", sentence


@rule("8945Q, 8950Q", "A factor that was not in use then")
def factors_hold_on_their_day(child, context):
    for assessment in _all(child, "assessments"):
        day = assessment.authorised or assessment.started
        for factor in dict.fromkeys(assessment.factors):
            if _of_another_time("factors", factor, day):
                sentence = f"The factor ‘{factor}’ was not in use on {day:%d %B %Y}. It is kept as it is."
                yield assessment.line_of("AssessmentFactors"), "AssessmentFactors", sentence


def _of_another_time(name, value, day):
    known = next((code for code in codes.read(name).codes if code.code == value), None)
    return known and day and not known.holds(day)


@rule("8869", "No factors, and factors")
def factors_agree(child, context):
    for assessment in _all(child, "assessments"):
        if NO_FACTORS in assessment.factors and len(set(assessment.factors)) > 1:
            sentence = "21 (no factors) stands with others. All are kept."
            yield assessment.line_of("AssessmentFactors"), "AssessmentFactors", sentence


@rule("8897Q", "A completed assessment without factors")
def completed_with_factors(child, context):
    for assessment in _all(child, "assessments"):
        if assessment.authorised and not assessment.factors:
            yield assessment.line, "AssessmentFactors", "The assessment is completed and has no factor."


@rule("8610", "Primary need missing")
def need_is_said(child, context):
    for episode in child.episodes:
        if not episode.need and not episode.no_further_action:
            yield episode.line, "PrimaryNeedCode", "It is not given, though further action was taken."


@rule("8866", "Source of the referral missing")
def source_is_said(child, context):
    for episode in child.episodes:
        if not episode.source and episode.referred and episode.referred >= SOURCE_SINCE:
            yield episode.line, "ReferralSource", "It is not given, and has been asked since 1 April 2013."


@rule("1103", "An assessment that began before the referral")
def assessed_after_the_referral(child, context):
    for episode in child.episodes:
        for assessment in episode.assessments:
            if assessment.started and episode.referred and assessment.started < episode.referred:
                element = "AssessmentActualStartDate"
                yield assessment.line_of(element), element, "It is before the date of the referral."


@rule("8670Q", f"An assessment of more than {ASSESSMENT_DAYS} working days")
def assessed_in_time(child, context):
    for assessment in _all(child, "assessments"):
        ended = assessment.authorised or context.counted_on
        if assessment.started and ended > add_working_days(assessment.started, ASSESSMENT_DAYS):
            words = "It took" if assessment.authorised else "It is open for"
            sentence = f"{words} more than {ASSESSMENT_DAYS} working days."
            yield assessment.line_of("AssessmentActualStartDate"), "AssessmentActualStartDate", sentence


@rule("8675Q", f"A section 47 enquiry of more than {CONFERENCE_DAYS} working days without a conference")
def conference_in_time(child, context):
    for enquiry in _all(child, "enquiries"):
        if not enquiry.started or enquiry.conference_not_required or enquiry.conference:
            continue
        if context.counted_on > add_working_days(enquiry.started, CONFERENCE_DAYS):
            sentence = f"More than {CONFERENCE_DAYS} working days have passed, without an initial conference."
            yield enquiry.line_of("S47ActualStartDate"), "S47ActualStartDate", sentence


@rule("8875", "A conference at a weekend")
def conference_on_a_working_day(child, context):
    for group in (*child.episodes, *_all(child, "enquiries")):
        if group.conference and group.conference.weekday() > 4:
            sentence = f"{group.conference:%d %B %Y} is a {group.conference:%A}."
            yield group.line_of("DateOfInitialCPC"), "DateOfInitialCPC", sentence


@rule("8840", "A protection plan of one day")
def plan_lasts(child, context):
    for plan in _all(child, "protection_plans"):
        if plan.started and plan.started == plan.ended:
            yield plan.line_of("CPPendDate"), "CPPendDate", "The plan began and ended on the same day."


@rule("2885", "A protection plan that did not begin at its conference")
def plan_begins_at_the_conference(child, context):
    for episode in child.episodes:
        held = {episode.conference, *(enquiry.conference for enquiry in episode.enquiries)}
        for plan in episode.protection_plans:
            if plan.started and plan.started not in held:
                sentence = "There was no initial conference of this referral on that day."
                yield plan.line_of("CPPstartDate"), "CPPstartDate", sentence


@rule("8841", "A review outside of its plan")
def reviewed_after_the_beginning(child, context):
    for plan in _all(child, "protection_plans"):
        for review in plan.reviews:
            if plan.started and review <= plan.started:
                sentence = f"The review of {review:%d %B %Y} is not after the beginning of the plan."
                yield plan.line_of("CPPreviewDate"), "CPPreviewDate", sentence


@rule("4014, 8940", "Plans of a kind that overlap")
def plans_of_a_kind_follow_each_other(child, context):
    for element, name in (("CINPlanStartDate", "need_plans"), ("CPPstartDate", "protection_plans")):
        for one, other in combinations(_all(child, name), 2):
            if _overlap(one.started, one.ended, other.started, other.ended):
                yield other.line_of(element), element, "The plan overlaps another of its kind."


@rule("4001, 4016, 4017", "A child in need plan beside a protection plan")
def plans_of_two_kinds_do_not_meet(child, context):
    for plan in _all(child, "need_plans"):
        for protection in _all(child, "protection_plans"):
            if _overlap(plan.started, plan.ended, protection.started, protection.ended):
                yield plan.line_of("CINPlanStartDate"), "CINPlanStartDate", "It overlaps a child protection plan."


@rule("8815", "Referrals of one child that overlap")
def referrals_follow_each_other(child, context):
    for one, other in combinations(child.episodes, 2):
        if _overlap(one.referred, one.closed, other.referred, other.closed):
            yield other.line_of("CINreferralDate"), "CINreferralDate", "It overlaps another referral of the child."


def _overlap(started, ended, other_started, other_ended):
    """Whether two spans share more than the day on which one ends and the other begins."""
    if started is None or other_started is None:
        return False
    return (ended is None or other_started < ended) and (other_ended is None or started < other_ended)


@rule("8565", "Something happened after the closure")
def nothing_after_the_closure(child, context):
    for episode in child.episodes:
        for group, element, day in _dated(episode):
            if episode.closed and day and day > episode.closed:
                yield group.line_of(element), element, "It is after the referral was closed."


def _dated(episode):
    yield episode, "DateOfInitialCPC", episode.conference
    for each in episode.assessments:
        yield each, "AssessmentActualStartDate", each.started
        yield each, "AssessmentAuthorisationDate", each.authorised
    for each in episode.need_plans:
        yield each, "CINPlanStartDate", each.started
        yield each, "CINPlanEndDate", each.ended
    for each in episode.enquiries:
        yield each, "S47ActualStartDate", each.started
        yield each, "DateOfInitialCPC", each.conference
    for each in episode.protection_plans:
        yield each, "CPPstartDate", each.started
        yield each, "CPPendDate", each.ended


@rule("8825Q, 2990", "Closed after assessment, without one or with more than one")
def closed_after_assessment(child, context):
    for episode in child.episodes:
        if episode.closed_because not in AFTER_ASSESSMENT:
            continue
        line = episode.line_of("ReasonForClosure")
        if not episode.assessments:
            yield line, "ReasonForClosure", "It says ‘after assessment’, and there is none."
        if episode.enquiries or episode.need_plans or episode.protection_plans or episode.conference:
            yield line, "ReasonForClosure", "It says ‘after assessment’, and there was more than an assessment."


def _all(child, name):
    return list(chain.from_iterable(getattr(episode, name) for episode in child.episodes))
