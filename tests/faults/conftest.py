"""Faults: parts of the whole product are killed while people write."""

import statistics
import time
from collections import defaultdict

import pytest

from tests.config.local.conftest import open_folder  # noqa: F401
from tests.faults.product import Product, until
from tests.faults.writers import Writer
from tests.saving.processes.conftest import Visitor

BACK = 60  # seconds within which every writer is answered and every part is there again
COUNT = """
SELECT passage.text, count(*) FROM casework_notepassage passage
JOIN casework_casenote note ON note.id = passage.owner_id WHERE note.kind = 'telephone_call' GROUP BY passage.text
"""


class Room:
    """The product with its writers; `recovered` has the seconds by kind of fault."""

    def __init__(self, product: Product, writers: list[Writer]) -> None:
        self.product, self.writers = product, writers
        self.recovered: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def kill(self, *kinds: str, until_whole: bool) -> None:
        """Kills parts at the same moment, and waits until all writers are answered and what was killed is replaced.

        `until_whole` waits until every part does its work again; a worker takes some seconds to start.
        """
        before, moment = self.product.processes(), time.monotonic()
        self.product.kill(*kinds)
        until(lambda: all(writer.acknowledged_since(moment) for writer in self.writers), BACK)
        answered = max(writer.acknowledged_since(moment) or 0 for writer in self.writers) - moment
        until(lambda: not set(kinds) & self.product.missing(before), BACK)
        if until_whole:
            until(self.product.is_whole, BACK)
        self.recovered[" and ".join(sorted(kinds))].append((answered, time.monotonic() - moment))

    def table(self) -> str:
        """For each kind: how often, seconds until every writer was answered, and until every part was back."""
        lines = [f"{'killed':<28}{'times':>6}{'answers again, s':>20}{'whole again, s':>20}"]
        lines.append(f"{'':<34}{'median':>13}{'worst':>7}{'median':>13}{'worst':>7}")
        for name, pairs in sorted(self.recovered.items()):
            answered, whole = zip(*pairs, strict=True)
            lines.append(
                f"{name:<28}{len(pairs):>6}{statistics.median(answered):>13.1f}{max(answered):>7.1f}"
                f"{statistics.median(whole):>13.1f}{max(whole):>7.1f}"
            )
        return "\n".join(lines)

    def settle(self) -> int:
        """Stops the writers, and holds what they were told against what is saved; how many writes there were."""
        for writer in self.writers:
            writer.stop(BACK)
        assert [writer.unexpected for writer in self.writers if writer.unexpected] == []
        acknowledged = sorted(write.text for writer in self.writers for write in writer.writes)
        with self.product.database() as database:
            saved = dict(database.execute(COUNT).fetchall())
        assert {text: times for text, times in saved.items() if times > 1} == {}, "doubled"
        assert sorted(set(acknowledged) - set(saved)) == [], "lost"
        assert sorted(set(saved) - set(acknowledged)) == [], "saved and not acknowledged"
        return len(acknowledged)


@pytest.fixture
def room(transactional_db, allocated, cast, open_folder):  # noqa: F811
    """The product, in which three people write in one family."""
    product = Product(open_folder)
    url = f"/families/{allocated.family.pk}/record/telephone_call/"
    writers = [Writer(Visitor(product, user), url) for user in (cast.sue, cast.dora, cast.rick)]
    product.start()
    for writer in writers:
        writer.start()
    room = Room(product, writers)
    until(product.is_whole)
    yield room
    for writer in writers:
        writer.stopping.set()
    product.stop()
