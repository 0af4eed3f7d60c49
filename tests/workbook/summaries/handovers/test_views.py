"""The pages on which the summary of a worker who is away is handed over or left."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.absences import services as absences
from casework.unsaved import services as unsaved
from tests.cast import OUTCOME
from tests.factories import NOW
from workbook.summaries import services as summaries
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.16")]
DAY = timedelta(days=1)
BECAUSE = "She is on long leave."


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def summary(cast, month, summary_of):
    """Dora's, who is away and has typed something that she did not save."""
    absences.add(
        cast.dora, cover=cast.cora, from_date=NOW.date(), until_date=NOW.date() + 9 * DAY, by=cast.dora, at=NOW
    )
    unsaved.keep(
        cast.dora, form_key=uuid4(), family_id=month.family.pk, title="My summary", url="/", at=NOW,
        fields={"text-outcome-0": "Ann whispered"},
    )  # fmt: skip
    return summaries.write(
        summary_of(cast.dora), written=OUTCOME, rag="red", rationale="Not safe.", by=cast.dora, at=NOW
    )


def at(name, summary):
    return reverse(name, args=[summary.family_id, summary.pk])


def again(summary):
    return InterventionSummary.objects.get(pk=summary.pk)


def text_of(answer):
    return answer.content.decode()


def typed(summary, **values):
    return {"version": again(summary).version, "because": BECAUSE, **values}


@pytest.mark.rule("A3.12", "C16")
def test_closing_table_says_that_a_worker_is_away_and_what_is_unsaved_and_leads_on(cast, month, summary, signed_in):
    page = text_of(signed_in(cast.sue).get(reverse("episode-close", args=[month.family.pk, month.episode.pk])))
    for wanted in (
        "Dora Dale is away until Thu 12 Nov 2026. Cora Cole covers.", "‘My summary’, Tue 3 Nov 2026, 10:00",
        at("summary-hand-over", summary), at("summary-leave", summary),
    ):  # fmt: skip
        assert wanted in page
    assert "Ann whispered" not in page


@pytest.mark.rule("C16")
def test_absence_page_tells_the_manager_what_is_unsaved_and_nobody_else(cast, summary, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("absences")))
    assert "Ash: typed and not saved, ‘My summary’" in page
    assert "Ann whispered" not in page
    for user in (cast.dora, cast.cora):
        assert "typed and not saved" not in text_of(signed_in(user).get(reverse("absences")))


def test_handover_page_is_the_leads_and_the_summary_is_read_in_the_colleagues(
    cast, month, summary, summary_of, signed_in
):
    sue, there = signed_in(cast.sue), at("summary-hand-over", summary)
    assert there in text_of(sue.get(at("summary", summary)))
    page = text_of(sue.get(there))
    assert "Dora Dale is away until Thu 12 Nov 2026." in page
    assert "Cora Cole, social worker" not in page
    allocation = month.family.allocation_set.get(worker=cast.rick)
    page = text_of(sue.post(there, typed(summary, taker=allocation.pk), follow=True))
    assert "Dora Dale’s summary is handed over to Rick Reed." in page
    for wanted in ("Dora Dale</h4>", "Ann left the home", "Rating when it was handed over: Red", BECAUSE):
        assert wanted in page
    assert again(summary).part_of == summary_of(cast.rick)
    assert sue.get(there).status_code == 302


def test_handover_page_that_is_refused_keeps_what_was_typed(cast, summary, signed_in):
    sue, there = signed_in(cast.sue), at("summary-hand-over", summary)
    page = text_of(sue.post(there, typed(summary, taker="")))
    assert "Choose to whom it goes." in page
    assert BECAUSE in page
    stale = sue.post(at("summary-leave", summary), typed(summary, version=0))
    assert stale.status_code == 409
    assert BECAUSE in text_of(stale)


@pytest.mark.rule("A3.12")
def test_leaving_out_page_asks_the_manager_for_a_reason_that_the_worker_reads(cast, summary, signed_in):
    mary, there = signed_in(cast.mary), at("summary-leave", summary)
    assert "The group does not read it." in text_of(mary.get(there))
    mary.post(there, typed(summary))
    assert again(summary).state == SummaryState.LEFT_OUT
    assert BECAUSE in text_of(signed_in(cast.dora).get(at("summary", summary)))
    assert mary.get(there).status_code == 302


def test_handover_pages_are_refused_to_who_neither_leads_nor_wrote_it(cast, summary, signed_in):
    rick = signed_in(cast.rick)
    page = text_of(rick.get(at("summary", summary)))
    for name in ("summary-hand-over", "summary-leave"):
        assert at(name, summary) not in page
        assert rick.get(at(name, summary)).status_code == 403


def test_handover_is_not_offered_of_a_worker_who_is_here(cast, summary, summary_of, signed_in):
    ricks, mary = summary_of(cast.rick), signed_in(cast.mary)
    page = text_of(mary.get(at("summary", ricks)))
    assert at("summary-hand-over", ricks) not in page
    refused = mary.post(at("summary-leave", ricks), typed(ricks))
    assert "Rick Reed can finalise this summary." in text_of(refused)
