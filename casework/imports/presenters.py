"""What an import prints at its end, in lines."""

from collections import Counter
from collections.abc import Iterator, Sequence

from casework.families.models import Family
from casework.imports.ledger.models import ImportRun
from casework.imports.report import ImportReport, printable
from casework.words import say_when

MANY = "… and {} more, counted below"


def problem_lines(report: ImportReport) -> Iterator[str]:
    """Each refused row and each warning, with line, child, field and sentence."""
    for refused, heading in ((True, "Set aside"), (False, "Warnings")):
        listed = sorted(
            (problem for problem in report.problems if problem.refused is refused), key=lambda problem: problem.line
        )
        counted = sum(number for (_, kind), number in report.kinds.items() if kind is refused)
        if counted:
            yield f"{heading}: {counted:,}"
            yield from (f"  {problem}" for problem in listed)
            if counted > len(listed):
                yield f"  {MANY.format(counted - len(listed))}"


def missing_lines(report: ImportReport) -> Iterator[str]:
    """The teams and workers that the file names and that have to be added first."""
    for words, names in (("teams", report.missing_teams), ("workers", report.missing_workers)):
        if names:
            yield printable(f"Not here yet, and to be added first, {words}: {', '.join(names)}")


def change_lines(report: ImportReport) -> Iterator[str]:
    """What changed in rows that an earlier import brought in, what moved, and what is gone."""
    for heading, name, sentences in (
        ("Moved within one episode", "moved", report.moves),
        ("Changed since the last import", "changed", report.changes),
        ("Gone from the return", "gone", report.gone),
    ):
        if sentences:
            yield f"{heading}: {report.figures[name]:,}"
            yield from (f"  {sentence}" for sentence in sentences)


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


def run_line(run: ImportRun) -> str:
    """'Run 3: Census return, return.xml, Tue 3 Nov 2026, 10:00: 1,200 children, 3 set aside'."""
    if undone := getattr(run, "undone", None):
        what = f"undone {say_when(undone.at)}, because: {undone.because}"
    elif ended := getattr(run, "end", None):
        figures = {name: number for name, number in ended.figures.items() if number and "," not in name}
        what = ", ".join(f"{number:,} {name}" for name, number in figures.items()) or "nothing came in"
    else:
        what = "cut off; run the file again"
    return printable(f"Run {run.pk}: {run.get_kind_display()}, {run.file_name}, {say_when(run.at)}: {what}")


def undone_lines(figures: Counter[str], stay: Sequence[Family]) -> Iterator[str]:
    """What undoing a run came to."""
    yield f"Taken back: {figures['taken back']:,} rows. Values put back: {figures['values put back']:,}."
    if figures["values left"]:
        yield f"Values that were changed again since, and stay: {figures['values left']:,}."
    if stay:
        names = ", ".join(family.reference for family in stay)
        yield f"People have written since about these families, and what the run made there stays: {names}."
