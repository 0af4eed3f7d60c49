from datetime import timedelta
from io import BytesIO

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from pypdf import PdfReader

from casework.documents import pdf as printing
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.trail.acting import acting
from chronology.packs import tasks
from chronology.packs.presenters import contents_of
from chronology.packs.tasks import sweep
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.packs.models import Pack
from tests.factories import NOW
from tests.supervision.conftest import LATER
from workbook.notes import services as notes

pytestmark = pytest.mark.slow


def pages_of(pack):
    return [page.extract_text() for page in PdfReader(BytesIO(pack.document.file.read())).pages]


@pytest.mark.rule("A6.4", "A6.5")
def test_sweep_makes_a_pdf_of_what_the_group_is_to_read(cast, prepared):
    note = notes.record(
        prepared.family, kind="home_visit", took_place_at=NOW - timedelta(days=2), by=cast.sue, at=NOW,
        written=[NewText("observation", "The kitchen was warm.")],
    )  # fmt: skip
    casenotes.mark_significant(note, headline="Ann showed the new flat", why="She left him.", by=cast.sue, at=NOW)
    assert sweep() == 1
    pack = Pack.objects.get()
    pages = pages_of(pack)
    whole = " ".join(" ".join(pages).split())
    assert (pack.state, pack.pages) == ("made", len(pages))
    for expected in (
        "Supervision pack: Ash", pack.family.reference, "Ann Ash is the mother of Mia Ash.", "Sue Sands",
        "Ann left the home with the children.", "The risk is lower.", "Left out", "On sick leave.",
        "Ann showed the new flat", "She left him.", "Agreed actions still open", "Not written up yet: home visit",
    ):  # fmt: skip
        assert expected in whole, expected
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "CONFIDENTIAL" in page
        assert "As at Tue 3 Nov 2026, 10:00" in page


def test_pack_names_a_person_by_both_names(cast, prepared):
    with acting(cast.sue):
        prepared.mia.known_as = "Mimi"
        prepared.mia.save()
    tasks.make_waiting()
    whole = " ".join(" ".join(pages_of(Pack.objects.get())).split())
    assert "Mia Ash, known as Mimi" in whole


@pytest.mark.rule("A3.12")
def test_pack_leaves_out_what_is_not_finalised(cast, prepared):
    rick = prepared.episode.summaries.get(worker=cast.rick)
    episode_closures.reopen(prepared.episode, because="Rick is back.", by=cast.sue, at=NOW)
    rick.refresh_from_db()
    tasks.make_waiting()
    whole = " ".join(pages_of(Pack.objects.get()))
    assert "Not finalised" in whole


def test_sweep_that_runs_twice_makes_one_pack(prepared):
    assert [sweep(), sweep()] == [1, 0]
    assert Pack.objects.count() == 1
    assert prepared.family.document_set.count() == 1


def test_pack_that_cannot_be_laid_out_says_so_and_the_next_is_made(cast, prepared, monkeypatch):
    def fail(html):
        raise ValueError("Ann Ash")

    monkeypatch.setattr(printing, "render", fail)
    assert sweep() == 0
    pack = Pack.objects.get()
    assert pack.state == "failed"
    assert pack.failed_because.startswith("it could not be laid out.")
    assert "Ann" not in pack.failed_because


def test_pack_whose_file_cannot_be_stored_says_so_and_can_be_asked_for_again(prepared, tmp_path, settings):
    (tmp_path / "documents").touch()  # as where the disk is full: no file can be made in it
    settings.DATA_DIR = tmp_path
    assert sweep() == 0
    pack = Pack.objects.get()
    assert pack.state == "failed"
    assert pack.failed_because.startswith("its file could not be stored.")


def test_pack_whose_database_went_away_is_made_by_the_next_sweep(prepared, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(printing, "render", away)
    sweep()
    monkeypatch.undo()
    assert Pack.objects.get().state == "being_made"
    assert sweep() == 1
    assert Pack.objects.get().attempts == 2


def test_maker_that_was_overtaken_leaves_the_others_pack(cast, prepared, monkeypatch):
    real = printing.render

    def slow(html):
        monkeypatch.setattr(printing, "render", real)
        # Meanwhile its row was taken for abandoned, and another has made it.
        tasks.make_waiting(clock=lambda: NOW + timedelta(minutes=20))
        return real(html)

    monkeypatch.setattr(printing, "render", slow)
    assert sweep() == 0
    assert Pack.objects.get().as_at == NOW + timedelta(minutes=20)


@pytest.mark.rule("A4.2")
def test_ratings_of_the_last_episodes_have_their_direction(cast, signed, finalise, at_the_time):
    following = signed.workbook.episodes.get(number=2)
    without = {summary.pk: "Nothing new." for summary in following.summaries.all()}
    episode_closures.close_for_supervision(following, without=without, by=cast.sue, at=LATER)
    while sweep():
        pass
    whole = " ".join(" ".join(pages_of(Pack.objects.latest("pk"))).split())
    assert "Dora Dale, domestic abuse worker (victims) Red left out" in whole
    assert "Overall Amber" in whole
    assert "Go to the GP" in whole


def test_file_name_names_nobody(prepared):
    sweep()
    assert Pack.objects.get().document.name == f"{prepared.family.reference} supervision pack 2026-11-11 no 1.pdf"


def test_heading_is_not_alone_at_the_foot_of_a_page():
    filler = "<p>A line.</p>" * 3
    for lines in range(20, 60):
        content, _ = printing.render(
            "<html lang=en><title>t</title><style>@page{size:A5}h2{break-after:avoid}</style>"
            f"<body>{'<p>A line.</p>' * lines}<h2>Heading</h2>{filler}</body></html>"
        )
        for page in PdfReader(BytesIO(content)).pages:
            assert not page.extract_text().rstrip().endswith("Heading")


def test_pack_that_cannot_be_stored_says_so_instead_of_being_made_for_ever(cast, prepared, monkeypatch):
    def disk_full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(printing.services, "finish_making", disk_full)
    assert tasks.make_waiting() == 0
    assert prepared.supervision.packs.get().state == "failed"


def test_pack_of_the_demonstration_says_that_all_people_are_invented(prepared, settings):
    said = "Demonstration: all people are invented"
    pack = prepared.supervision.packs.get()
    assert said not in render_to_string("chronology/packs/pack.html", contents_of(pack, as_at=NOW))
    settings.DEMONSTRATION = True
    assert said in render_to_string("chronology/packs/pack.html", contents_of(pack, as_at=NOW))
