"""The measured figures as a table: ratios of one run, with the machine and the commit."""

import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.utils import timezone

from config.bench.rounds import Asked, Median

Figures = Mapping[Asked, Sequence[Median | None]]
COLUMNS = (
    "page", "role", "queries", "rows read", "kB", "processor ms", "PostgreSQL ms", "× floor", "rows ×", "work ×",
    "busy ×",
)  # fmt: skip
GAVE_UP = "over 20 s"


def lines(sizes: Sequence[int], alone: Figures, busy: Figures, *, commit: str) -> Iterator[str]:
    """Markdown: figures of the first size, and the last size in times of it; `busy` is of the last size."""
    small, large = sizes[0], sizes[-1]
    yield f"Measured on {timezone.localdate()} at commit `{commit}`, on {_machine()}."
    yield ""
    yield (
        f"Figures are those of {small:,} families. *rows ×* and *work ×* (processor and PostgreSQL together) are "
        f"{large:,} families against {small:,}; *busy ×* is how long {large:,} take while a sweep and an import run."
    )
    yield ""
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'---|' * 2}{'---:|' * (len(COLUMNS) - 2)}"
    for asked, medians in alone.items():
        yield f"| {' | '.join(_cells(asked, medians, busy.get(asked)))} |"


def _cells(asked: Asked, medians: Sequence[Median | None], busy: Sequence[Median | None] | None) -> Iterator[str]:
    first, last = medians[0], medians[-1]
    yield asked.page
    yield asked.role
    if first is None:
        yield from [GAVE_UP, *[""] * (len(COLUMNS) - 3)]
        return
    yield str(first.queries)
    yield f"{first.rows:,}"
    yield f"{first.size / 1000:.0f}"
    yield f"{first.processor * 1000:.1f}"
    yield f"{first.database * 1000:.1f}"
    yield f"{first.work / first.floor:.1f}"
    yield from (f"{last.rows / max(1, first.rows):.2f}", f"{last.work / first.work:.2f}") if last else (GAVE_UP, "")
    beside = busy[-1] if busy else None
    yield f"{beside.wall / last.wall:.2f}" if beside and last else ""


def commit() -> str:
    """The commit that is checked out, and whether something was changed since."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    return (git("rev-parse", "--short", "HEAD") or "unknown") + (
        " with changes" if git("status", "--porcelain") else ""
    )


def _machine() -> str:
    return f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}"
