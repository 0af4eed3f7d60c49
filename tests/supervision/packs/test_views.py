from datetime import timedelta

import pytest
from django.db import transaction

from casework.documents import services
from casework.notes import services as notes
from casework.trail.acting import acting
from casework.trail.models import Viewing
from casework.trail.rows import change
from casework.users.services import robot
from supervision.packs.models import Pack
from tests.factories import NOW, SAID

HOUR = timedelta(hours=1)


@pytest.fixture
def pack(prepared, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    maker = robot("packs")
    claimed = services.claim_next(Pack, by=maker, at=NOW)
    return services.finish_making(
        claimed, content=b"%PDF-1.7", text="", pages=3, name="F00001 pack.pdf", as_at=NOW, by=maker, at=NOW
    )


def test_pack_is_streamed_as_an_attachment_and_the_viewing_noted(cast, pack, page, signed_in):
    answer = signed_in(cast.bob).get(page("packs", pack.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="F00001 pack.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert Viewing.objects.get(user=cast.bob).page == page("packs", pack.pk)


@pytest.mark.parametrize(("who", "status"), [("stan", 404), ("sid", 404), ("sue", 200), ("audrey", 200)])
def test_pack_is_for_those_who_may_read_the_family(cast, pack, page, signed_in, who, status):
    assert signed_in(getattr(cast, who)).get(page("packs", pack.pk)).status_code == status


def test_pack_that_is_not_made_has_no_file(cast, prepared, page, signed_in):
    assert signed_in(cast.bob).get(page("packs", prepared.supervision.packs.get().pk)).status_code == 404


def test_asking_again_is_a_button_for_business_support(cast, pack, page, signed_in):
    address = page("supervisions", pack.supervision_id, "pack")
    assert signed_in(cast.sue).post(address).status_code == 403
    assert signed_in(cast.bob).get(address).status_code == 405
    assert "The pack is being made again." in signed_in(cast.bob).post(address, follow=True).content.decode()
    again = signed_in(cast.bob).post(address, follow=True).content.decode()
    assert "being made already" in again


def test_pack_whose_file_is_lost_says_so(cast, pack, page, signed_in):
    pack.document.file.storage.delete(pack.document.file.name)
    answer = signed_in(cast.bob).get(page("packs", pack.pk), follow=True)
    assert answer.status_code == 200
    assert "is not there any more" in answer.content.decode()


@pytest.mark.rule("A10.1")
def test_pack_made_before_something_was_in_error_is_given_out_to_who_inspects_alone(
    cast, pack, prepared, page, signed_in, time_machine
):
    time_machine.move_to(NOW, tick=False)
    note = notes.record(
        prepared.family, kind="email", took_place_at=NOW, written=SAID, by=cast.sue, at=NOW
    )  # fmt: skip
    change_as_at(pack, NOW + HOUR)
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    notes.withdraw(note, because="Of another family.", by=cast.sue, at=NOW + 2 * HOUR)
    answer = signed_in(cast.bob).get(page("packs", pack.pk), follow=True)
    assert "was recorded in error since it was made" in answer.content.decode()
    assert signed_in(cast.mary).get(page("packs", pack.pk)).headers["Content-Type"] == "application/pdf"


def change_as_at(pack, at):
    with acting(robot("packs")), transaction.atomic():
        change(pack, as_at=at)
