"""Warnings about facts of a return that lie outside the child's life; the return is imported as it is.

They do not stop the import: a return says what an authority has recorded, and the department's validation passes some.
"""

from collections.abc import Callable, Iterator
from datetime import date

from casework.families.models import FamilyRole
from casework.imports.census.rules.referrals import PREGNANCY, is_a_child
from casework.imports.census.rules.rule import Breach, Rule, RuleContext, collector
from casework.imports.census.schema import Child, Episode, Group
from casework.lives import checks
from casework.lives.checks import Fact, What, check_expected_day, check_in_life
from casework.lives.roles import check_in_role
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.confirming import confirming

RULES: list[Rule] = []
rule = collector(RULES, refuses=False)
Dated = tuple[Group, str, What, date | None]
# That one comes after the death has a rule of its own.
REFERRAL = checks.REFERRAL._replace(after_death=True)


@rule("", "A fact outside the child’s life")
def facts_lie_in_the_life(child: Child, context: RuleContext) -> Iterator[Breach]:
    one = Person(name="The child", born=child.born, expected=child.expected, died=child.died)
    birth = child.born or child.expected
    for group, element, what, day in _dated(child):
        if day is None or (birth and element == "CINreferralDate" and day < birth - PREGNANCY):  # 8606 says it
            continue
        try:
            check_in_life(Fact(what, day, one), max(day, context.today))
        except Refusal as refusal:
            yield group.line_of(element), element, f"{refusal.sentence} It comes in as it is."


@rule("", "Odd in the child’s life")
def what_is_odd_is_told(child: Child, context: RuleContext) -> Iterator[Breach]:
    """As a form would ask about it, or refuse it of somebody whom it enters."""
    one = Person(name="The child", born=child.born, expected=child.expected, died=child.died)
    element = "PersonBirthDate" if child.born else "ExpectedPersonBirthDate"
    if not list(is_a_child(child, context)):  # which says it
        for sentence in _said_of(check_in_role, one, FamilyRole.CHILD, context.counted_on, context.counted_on):
            yield child.line_of(element), element, f"{sentence} It comes in as it is."
    if child.expected and not child.born:
        for sentence in _said_of(check_expected_day, child.expected, context.counted_on):
            yield child.line_of(element), element, f"{sentence} It comes in as it is."


def _said_of(check: Callable[..., None], *values: object) -> list[str]:
    """What the check refuses or asks about."""
    with confirming(None) as found:
        try:
            check(*values)
        except Refusal as refusal:
            return [refusal.sentence]
    return [odd.sentence for odd in found]


def _dated(child: Child) -> Iterator[Dated]:
    for episode in child.episodes:
        yield episode, "CINreferralDate", REFERRAL, episode.referred
        yield from _of_episode(episode)


def _of_episode(episode: Episode) -> Iterator[Dated]:
    for assessment in episode.assessments:
        yield assessment, "AssessmentActualStartDate", checks.ASSESSMENT, assessment.started
    for enquiry in episode.enquiries:
        yield enquiry, "S47ActualStartDate", checks.SECTION_47, enquiry.started
    for need_plan in episode.need_plans:
        yield need_plan, "CINPlanStartDate", checks.PLAN, need_plan.started
    for plan in episode.protection_plans:
        yield plan, "CPPstartDate", checks.PLAN, plan.started
    for proceedings in episode.proceedings:
        yield proceedings, "PPStartDate", checks.PRE_PROCEEDINGS, proceedings.started
