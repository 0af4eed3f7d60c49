"""The Larch family as the journeys of a Workbook find it: known, referred, three workers allocated."""

from datetime import date, datetime
from types import SimpleNamespace

from casework.families import services as families
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from tests.checklist import all_met
from tests.factories import LONDON, add_adult, add_child
from workbook.allocations import services as allocations
from workbook.workbooks import services as workbooks

OPENED = datetime(2026, 9, 1, 9, tzinfo=LONDON)
MEETING = datetime(2026, 9, 30, 10, tzinfo=LONDON)


def the_larches(cast):
    """Lily (8) and Sam (4) with their mother Jo; Sue leads, Dora and Rick work with Jo."""
    mary = {"by": cast.mary, "at": OPENED}
    family = families.add_family(name="Larch", team=cast.north, **mary)
    lily = add_child(family, cast.mary, name="Lily Larch", born=date(2018, 3, 9), at=OPENED)
    sam = add_child(family, cast.mary, name="Sam Larch", born=date(2022, 1, 20), at=OPENED)
    jo = add_adult(family, cast.mary, name="Jo Larch", at=OPENED)
    relationships.relate_to_all(family, jo, kind="mother", others=[lily, sam], **mary)
    referral = referrals.record_referral(
        family, received_on=OPENED.date(), source="6", reason="Police attended twice.",
        needs={lily: "N1", sam: "N1"}, transferred_at=OPENED, **mary,
    )  # fmt: skip
    for worker, role in (
        (cast.sue, "social_worker"), (cast.dora, "domestic_abuse_victim"), (cast.rick, "recovery_worker")
    ):  # fmt: skip
        allocations.allocate(family, worker, role=role, lead=worker == cast.sue, **mary)
    return SimpleNamespace(family=family, lily=lily, sam=sam, jo=jo, referral=referral)


def with_a_workbook(larch, cast):
    larch.workbook = workbooks.open_workbook(
        larch.referral, reason="Violence and drink.", answers=all_met(), index_child=larch.sam,
        people=[larch.lily, larch.sam, larch.jo], supervision_planned_for=MEETING, by=cast.mary, at=OPENED,
    )  # fmt: skip
    larch.episode = larch.workbook.episodes.get()
    return larch
