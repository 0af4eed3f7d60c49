"""What Prometheus reads: how pages are answered, summed over the processes of one server, and the ages that matter.

The processes of a server write their numbers into the files of one folder (`counting`).
"""

import os
from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from config.health.counting import FOLDER
from config.health.readiness import Readiness, readiness

REQUESTS = Counter("workbook_requests", "Answers by page, method and status.", ["page", "method", "status"])
SECONDS = Histogram(
    "workbook_request_seconds", "Seconds to an answer.", ["method"], buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15)
)


def as_text() -> bytes:
    """All metrics as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(AgesCollector())
    counted = generate_latest(_counted())
    return counted + generate_latest(registry)


def _counted() -> CollectorRegistry:
    """Of all processes of this server, or of this one where they have no folder."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    return registry


class AgesCollector:
    """Asked at each reading; ages are in seconds, 0 where nothing waits, and absent where they are not known."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = readiness(timezone.now())
        parts = GaugeMetricFamily("workbook_part_ok", "1 where the part does its work.", labels=["part"])
        ages = GaugeMetricFamily("workbook_oldest_seconds", "Age of what waits longest.", labels=["what"])
        for name, part in found.parts.items():
            parts.add_metric([name], float(part.ok))
        for what, seconds in _ages(found).items():
            ages.add_metric([what], seconds)
        yield parts
        yield ages
        yield GaugeMetricFamily("workbook_mails_set_aside", "Mails that are tried no more.", value=found.set_aside)


def _ages(found: Readiness) -> dict[str, float]:
    ages = {name: found.parts[name].seconds or 0.0 for name in ("mail", "papers") if name in found.parts}
    ticked = found.parts["tick"].seconds
    return ages | {"unsent_mail": found.waiting or 0.0} | ({"tick": ticked} if ticked is not None else {})
