"""The made-up county: every table is filled, and what stands there is what the product could have written."""

import pytest
from django.apps import apps

from casework.families.models import Family
from casework.holds.models import Held, Hold
from config.bench.pages import MANAGER, WORKER
from config.county.county import tell
from config.county.rows import Rows
from config.county.size import Size
from tests.counties import county  # noqa: F401
from tests.factories import NOW
from tests.shape.addresses import addresses
from workbook.relationships.checks import why_locked
from workbook.workbooks.states import WorkbookState

OURS = ("casework", "workbook", "supervision", "chronology", "audit")
# Models that a county leaves empty, each with its reason.
APART = "only of somebody in two families, of which one is restricted"
EMPTY = {"casework.KnownApart": APART, "casework.HistoricalKnownApart": APART}
READ = {
    "family", "people", "notes", "workbook", "programmes", "family-supervisions", "chronology", "journey", "genogram",
    "ecomap", "allocations", "actions", "warnings", "safety-plan", "closures", "history", "restriction",
}  # fmt: skip


def test_county_fills_every_table(county):  # noqa: F811
    empty = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OURS and not model._base_manager.exists()
    }
    assert empty == EMPTY.keys()


@pytest.mark.slow
def test_county_has_pages_that_answer(county):  # noqa: F811
    read = [address for address in addresses() if address.name in READ]
    assert len(read) == len(READ)
    paths = [address.filled({"family_id": family}) for family in _some_of_each_kind() for address in read]
    answers = {path: county.clients[MANAGER].get(path, follow=True).status_code for path in paths}
    assert {path: status for path, status in answers.items() if status != 200} == {}


def _some_of_each_kind():
    """The first open families of the first team, each of another kind, and a closed one that had a Workbook."""
    families = Family.objects.filter(familyteam__team__memberships__user__email="manager0@county.invalid").order_by(
        "pk"
    )
    ranks = (0, 1, 4, 14)
    is_open = families.filter(involvement__closed_on=None).distinct()
    closed = families.filter(workbook__state=WorkbookState.CLOSED).first()
    return [is_open[rank].pk for rank in ranks] + [closed.pk]


def test_county_locks_relationships_as_its_summaries_ask(county):  # noqa: F811
    locked = set(Hold.objects.filter(what=Held.RELATIONSHIPS).values_list("family", flat=True))
    for family in Family.objects.order_by("pk")[:80]:
        assert (family.pk in locked) == bool(why_locked(family)), family.pk


def test_county_worker_reads_the_own_family_alone(county):  # noqa: F811
    answer = county.clients[WORKER].get(f"/families/{county.subject.family}/")
    assert answer.status_code == 200


def test_county_is_the_same_for_the_same_seed(db):
    told = [_rows_of(seed) for seed in (1, 1, 2)]
    assert told[0] == told[1]
    assert told[0] != told[2]


def _rows_of(seed):
    rows = Rows()
    assert len(list(tell(rows, Size(12), now=NOW, seed=seed, password="!"))) == 12
    return {table.name: repr(table.waiting) for table in rows.tables.values()}
