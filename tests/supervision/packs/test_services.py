from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from casework import practice
from casework.documents import services
from casework.documents.states import PrintState
from casework.refusal import Refusal
from casework.users.services import robot
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.packs import services as packs
from supervision.packs.models import Pack
from supervision.packs.presenters import pack_status
from tests import supervising
from tests.factories import NOW, UserFactory
from tests.supervision.conftest import HELD, LATER, leave
from workbook.summaries import services as summaries

NEXT = HELD + timedelta(days=28)
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def maker(prepared):
    return robot("packs")


def make(maker, at=SOON):
    pack = services.claim_next(Pack, by=maker, at=at)
    return services.finish_making(pack, content=b"%PDF-1", text="", pages=3, name="pack.pdf", as_at=at, by=maker, at=at)


def said(supervision):
    return pack_status(type(supervision).objects.get(pk=supervision.pk)).sentence


def test_wanted_pack_is_claimed_once(prepared, maker):
    assert services.claim_next(Pack, by=maker, at=SOON).state == "being_made"
    assert services.claim_next(Pack, by=maker, at=SOON) is None


def test_makers_of_the_same_pack_leave_one(prepared, maker):
    """The first is slow; after a quarter of an hour another takes its pack over and is faster."""
    slow = services.claim_next(Pack, by=maker, at=NOW)
    assert services.requeue_abandoned(Pack, by=maker, at=NOW + timedelta(minutes=10)) == 0
    assert services.requeue_abandoned(Pack, by=maker, at=NOW + timedelta(minutes=16)) == 1
    done = make(maker, at=NOW + timedelta(minutes=17))
    late = {"by": maker, "at": NOW + timedelta(minutes=18)}
    with pytest.raises(Refusal):
        services.finish_making(slow, content=b"%PDF-2", text="", pages=9, name="pack.pdf", as_at=NOW, **late)
    with pytest.raises(Refusal):
        services.fail_making(slow, because="x", **late)
    done.refresh_from_db()
    assert (done.state, done.pages) == ("made", 3)
    assert prepared.family.document_set.count() == 1


@pytest.mark.rule("A6.4")
def test_pack_status_is_given_in_words(cast, prepared, maker):
    assert said(prepared.supervision) == "waiting to be made"
    pack = services.claim_next(Pack, by=maker, at=SOON)
    assert said(prepared.supervision) == "being made"
    services.fail_making(pack, because="it could not be laid out.", by=maker, at=SOON)
    assert said(prepared.supervision) == "failed, because it could not be laid out."
    packs.ask_again(prepared.supervision, by=cast.bob, at=SOON)
    make(maker)
    assert said(prepared.supervision) == "ready, 3 pages, as at Tue 3 Nov 2026, 10:01"


def test_asking_again_is_for_who_arranges_and_not_while_one_is_made(cast, prepared, maker):
    with pytest.raises(Refusal, match="being made already"):
        packs.ask_again(prepared.supervision, by=cast.bob, at=SOON)
    make(maker)
    with pytest.raises(Refusal):
        packs.ask_again(prepared.supervision, by=cast.sue, at=SOON)
    assert packs.ask_again(prepared.supervision, by=cast.bob, at=SOON).number == 2


@pytest.mark.rule("C12")
def test_reopening_puts_packs_made_and_being_made_out_of_date(cast, prepared, maker):
    make(maker)
    packs.ask_again(prepared.supervision, by=cast.bob, at=SOON)
    services.claim_next(Pack, by=maker, at=SOON)
    episode_closures.reopen(prepared.episode, because="Rick is back.", by=cast.sue, at=SOON)
    assert {pack.out_of_date_because for pack in Pack.objects.all()} == {"The episode was reopened."}


def test_pack_is_out_of_date_after_a_moved_date_and_changed_summaries(cast, prepared, maker):
    make(maker)
    dora = prepared.episode.summaries.get(worker=cast.dora)
    summaries.withdraw(dora, because="A mistake.", by=cast.dora, at=SOON)
    assert said(prepared.supervision).endswith("out of date: Dora Dale withdrew their summary.")
    summaries.finalise(dora, strategy_discussion="today", by=cast.dora, at=SOON + timedelta(minutes=5))
    assert said(prepared.supervision).endswith("out of date: Dora Dale finalised their summary since.")
    arrangements.move(prepared.episode, planned_for=HELD + timedelta(days=1), because="Room.", by=cast.bob, at=SOON)
    assert said(prepared.supervision).endswith("out of date: The date of the supervision moved.")


def test_makers_are_called_by_name_when_the_closing_is_committed(
    cast, month, finalise, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append((name, options["queue"])))
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker)
    with django_capture_on_commit_callbacks(execute=True):
        episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    with services.SENDING:
        assert sent == [("chronology.packs.tasks.sweep", "packs")]


def test_closing_succeeds_while_the_broker_does_not_answer(
    cast, month, finalise, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **options):
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    assert len(callbacks) == 1
    with services.SENDING:
        assert Pack.objects.get().state == "wanted"


@pytest.mark.django_db(transaction=True)
def test_maker_passes_over_what_another_is_claiming(cast, prepared, maker):
    def claim():
        try:
            return services.claim_next(Pack, by=maker, at=SOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert services.claim_next(Pack, by=maker, at=SOON)
            # The first has not committed: the second neither waits for it nor takes the same.
            assert pool.submit(claim).result(timeout=5) is None
        assert pool.submit(claim).result(timeout=5) is None


def test_pack_not_begun_at_the_sign_off_is_dropped(cast, held, maker):
    supervising.sign_off(
        held.supervision, decision="continue", decision_because="", by=cast.mary, at=LATER, next_planned_for=NEXT,
        sections=practice.current().supervision_sections,
    )  # fmt: skip
    assert held.supervision.packs.get().state == PrintState.DROPPED
    assert services.claim_next(Pack, by=maker, at=LATER) is None


def test_asking_again_is_refused_to_who_left_business_support_and_open_to_who_follows(cast, prepared, maker):
    make(maker)
    leave(cast.bob)
    follower = UserFactory(name="Bea Brook", team=cast.north, role="business_support")
    with pytest.raises(Refusal, match="You may not"):
        packs.ask_again(prepared.supervision, by=cast.bob, at=NOW)
    assert packs.ask_again(prepared.supervision, by=follower, at=NOW).number == 2
