"""What an import prints at its end, in lines."""

from collections.abc import Iterator

from casework.imports.report import ImportReport

MANY = "… and {} more, counted below"


def problem_lines(report: ImportReport) -> Iterator[str]:
    """Each refused row and each warning, with line, child, field and sentence."""
    for refused, heading in ((True, "Refused"), (False, "Warnings")):
        listed = sorted(
            (problem for problem in report.problems if problem.refused is refused), key=lambda problem: problem.line
        )
        counted = sum(number for (_, kind), number in report.kinds.items() if kind is refused)
        if counted:
            yield f"{heading}: {counted:,}"
            yield from (f"  {problem}" for problem in listed)
            if counted > len(listed):
                yield f"  {MANY.format(counted - len(listed))}"


def change_lines(report: ImportReport) -> Iterator[str]:
    """What changed in rows that an earlier import brought in."""
    if report.changes:
        yield f"Changed since the last import: {report.figures['changed']:,}"
        yield from (f"  {change}" for change in report.changes)


def figure_lines(report: ImportReport) -> Iterator[str]:
    """How many of what, and how many warnings of which kind."""
    yield "Figures"
    for name in [name for name in report.figures if "," not in name and name != "changed"]:
        parts = [
            f"{number:,} {words.partition(', ')[2]}"
            for words, number in report.figures.items()
            if words.startswith(f"{name}, ") and number
        ]
        yield f"  {name}: {report.figures[name]:,}" + (f" ({', '.join(parts)})" if parts else "")
    yield f"  warnings: {report.warnings:,}"
    for (kind, refused), number in report.kinds.most_common():
        if not refused:
            yield f"    {number:,} × {kind}"
