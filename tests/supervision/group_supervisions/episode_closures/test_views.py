from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.supervision.group_supervisions.conftest import text
from workbook.notes import services as notes


@pytest.mark.rule("A3.12", "A2.1")
def test_closing_page_says_who_is_missing_what_and_what_is_not_written_up(cast, month, finalise, page, signed_in):
    finalise(cast.dora)
    notes.record(month.family, kind="home_visit", took_place_at=NOW - timedelta(hours=3), by=cast.sue, at=NOW)
    answer = text(signed_in(cast.sue).get(page("episodes", month.episode.pk, "close")))
    sue, rick = (month.episode.summaries.get(worker=worker).pk for worker in (cast.sue, cast.rick))
    assert f'href="{page("summaries", sue, "write")}"' in answer
    assert f'action="{page("summaries", rick, "ask")}"' in answer
    assert f'action="{page("summaries", sue, "ask")}"' not in answer
    assert "Close without Rick Reed, because …" in answer
    assert "Rick Reed has still to do this: Write" in answer
    assert "Close without Dora Dale" not in answer
    assert "Home visit</a>, Tue 3 Nov 2026, 07:00, Sue Sands" in answer


def test_closing_page_keeps_the_reasons_that_were_typed(cast, month, page, signed_in):
    ids = {worker.name: month.episode.summaries.get(worker=worker).pk for worker in (cast.sue, cast.dora, cast.rick)}
    sent = {f"without-{ids['Sue Sands']}": "Away since Monday."}
    answer = signed_in(cast.mary).post(page("episodes", month.episode.pk, "close"), sent)
    assert answer.status_code == 200
    assert "Away since Monday." in text(answer)
    assert f'href="#id_without-{ids["Dora Dale"]}"' in text(answer)
    month.episode.refresh_from_db()
    assert month.episode.state == "open"


def test_closing_page_keeps_a_reason_typed_while_another_closed(cast, prepared, page, signed_in):
    rick = prepared.episode.summaries.get(worker=cast.rick)
    address, typed = page("episodes", prepared.episode.pk, "close"), {f"without-{rick.pk}": "Away since Monday."}
    answer = text(signed_in(cast.mary).post(address, typed))
    assert "already. Open it again" in answer
    assert "Away since Monday." in answer
    rick.refresh_from_db()
    assert rick.left_out_because == "On sick leave."


def test_closing_page_leads_to_the_supervision(cast, month, finalise, page, signed_in):
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker)
    client, address = signed_in(cast.sue), page("episodes", month.episode.pk, "close")
    answer = client.post(address, follow=True)
    assert answer.redirect_chain[0][0] == page("supervisions", month.episode.supervision.pk)
    assert "closed for supervision. Business support has been told." in text(answer)
    assert client.get(address).status_code == 409
    assert "already. Open it again" in text(client.post(address))


def test_asking_for_a_summary_notifies_its_worker(cast, month, page, signed_in):
    summary = month.episode.summaries.get(worker=cast.rick)
    client = signed_in(cast.sue)
    answer = client.post(page("summaries", summary.pk, "ask"), follow=True)
    assert "Rick Reed has been asked" in text(answer)
    assert cast.rick.notifications.exists()
    assert client.get(page("summaries", summary.pk, "ask")).status_code == 405
