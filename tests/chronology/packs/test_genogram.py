"""The genogram in the supervision pack."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from casework.documents import pdf
from casework.genogram import services as genogram
from casework.passages.models import NewText
from casework.relationships import services as relationships
from chronology.packs.presenters import printed_genogram
from chronology.packs.tasks import sweep
from supervision.packs.models import Pack
from tests.factories import NOW, add_child


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def pages():
    return PdfReader(BytesIO(Pack.objects.latest("pk").document.file.read())).pages


@pytest.mark.rule("A8.5")
def test_genogram_is_drawn_and_explained_with_the_cultural_notes(cast, prepared):
    written = [NewText("language", "English and Irish at home.", (prepared.mia.pk,))]
    genogram.save(prepared.family, written=written, version=0, by=cast.sue, at=NOW)
    assert sweep() == 1
    whole = " ".join(" ".join(page.extract_text() for page in pages()).split())
    for expected in ("Genogram", "Household", "Two outlines: a child we work with", "English and Irish at home."):
        assert expected in whole, expected


def test_genogram_that_is_wide_is_printed_on_its_side(cast, prepared):
    for number in range(8):
        child = add_child(prepared.family, cast.mary, name=f"Child {number}")
        relationships.relate(prepared.family, prepared.ann, kind="mother", other=child, by=cast.mary, at=NOW)
    sweep()
    lying = [page for page in pages() if page.mediabox.width > page.mediabox.height]
    assert len(lying) == 1
    assert "Household" in lying[0].extract_text()


def test_genogram_pictures_have_an_alternative_text(prepared, caplog):
    shown = printed_genogram(prepared.family, NOW.date())
    assert "Ann Ash, 35, lives in the household: mother of Mia Ash and Ben Ash." in shown.words
    pdf.render(f'<html lang="en"><title>t</title><img src="{shown.picture}" alt="{shown.words}"></html>')
    assert not caplog.records
    sweep()
    assert "alt description" not in caplog.text


def test_genogram_fetches_nothing(prepared):
    shown = printed_genogram(prepared.family, NOW.date())
    assert shown.picture.startswith("data:image/svg+xml;base64,")
    assert all(picture.startswith("data:") for picture, _ in shown.key)
