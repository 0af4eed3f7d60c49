"""Warnings about a child: its numbers, characteristics and death. All of it is imported as it is."""

from collections.abc import Iterator

from casework.imports.census.rules.rule import Breach, Rule, RuleContext, collector
from casework.imports.census.schema import Child
from casework.people.checks import upn_error

RULES: list[Rule] = []
rule = collector(RULES, refuses=False)


@rule("1510", "A unique pupil number that does not check")
def upn_checks(child: Child, context: RuleContext) -> Iterator[Breach]:
    for element, upn in (("UPN", child.upn), ("FormerUPN", child.former_upn)):
        if upn and (wrong := upn_error(upn)):
            yield child.line_of(element), element, f"{wrong} It is kept as it is."


@rule("1580", "A number with other than letters and digits")
def number_is_letters_and_digits(child: Child, context: RuleContext) -> Iterator[Breach]:
    if child.number and not (child.number.isascii() and child.number.isalnum()):
        yield child.line_of("LAchildID"), "LAchildID", "The child’s number has other than letters and digits."


@rule("4180, 8750", "Sex missing, contradictory, or given for an unborn child")
def sex_is_said(child: Child, context: RuleContext) -> Iterator[Breach]:
    if not child.sex and not child.gender:
        yield child.line_of("LAchildID"), "Sex", "It is not given, and comes in as unknown."
    if child.sex and child.gender and child.sex != {"1": "M", "2": "F"}.get(child.gender, "U"):
        yield child.line_of("Sex"), "Sex", "It is another than GenderCurrent says. Sex comes in."
    if child.expected and not child.born and (child.sex in ("M", "F") or child.gender in ("1", "2")):
        element = "Sex" if child.sex else "GenderCurrent"
        yield child.line_of(element), element, "The child is not yet born. It comes in as unknown."


@rule("", "Gender 9, for which the record has no sex")
def gender_has_a_sex(child: Child, context: RuleContext) -> Iterator[Breach]:
    if child.gender == "9" and not child.sex:
        yield child.line_of("GenderCurrent"), "GenderCurrent", "9 (indeterminate) comes in as sex unknown."


@rule("4220", "Ethnicity missing")
def ethnicity_is_said(child: Child, context: RuleContext) -> Iterator[Breach]:
    if not child.ethnicity:
        yield child.line_of("Ethnicity"), "Ethnicity", "It is not given, and comes in as not yet known."


@rule("8790, 8794", "Disabilities that contradict or repeat themselves")
def disabilities_agree(child: Child, context: RuleContext) -> Iterator[Breach]:
    if "NONE" in child.disabilities and len(set(child.disabilities)) > 1:
        yield child.line_of("Disability"), "Disability", "NONE stands with others. The others come in."
    if len(set(child.disabilities)) < len(child.disabilities):
        yield child.line_of("Disability"), "Disability", "One stands twice. It comes in once."


@rule("8590", "A child without any referral")
def has_a_referral(child: Child, context: RuleContext) -> Iterator[Breach]:
    if not child.episodes:
        yield child.line, "CINdetails", "There is no referral. The child comes in alone."


@rule("8555Q", "A referral after the child’s death")
def referred_in_life(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if child.died and episode.referred and episode.referred > child.died:
            yield episode.line_of("CINreferralDate"), "CINreferralDate", "It is after the date of the child’s death."


@rule("", "Closed after the child’s death, or not at all")
def closed_at_death(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if not child.died:
            continue
        if not episode.ended:
            yield episode.line, "CINclosureDate", "The child has died and the referral is open."
        elif episode.closed and episode.closed > child.died:
            yield episode.line_of("CINclosureDate"), "CINclosureDate", "It is after the date of the child’s death."


@rule("8585Q", "Closed as died without a date of death")
def death_has_a_date(child: Child, context: RuleContext) -> Iterator[Breach]:
    for episode in child.episodes:
        if episode.closed_because == "RC2" and not child.died:
            sentence = "It says that the child died, and there is no date of death. None comes in."
            yield episode.line_of("ReasonForClosure"), "ReasonForClosure", sentence
