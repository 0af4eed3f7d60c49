import re

from tests.supervision.group_supervisions.conftest import text


def test_arrangement_pages_move_the_date_and_note_who_came(cast, prepared, page, signed_in):
    client = signed_in(cast.bob)
    move = page("episodes", prepared.episode.pk, "move")
    assert "Fill in ‘Why it moves’." in text(client.post(move, {"planned_for": "2026-11-13T14:00", "because": ""}))
    answer = client.post(move, {"planned_for": "2026-11-13T14:00", "because": "The room is taken."}, follow=True)
    assert "planned for Fri 13 Nov 2026, 14:00" in text(answer)
    assert "Moved from Wed 11 Nov 2026, 10:00" in text(answer)
    address = page("supervisions", prepared.supervision.pk, "logistics")
    fingerprint = re.search(r'name="fingerprint" value="([^"]*)"', client.get(address).content.decode())[1]
    sent = {
        "fingerprint": fingerprint,
        "place": "Room 4",
        "others_present": "PC Grey",
        f"came-{cast.rick.pk}": "apologies",
    }
    answer = text(client.post(address, sent, follow=True))
    assert "Room 4" in answer
    assert "Rick Reed: sent apologies" in answer
    stale = client.post(address, sent)
    assert stale.status_code == 409
    assert "Somebody changed these arrangements" in text(stale)
