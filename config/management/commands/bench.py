"""`make bench`: what each page costs each role, in counties of several sizes, written into docs/performance.md."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.bench import counties, load, people, report
from config.bench.rounds import County, measured

PAGE = settings.BASE_DIR / "docs" / "performance.md"
BEGINS, ENDS = "<!-- measured: what `make bench` writes -->", "<!-- end of what was measured -->"


class Command(BaseCommand):
    help = "Measure each page for each role; --families may be given several times, the smallest first."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--families", type=int, action="append", metavar="N", help="1000 and 10000 by default")
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument(
            "--people", type=float, default=0, metavar="SECONDS", help="let 70 people work so long in each"
        )
        parser.add_argument("--alone", action="store_true", help="leave out the rounds beside a sweep and an import")
        parser.add_argument("--print", action="store_true", help="write nothing into docs/performance.md")
        parser.add_argument("--forget", action="store_true", help="drop the counties afterwards")
        parser.add_argument("--load", metavar="DATABASE", help="what runs beside the busy rounds; used by itself")

    def handle(self, *, families, rounds, alone, forget, **options):
        if not counties.OWNER_URL:
            raise CommandError("Run `make bench`, which starts the servers that this needs.")
        if settings.DEBUG:
            raise CommandError("With DEBUG=1 Django keeps each statement, which costs more than many a page.")
        # A page that somebody may not open says so in the log, once for each answer.
        logging.disable(logging.WARNING)
        if options["load"]:
            load.run(options["load"])
        call_command("collectstatic", interactive=False, verbosity=0)
        sizes = families or [1_000, 10_000]
        names = [counties.provide(size) for size in sizes]
        text = "\n".join([*self._measure(sizes, names, rounds, alone), *_people(sizes, names, options["people"])])
        self.stdout.write(text)
        if not options["print"]:
            write(text)
        for name in names if forget else ():
            counties.forget(name)

    def _measure(self, sizes, names, rounds, alone):
        commit = report.commit()
        opened = [County(name) for name in names]
        quiet = measured(opened, rounds)
        busy = {}
        if not alone:
            with load.beside(names[-1]):
                busy = measured(opened[-1:], max(3, rounds // 2))
        for county in opened:
            county.close()
        return report.lines(sizes, quiet, busy, commit=commit)


def _people(sizes: list[int], names: list[str], seconds: float) -> Iterator[str]:
    """What people at work in each county wait for; twice each, in turn."""
    if not seconds:
        return
    each = f"each with a page every {people.BETWEEN_PAGES:.0f} s"
    yield f"\n{people.PEOPLE} people, {each}, on a web server with two processes:\n"
    for size, name in [*zip(sizes, names, strict=True)] * 2:
        worked = people.worked_in(name, seconds=seconds)
        yield f"* {size:,} families: {worked.line()}{''.join(f'; {each}' for each in worked.errors[:3])}"


def write(text: str) -> None:
    """Put the table into the page, in the place of the last."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    PAGE.write_text(f"{before}{BEGINS}\n\n{text}\n\n{ENDS}{after}", encoding="utf-8")
