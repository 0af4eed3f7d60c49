"""Each part is killed while people write: what was acknowledged is there once, and the product goes on by itself."""

import os
import random

import pytest

from tests.faults.conftest import BACK
from tests.faults.product import KINDS, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.rule("C16")]
FAULTS = int(os.environ.get("FAULTS", "0"))
SEED = int(os.environ.get("FAULTS_SEED", "0")) or random.randrange(1, 1_000_000)
QUICK = 30  # seconds, on two busy cores, within which everybody is answered


def test_product_goes_on_after_each_part_was_killed_and_no_acknowledged_write_is_lost_or_doubled(room):
    for kind in KINDS:
        room.kill(kind, until_whole=False)
    until(room.product.is_whole, BACK)
    writes = room.settle()
    report = f"{writes} writes\n{room.table()}\n{room.product.output()}"
    assert writes > 2 * len(KINDS), report
    assert all(answered < QUICK for pairs in room.recovered.values() for answered, _ in pairs), report
    assert room.product.process.poll() is None, report


@pytest.mark.skipif(not FAULTS, reason="`make faults` asks for it")
def test_product_goes_on_after_many_random_faults(room):
    print(f"\n{FAULTS} faults, seed {SEED}", flush=True)
    chance = random.Random(SEED)
    for number in range(1, FAULTS + 1):
        room.kill(*chance.sample(KINDS, 2 if chance.random() < 0.2 else 1), until_whole=True)
        if number % 20 == 0:
            print(f"{number} faults, {sum(len(writer.writes) for writer in room.writers)} writes", flush=True)
    print(f"{room.settle()} writes, each acknowledged and saved once\n{room.table()}")
    assert room.product.process.poll() is None, room.product.output()
