"""The pages on the way to a completed assessment, for each who opens them."""

import pytest
from django.utils.html import escape

from casework.frozen.contents import digest
from casework.frozen.models import FrozenPrint
from casework.frozen.paper import make_waiting
from casework.trail.models import Viewing
from tests.factories import NOW
from tests.finished import last_frozen
from workbook.programmes import queries
from workbook.programmes.assessments import contents, services
from workbook.programmes.assessments.models import ProgrammeAssessment, SignificantChange

KEY = "6a2f41a3-c54c-4f3a-9d3c-1c2d3e4f5a6b"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def here(page):
    return lambda assessment, *parts: page("programme-assessments", assessment.pk, *parts)


@pytest.fixture
def agreed(submitted):
    """What the manager sends from the page as it stands."""
    return {
        "version": submitted.version, "read_on": "2026-11-03", "outcome": "Step down.",
        "fingerprint": digest(contents.programme_text(submitted.programme)),
    }  # fmt: skip


@pytest.mark.rule("A5.13")
def test_submit_page_lists_what_is_missing_with_links_and_submits_once_it_is_written(
    cast, programme, page, signed_in, write_all
):
    sue, address = signed_in(cast.sue), page("programmes", programme.pk, "submit")
    missing = text(sue.get(address))
    assert f'href="{page("programmes", programme.pk, "modules", "m1", "write")}"' in missing
    assert "Submit it to the manager" not in missing
    write_all(programme)
    assert "Submit it to the manager" in text(sue.get(address))
    sent = {"form_key": KEY, "occasion": "court"}
    answer = sue.post(address, sent, follow=True)
    assert "Waiting for the manager" in text(answer)
    assert ProgrammeAssessment.objects.get().occasion == "court"
    assert sue.post(address, sent).url == answer.redirect_chain[0][0]
    assert "waits for the manager already" in text(sue.get(address))


def test_submit_page_says_that_the_occasion_is_missing(cast, whole, page, signed_in):
    answer = signed_in(cast.sue).post(page("programmes", whole.pk, "submit"), {"occasion": ""})
    assert "Answer ‘What is the assessment for?’." in text(answer)


@pytest.mark.parametrize(
    ("who", "part", "status"),
    [("dora", "submit", 403), ("bob", "submit", 403), ("stan", "submit", 404), ("audrey", "significant-change", 403),
     ("dora", "significant-change", 200), ("mary", "submit", 200)],
)  # fmt: skip
def test_pages_of_the_programme_open_by_right(cast, whole, page, signed_in, who, part, status):
    assert signed_in(getattr(cast, who)).get(page("programmes", whole.pk, part)).status_code == status


@pytest.mark.parametrize(
    ("who", "part", "status"),
    [("dora", "", 200), ("bob", "", 200), ("audrey", "", 200), ("stan", "", 404), ("sue", "complete", 403),
     ("mary", "complete", 200), ("dev", "return", 200), ("sue", "return", 403), ("rick", "take-back", 403),
     ("sue", "take-back", 200)],
)  # fmt: skip
def test_pages_of_an_assessment_open_by_right(cast, submitted, here, signed_in, who, part, status):
    address = here(submitted, *([part] if part else []))
    assert signed_in(getattr(cast, who)).get(address).status_code == status


def test_assessment_of_another_family_is_not_found(cast, submitted, signed_in, page):
    other = submitted.pk + 1000
    assert signed_in(cast.mary).get(page("programme-assessments", other)).status_code == 404


def test_assessment_page_has_its_buttons_by_right_and_state(cast, submitted, here, signed_in):
    manager, lead, worker = (text(signed_in(who).get(here(submitted))) for who in (cast.mary, cast.sue, cast.dora))
    assert "Go on to complete it" in manager
    assert "Return it" in manager
    assert "Take the assessment back" in lead
    assert "Go on to complete it" not in lead
    assert "waits for a manager" in worker
    assert "Take the assessment back" not in worker


@pytest.mark.rule("A5.13")
def test_complete_page_shows_the_whole_text_and_completes_it(cast, submitted, agreed, here, signed_in):
    mary = signed_in(cast.mary)
    assert "What module 8 says." in text(mary.get(here(submitted, "complete")))
    done = text(mary.post(here(submitted, "complete"), agreed, follow=True))
    assert "Completed. It stays as you read it" in done
    assert "Step down." in done
    submitted.refresh_from_db()
    assert (submitted.state, submitted.read_on) == ("completed", NOW.date())
    assert f"/notes/{submitted.oversight_id}/" in done
    again = mary.post(here(submitted, "complete"), agreed)
    assert again.status_code == 409
    assert submitted.family.casenote_set.filter(kind="assessment_oversight").count() == 1


def test_complete_page_that_is_refused_keeps_what_was_typed(cast, submitted, agreed, here, signed_in):
    answer = signed_in(cast.mary).post(here(submitted, "complete"), agreed | {"read_on": "2026-11-09"})
    assert "This day lies in the future." in text(answer)
    assert "Step down." in text(answer)


def test_complete_page_with_an_older_text_is_a_conflict_and_the_second_save_is_deliberate(
    cast, submitted, agreed, here, signed_in
):
    mary = signed_in(cast.mary)
    stale = mary.post(here(submitted, "complete"), agreed | {"fingerprint": digest(["another text"])})
    assert stale.status_code == 409
    assert "read the modules once more" in text(stale)
    assert "Step down." in text(stale)
    assert f'value="{agreed["fingerprint"]}"' in text(stale)
    assert mary.post(here(submitted, "complete"), agreed).status_code == 302


def test_returned_assessment_says_why_and_is_submitted_again(cast, submitted, here, page, signed_in):
    sent = {"version": submitted.version, "because": "Say more of <Ben>."}
    told = text(signed_in(cast.mary).post(here(submitted, "return"), sent, follow=True))
    assert escape("Say more of <Ben>.") in told
    sue = signed_in(cast.sue)
    assert "Submit it again" in text(sue.get(here(submitted)))
    stale = signed_in(cast.mary).post(here(submitted, "return"), sent)
    assert stale.status_code == 409
    answer = sue.post(page("programmes", submitted.programme_id, "submit"), {"occasion": "court"})
    assert answer.url == here(submitted)
    assert signed_in(cast.mary).get(here(submitted, "return")).status_code == 200


def test_acts_on_what_no_longer_waits_lead_to_the_page_of_its_state(cast, submitted, here, signed_in):
    services.take_back(submitted, because="Ann rang.", version=1, by=cast.sue, at=NOW)
    for who, part in ((cast.sue, "take-back"), (cast.mary, "return"), (cast.mary, "complete")):
        assert signed_in(who).get(here(submitted, part)).url == here(submitted)


def test_completed_text_is_read_as_it_was_frozen(cast, completed, write_module, here, signed_in):
    write_module(completed.programme, "m1", "Quite another reason.")
    shown = text(signed_in(cast.dora).get(here(completed)))
    assert "What module 1 says." in shown
    assert "Quite another reason." not in shown


@pytest.fixture
def printed(completed, page):
    frozen = last_frozen(completed, "assessment")
    return lambda *parts: page("finished", frozen.pk, *parts)


def test_pdf_is_streamed_as_an_attachment_and_the_viewing_noted(cast, completed, printed, signed_in):
    assert signed_in(cast.mary).get(printed("print")).status_code == 404
    assert make_waiting() == 1
    answer = signed_in(cast.bob).get(printed("print"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Viewing.objects.get(user=cast.bob).page == printed("print")
    assert signed_in(cast.stan).get(printed("print")).status_code == 404


def test_pdf_whose_file_was_lost_says_so_and_is_made_again(cast, completed, printed, signed_in):
    make_waiting()
    made = FrozenPrint.objects.get()
    made.document.file.storage.delete(made.document.file.name)
    sue = signed_in(cast.sue)
    assert "is not there any more" in text(sue.get(printed("print"), follow=True))
    assert signed_in(cast.bob).post(printed("make-print")).status_code == 403
    assert "is being made" in text(sue.post(printed("make-print"), follow=True))
    assert make_waiting() == 1
    assert "there already" in text(sue.post(printed("make-print"), follow=True))


@pytest.mark.rule("A5.14")
def test_significant_change_is_recorded_by_any_worker(cast, programme, page, signed_in):
    address = page("programmes", programme.pk, "significant-change")
    sent = {"what": "Tom moved back in.", "happened_on": "2026-11-02"}
    dora = signed_in(cast.dora)
    assert "Answer ‘What has changed?’." in text(dora.post(address, sent | {"what": ""}))
    assert dora.post(address, sent).url == page("programmes", programme.pk)
    assert SignificantChange.objects.get().what == "Tom moved back in."


@pytest.mark.rule("A5.5")
def test_programme_page_has_the_state_of_its_assessments(cast, completed, page, signed_in):
    shown = text(signed_in(cast.sue).get(page("programmes", completed.programme_id)))
    assert "Assessment 1: Stepping down" in shown
    assert "Submit as an assessment" in shown
    assert "Submit as an assessment" not in text(signed_in(cast.dora).get(page("programmes", completed.programme_id)))
    assert queries.waits_for_manager(completed.programme) is False
