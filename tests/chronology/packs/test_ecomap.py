"""The ecomap in the supervision pack."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from casework.documents import pdf
from casework.ecomap import services
from chronology.packs.presenters import printed_ecomap
from chronology.packs.tasks import sweep
from supervision.packs.models import Pack
from tests.factories import NOW


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def add(ash, by, with_whom="Hill School", **other):
    told = {"person": None, "kind": "school", "strength": "stressful", "flow": "both", "about": "She eats there."}
    told |= {"from_date": NOW.date(), "with_whom": with_whom} | other
    return services.add(ash.family, **told, by=by, at=NOW)


def text_of_pack():
    pages = PdfReader(BytesIO(Pack.objects.latest("pk").document.file.read())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.rule("A5.18")
def test_ecomap_is_drawn_explained_and_given_in_a_table(cast, prepared):
    add(prepared, cast.sue)
    gone = add(prepared, cast.sue, with_whom="Elm Nursery")
    services.end(gone, ended_on=NOW.date(), because="", version=1, by=cast.sue, at=NOW)
    assert sweep() == 1
    whole = text_of_pack()
    for expected in ("Ecomap", "Hill School", "Stressful; each gives the other", "She eats there."):
        assert expected in whole, expected
    assert "Elm Nursery" not in whole


def test_ecomap_without_ties_is_left_out(prepared):
    sweep()
    assert "Ecomap" not in text_of_pack()


def test_ecomap_picture_is_embedded_and_has_an_alternative_text(cast, prepared, caplog):
    add(prepared, cast.sue)
    shown = printed_ecomap(prepared.family)
    assert shown.picture.startswith("data:image/svg+xml;base64,")
    assert all(picture.startswith("data:") for picture, _ in shown.key)
    assert "The family and Hill School (school or nursery): stressful; each gives the other." in shown.words
    pdf.render(f'<html lang="en"><title>t</title><img src="{shown.picture}" alt="{shown.words}"></html>')
    assert not caplog.records
