"""The pages of what is granted, and every page of the family to whoever it was opened to."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.grants import services as grants
from casework.restrictions import services as restrictions
from tests.factories import NOW
from tests.shape.addresses import addresses, values_of
from tests.shape.walking import SECRETS, protected_story  # noqa: F401

TODAY, DAY = NOW.date(), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def grant(family, user, by, **values):
    details = {"kind": "joint", "because": "They visit together.", "from_date": TODAY, "until_date": TODAY + 9 * DAY}
    return grants.grant(family, user=user, by=by, at=NOW, **(details | values))


def sent(user, **values):
    days = {"from_date": TODAY.isoformat(), "until_date": (TODAY + 9 * DAY).isoformat()}
    return {"user": user.pk, "kind": "joint", "because": "They visit together.", "child": "", **days, **values}


def test_manager_opens_the_family_and_ends_it(cast, allocated, signed_in):
    family, mary = allocated.family, signed_in(cast.mary)
    add = reverse("grant-add", args=[family.pk])
    page = text_of(mary.get(add))
    assert "Stan Snow" in page
    assert "92 days at most" in page
    assert "auditor of a restricted family" not in page
    page = text_of(mary.post(add, sent(cast.stan), follow=True))
    for wanted in ("The family is open to Stan Snow, who has been told.", "They visit together. Granted by Mary Moss."):
        assert wanted in page
    stan = signed_in(cast.stan)
    assert "Mary Moss opened this family to you until" in text_of(stan.get(reverse("notifications")))
    assert "Ash" in text_of(stan.get(reverse("families")))
    end = reverse("grant-end", args=[family.pk, family.grants.get().pk])
    assert end in text_of(mary.get(reverse("restriction", args=[family.pk])))
    page = text_of(mary.post(end, {"because": "The visits are over."}, follow=True))
    assert "To whom it was opened before" in page
    assert "The visits are over." in page
    assert mary.get(end).status_code == 404
    assert stan.get(reverse("family", args=[family.pk])).status_code == 404


def test_pages_of_granting_are_shut_to_all_but_the_grade(cast, allocated, signed_in):
    family = allocated.family
    given = grant(family, cast.stan, cast.mary)
    for address in (reverse("grant-add", args=[family.pk]), reverse("grant-end", args=[family.pk, given.pk])):
        for user, status in ((cast.sue, 403), (cast.bob, 403), (cast.audrey, 403), (cast.stan, 403), (cast.sid, 404)):
            client = signed_in(user)
            assert client.get(address).status_code == client.post(address).status_code == status, (user, address)
        assert signed_in(cast.dev).get(address).status_code == 200


def test_form_keeps_what_was_typed_where_it_is_refused(cast, allocated, signed_in):
    mary, add = signed_in(cast.mary), reverse("grant-add", args=[allocated.family.pk])
    late = (TODAY + 99 * DAY).isoformat()
    page = text_of(mary.post(add, sent(cast.stan, because="They visit on Mondays.", until_date=late)))
    assert "It lasts 92 days at most." in page
    assert "They visit on Mondays." in page


def test_restricted_family_offers_an_auditor_to_the_service_manager_alone(cast, allocated, signed_in):
    readers = [cast.sue, cast.dora, cast.rick, cast.serena]
    restrictions.restrict(allocated.family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)
    add = reverse("grant-add", args=[allocated.family.pk])
    assert "Named auditor" not in text_of(signed_in(cast.mary).get(add))
    serena = signed_in(cast.serena)
    assert "Named auditor" in text_of(serena.get(add))
    assert "who has been told" in text_of(serena.post(add, sent(cast.audrey, kind="audit"), follow=True))
    mary = signed_in(cast.mary)
    assert "put Stan Snow on its list too" in text_of(mary.post(add, sent(cast.stan), follow=True))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["joint", "audit"])
def test_pages_answer_whoever_it_was_opened_to_by_their_right_and_nobody_afterwards(
    kind,
    cast,
    protected_story,  # noqa: F811
    signed_in,
):
    """What a grant does not give is refused, no page tells a protected place, and when it is over none is there."""
    family, user = protected_story.family, cast.stan if kind == "joint" else cast.audrey
    if kind == "audit":
        workers = {part.worker for part in family.allocation_set.filter(until_date=None)}
        because = "A parent works here."
        restrictions.restrict(family, because=because, readers=[*workers, cast.serena], by=cast.mary, at=NOW)
    given = grant(family, user, cast.serena, kind=kind)
    client, values = signed_in(user), values_of(protected_story, "0")
    paths = {each.name: each.filled(values) for each in addresses() if "family_id" in each.parts}
    answers = {name: client.get(path) for name, path in paths.items()}
    assert {each.status_code for each in answers.values()} <= {200, 302, 403, 404, 405, 409}
    for name in ("family", "chronology", "people", "restriction", "notes"):
        assert answers[name].status_code == 200, name
    for name in ("history", "allocate", "restrict", "grant-add", "transfer-ask", "conflict-of-colleague"):
        assert answers[name].status_code == 403, name
    assert answers["note-record"].status_code == (200 if kind == "joint" else 403)
    told = {name for name, each in answers.items() if not each.streaming and any(s in text_of(each) for s in SECRETS)}
    assert told == set()
    grants.end(given, because="Over.", by=cast.serena, at=NOW)
    assert {client.get(path).status_code for path in paths.values()} <= {404, 405}
