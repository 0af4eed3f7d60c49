"""Papers: made without what is protected, withdrawn where they tell it, and whole for those named."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from casework.documents.models import DocumentText
from casework.held_back.models import HeldBack
from casework.masks.current import HELD_BACK
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.warnings import services as cautions
from chronology.packs import tasks
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.packs.models import Pack
from tests.casework.held_back.conftest import PLACE
from tests.factories import NOW
from tests.shape.walking import text_of

pytestmark = [pytest.mark.slow, pytest.mark.rule("A9.20")]
TELLS = "She lives in hidden rd now."


@pytest.fixture(autouse=True)
def now_and_here(settings, tmp_path, time_machine):
    settings.DATA_DIR = tmp_path
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def supervised(story, cast):
    cautions.add(
        story.family, kind="not_alone", detail=TELLS, source="Police", from_date=NOW.date(),
        review_on=NOW.date().replace(month=12), by=cast.sue, at=NOW,
    )  # fmt: skip
    left_out = {summary.pk: "On sick leave." for summary in story.next_episode.summaries.all()}
    episode_closures.close_for_supervision(story.next_episode, without=left_out, by=cast.sue, at=NOW)
    return story


def latest():
    return Pack.objects.order_by("-pk").first()


def said(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def fetched(client, pack):
    answer = client.get(reverse("pack-download", args=[pack.family_id, pack.pk]))
    content = b"".join(answer.streaming_content) if answer.streaming else b""
    return answer.status_code, said(content) if content else text_of(answer)


def test_paper_made_while_it_is_protected_is_without_it_whoever_asked_for_it(supervised, cast, protect):
    protect(supervised.family, supervised.ann)
    tasks.make_waiting()
    whole = said(latest().document.file.read())
    assert "hidden rd" not in whole
    assert HELD_BACK in whole
    assert "Supervision pack" in whole


def test_paper_made_before_is_withdrawn_and_made_anew_and_those_named_keep_it(supervised, cast, signed_in, protect):
    tasks.make_waiting()
    pack = latest()
    assert "hidden rd" in fetched(signed_in(cast.bob), pack)[1]
    protect(supervised.family, supervised.ann)
    assert HeldBack.objects.filter(subject_type="casework.DocumentText", field="text").exists()
    pack.refresh_from_db()
    assert (pack.state, pack.whole_id) == ("wanted", pack.document_id)
    tasks.make_waiting()
    for who in ("bob", "mary", "rick"):
        status, text = fetched(signed_in(getattr(cast, who)), pack)
        assert (status, "hidden rd" in text, HELD_BACK in text) == (200, False, True), who
    assert "hidden rd" in fetched(signed_in(cast.dora), pack)[1]


def test_paper_that_is_not_made_anew_yet_says_that_it_is_withdrawn(supervised, cast, signed_in, protect):
    """Also where the finder has not seen it: what the paper says is masked as any text is."""
    tasks.make_waiting()
    protect(supervised.family, supervised.ann)
    pack = latest()
    with acting(cast.sue):
        change(pack, state="made", whole=None)
    status, text = fetched(signed_in(cast.bob), pack)
    assert status == 403
    assert "This paper is not given any more to those who are not named." in text
    assert "Ask Dora Dale or Sue Sands." in text
    assert PLACE not in text
    assert DocumentText.objects.get(document=pack.document).text
    assert fetched(signed_in(cast.dora), pack)[0] == 200
