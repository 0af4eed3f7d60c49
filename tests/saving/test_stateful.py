"""Several people and windows at once, in any order: no acknowledged word is ever missing, and none stands twice.

Each example begins with the family as it stands before its supervision is held, in a database of its own. Some of what
is sent goes over two connections at the same moment.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from casework.notes.models import CaseNote
from casework.refusal import Refusal
from casework.safety_plans.models import SafetyPlan
from supervision.group_supervisions.holding import services as holding
from tests import supervising
from tests.answering import added_to
from tests.factories import NOW
from tests.opened_page import OpenedPageClient
from tests.owner import DATABASE, disconnect, drop, make
from tests.saving.opened import Opened
from tests.supervision.conftest import supervision_prepared  # noqa: F401

WORLD = f"{DATABASE}_world"
MEETING = NOW + timedelta(days=8, hours=3)
WRITERS = {"summary": ["sue"], "supervision": ["mary", "dev"], "plan": ["sue", "dora"], "note": ["sue", "dora"]}
KINDS = [(kind, who) for kind, people in WRITERS.items() for who in people]


class Window:
    """A page that somebody opened: what its form holds now, and which words of theirs are not acknowledged yet."""

    def __init__(self, world, kind, who):
        self.world, self.kind, self.who = world, kind, who
        self.client, self.path = world.client(who), world.path(kind)
        answer = self.client.get(self.path)
        self.open = answer.status_code == 200
        if self.open:
            self.words = Opened(answer).words()
            self.texts = [name for name in self.words if name.startswith("text-")]
        self.typed, self.sent = [], None

    def type(self, place, token):
        name = self.texts[place % len(self.texts)]
        self.words[name] = [f"{self.words[name][0]} {token}".strip()]
        self.typed.append(token)

    def post(self, words=None, path=None):
        return self.client.post(path or self.path, words or self.words)


class Saving(RuleBasedStateMachine):
    windows, saved = Bundle("windows"), Bundle("saved")

    @initialize()
    def begin(self):
        disconnect()
        make(DATABASE, WORLD)
        self.acknowledged, self.tokens, self.clients = {}, count(), {}

    def client(self, who):
        if who not in self.clients:
            self.clients[who] = OpenedPageClient()
            self.clients[who].force_login(getattr(CAST, who))
        return self.clients[who]

    def path(self, kind):
        family = MONTH.family.pk
        return {
            "summary": reverse("summary-write", args=[family, MONTH.episode.summaries.get(worker=CAST.sue).pk]),
            "supervision": reverse("supervision-record", args=[family, MONTH.supervision.pk]),
            "plan": reverse("safety-plan-write", args=[family]),
            "note": reverse("note-record-kind", args=[family, "telephone_call"]),
        }[kind]

    @rule(target=windows, kind=st.sampled_from(KINDS))
    def open_page(self, kind):
        return Window(self, *kind)

    @rule(window=windows, place=st.integers(0, 1))
    def type_a_word(self, window, place):
        if window.open:
            window.type(place, f"w{next(self.tokens)}w")

    @rule(target=saved, window=consumes(windows))
    def save(self, window):
        if window.open:
            self.settle(window, window.post())
        return window

    @rule(target=saved, window=consumes(windows))
    def press_save_twice(self, window):
        if window.open:
            for answer in at_once([window.post, window.post]):
                self.settle(window, answer)
        return window

    @rule(one=consumes(windows), other=consumes(windows))
    def two_save_at_once(self, one, other):
        if one.open and other.open:
            for window, answer in zip((one, other), at_once([one.post, other.post]), strict=True):
                self.settle(window, answer)

    @rule(
        target=saved,
        kind=st.sampled_from(["supervision", "plan", "summary"]),
        places=st.tuples(*[st.integers(0, 1)] * 2),
    )
    def two_have_one_page_open(self, kind, places):
        first, second = (Window(self, kind, who) for who in (WRITERS[kind] * 2)[:2])
        for window, place in zip((first, second), places, strict=True):
            self.type_a_word(window, place)
        self.save(first)
        return self.save(second)

    @rule(window=saved)
    def send_the_old_page_by_hand(self, window):
        if window.open and window.sent:
            assert window.client.post(window.path, window.sent).status_code == 302

    @rule(window=saved, place=st.integers(0, 1))
    def write_on_in_the_old_page_and_save(self, window, place):
        if window.open and window.sent:
            window.type(place, f"w{next(self.tokens)}w")
            self.settle(window, window.post())

    @rule(deed=st.sampled_from(["summary-finalise", "summary-withdraw", "supervision-sign-off", "plan-current"]))
    def decide(self, deed):
        who = "mary" if deed == "supervision-sign-off" else "sue"
        if deed == "supervision-sign-off":
            hold_and_make_ready()
        path = self.deed(deed)
        page = path and self.client(who).get(path)
        if page and page.status_code == 200:
            words = Opened(page).words()
            words |= {"because": ["Something is missing."], "agreed_with": ["Ann"], "decision": ["continue"]}
            self.client(who).post(path, {name: words[name] for name in words if any(words[name])})

    def deed(self, deed):
        family = MONTH.family.pk
        if deed == "plan-current":
            draft = SafetyPlan.objects.filter(family=family, state="draft").first()
            return draft and reverse("safety-plan-make-current", args=[family, draft.pk])
        summary = MONTH.episode.summaries.get(worker=CAST.sue)
        row = MONTH.supervision.pk if deed == "supervision-sign-off" else summary.pk
        return reverse(deed, args=[family, row])

    def settle(self, window, answer):
        """Whoever is asked what to keep keeps both; whoever is offered a button presses it."""
        words = dict(window.words)
        for _ in range(8):
            if answer.status_code == 302:
                self.acknowledged |= dict.fromkeys(window.typed, window.kind)
                window.typed, window.sent = [], words if window.sent is None else window.sent
                return
            context = answer.context or {}
            form = context.get("form") if context else None
            if context.get("again"):
                sent = {"form_key": [str(context["again_key"])]}
                for name, value in context["again_fields"]:
                    sent.setdefault(name, []).append(value)
                answer = window.client.post(context["again"].url, sent)
                words = None
            elif form is not None and form.conflict and (form.meetings or both_in(form)):
                words = Opened(answer).words() | {f"settle-{one.name}": ["together"] for one in form.meetings}
                words |= {name: [each_once(words[name][0])] for name in both_in(form)}
                answer = window.client.post(answer.request["PATH_INFO"], words)
            else:
                return

    @invariant()
    def every_acknowledged_word_stands_once(self):
        if not getattr(self, "acknowledged", None):
            return
        texts = texts_now()
        for token, kind in self.acknowledged.items():
            assert texts[kind].count(token) == 1, (kind, token, texts[kind])


def hold_and_make_ready():
    """It was held, and all that the sign-off asks besides the record is said; refused once it is signed off."""
    with suppress(Refusal):
        held = holding.hold(MONTH.supervision, held_at=NOW, by=CAST.mary, at=timezone.now())
        supervising.ready(held, by=CAST.mary, at=timezone.now())


def both_in(form):
    """The fields into which both texts were put, to be edited."""
    return [name for name, errors in form.errors.items() if any("Both texts stand here now" in each for each in errors)]


def each_once(text):
    """As somebody edits two texts into one: what both have stands once."""
    return " ".join(dict.fromkeys(text.split()))


def texts_now():
    """All that is saved, by the kind of page on which it was written."""
    summary = MONTH.episode.summaries.get(worker=CAST.sue)
    plan = SafetyPlan.objects.filter(family=MONTH.family).order_by("-number").first()
    notes = CaseNote.objects.filter(family=MONTH.family)
    owned = {"summary": [summary], "supervision": [MONTH.supervision], "plan": [plan] if plan else [], "note": notes}
    return {
        kind: " ".join(passage.text for row in rows for passage in row.passages.all())
        + "".join(addition.text for row in rows if kind == "note" for addition in added_to(row))
        for kind, rows in owned.items()
    }


def at_once(deeds):
    """What each gave, begun at one moment and each on a connection of its own."""
    start = Barrier(len(deeds))

    def one(deed):
        start.wait(timeout=10)
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds, timeout=60))


@pytest.mark.slow
@pytest.mark.rule("C16", "A10.7")
@pytest.mark.django_db(transaction=True)
def test_no_acknowledged_word_is_lost_or_doubled_whatever_people_do(cast, supervision_prepared, tmp_path, settings):  # noqa: F811
    settings.DATA_DIR = tmp_path
    globals().update(CAST=cast, MONTH=supervision_prepared)
    disconnect()
    make(WORLD, DATABASE)
    try:
        with time_machine.travel(MEETING, tick=False):
            run_state_machine_as_test(Saving, settings=RUN)
    finally:
        disconnect()
        drop(WORLD)


CAST = MONTH = None
RUN = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    print_blob=True,
    phases=[Phase.generate],
)
