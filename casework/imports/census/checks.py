"""What has to be unique among all children of a return; and everything that is wrong with each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from casework.imports.census.rules import children, lives, plans, referrals, refusing
from casework.imports.census.rules.rule import RuleContext, problems_of
from casework.imports.census.schema import Child
from casework.imports.report import Problem

RULES = (*refusing.RULES, *children.RULES, *lives.RULES, *referrals.RULES, *plans.RULES)


@dataclass
class ReturnChecks:
    """Ask it once for each child, in the order of the return."""

    children: dict[str, tuple[int, date | None]] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)  # of none of them is it known which holds
    upns: dict[str, str | None] = field(default_factory=dict)

    def problems_of(self, child: Child, context: RuleContext) -> Iterator[Problem]:
        yield from problems_of(child, context, RULES)
        if child.number:
            yield from self._twice(child, child.number)
        if child.upn:
            yield from self._same_upn(child, child.upn)

    def _twice(self, child: Child, number: str) -> Iterator[Problem]:
        if number not in self.children:
            self.children[number] = child.line, child.born or child.expected
            return
        self.twice.add(number)
        line, born = self.children[number]
        same = born == (child.born or child.expected)
        yield Problem(
            line=child.line_of("LAchildID"), child=number, field="LAchildID", refused=True,
            kind="A child twice in the return (8510)",
            sentence=f"A child with this number stands already in line {line}, "
            + ("with the same birth: put both into one" if same else "with another birth: one number is wrong")
            + ". (rule 8510)",
        )  # fmt: skip

    def _same_upn(self, child: Child, upn: str) -> Iterator[Problem]:
        other = self.upns.setdefault(upn, child.number)
        if other != child.number:
            yield Problem(
                line=child.line_of("UPN"), child=child.number or "", field="UPN", refused=False,
                kind="Two children with one unique pupil number (1520)",
                sentence=f"The child {other} has the same unique pupil number. Both keep it. (rule 1520)",
            )  # fmt: skip
