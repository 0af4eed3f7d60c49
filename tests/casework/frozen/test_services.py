"""Each service of the product is called while records stand finished, and none of them reads otherwise after it.

Services are called as people call them, by the forms of the product: with the story as it stands, and with one record
of each kind finished, where many forms are closed.
"""

import sys
from contextlib import contextmanager
from copy import deepcopy
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from casework.frozen.models import Frozen
from casework.frozen.registry import KINDS
from casework.masks.current import HELD_BACK
from casework.trail import acting
from tests.finished import as_signed, finish_every_kind, frozen_part
from tests.saving.conftest import to_save  # noqa: F401
from tests.saving.walking import Act, forms, undone

pytestmark = [pytest.mark.slow, pytest.mark.rule("A6.10", "A10.1")]
APPS = ("casework", "workbook", "supervision", "chronology", "audit", "config")


def services():
    """Every function that `@service` made, by its dotted name."""
    root = Path(settings.BASE_DIR)
    for app in APPS:
        for file in (root / app).rglob("services.py"):
            module = import_module(".".join(file.relative_to(root).with_suffix("").parts))
            for name, each in vars(module).items():
                if getattr(each, "__code__", None) is DOOR and each.__module__ == module.__name__:
                    yield f"{module.__name__}.{name}"


DOOR = acting.service(lambda by: None).__code__


@contextmanager
def noting(called):
    """Adds to `called` the name of each service that is called within it."""
    before = acting.laid_off

    def laid_off():
        function = sys._getframe(1).f_locals.get("function")
        if function:
            called.add(f"{function.__module__}.{function.__name__}")
        return before()

    acting.laid_off = laid_off
    try:
        yield
    finally:
        acting.laid_off = before


def read(act_of, ids):
    reader = act_of.client_of(act_of.cast.mary)
    found = Frozen.objects.in_bulk(ids)
    return {pk: as_signed(frozen_part(reader, f"/families/{found[pk].family_id}/finished/{pk}/")) for pk in found}


def last_of_each_kind(family):
    return sorted({each.kind: each.pk for each in Frozen.objects.filter(family=family).order_by("pk")}.values())


def walk(story, cast, called):
    """By form what reads otherwise after it was sent."""
    ids = last_of_each_kind(story.family)
    before, other = None, {}
    for name in forms():
        with undone():
            try:
                act = Act(name, *deepcopy((story, cast)))
                before = before or read(act, ids)
                with noting(called):
                    page = act.open()
                    answer = act.send(page.valid(act.given(act.sample.words)))
            except Exception:
                continue
            if answer.status_code != 302:
                continue
            after = read(act, ids)
            if changed := [pk for pk in ids if after[pk] != before[pk] and HELD_BACK not in after[pk]]:
                other[name] = changed
    return other


# Called by no form that is walked, each for its reason.
BUTTONS = {
    "casework.absences.services.cancel", "casework.emergencies.services.end", "casework.frozen.services.print_record",
    "casework.left_notes.services.look_at", "casework.matching.services.unmerge", "casework.notes.services.call_off",
    "casework.restrictions.services.remove_reader", "supervision.packs.services.ask_again",
    "supervision.group_supervisions.episode_closures.services.ask_for_summary",
}  # fmt: skip
SWEEPS = {
    "casework.calls.services.notify_overdue", "casework.emergencies.services.pass_on",
    "casework.left_notes.services.remind", "casework.matching.asking.services.remind",
    "casework.mentions.services.look_for_left_note",
    "casework.mentions.services.look_through_calls", "casework.mentions.services.look_through_people",
    "casework.mentions.services.look_through_restrictions", "casework.protections.services.notice",
    "casework.risk_dates.services.tell_before", "workbook.allocations.services._begin",
    "workbook.allocations.services._follow", "workbook.allocations.services._hand_over",
    "workbook.coming_of_age.services._ask", "workbook.programmes.assessments.services._reconcile",
    "workbook.programmes.services._reconcile",
}  # fmt: skip
PAPERS = {f"casework.documents.services.{name}" for name in ("_requeue", "claim_next", "fail_making", "finish_making")}
SETTING_UP = {
    "casework.documents.services.store", "workbook.notes.services.bring_in",
    "workbook.workbooks.services.open_workbook",
    *(f"casework.users.services.{name}" for name in ("_add_robot", "add_team", "add_user", "give_post", "join_team")),
    *(f"casework.imports.runs.services.{name}" for name in ("begin", "end", "undo")),  # by command
}  # fmt: skip
# By test_property, and by forms that call the service that stands before it.
OTHERWISE = {
    "casework.people.contact_details.services.add_protected_contact", "casework.relationships.services.withdraw",
    "casework.people.protecting.services.protect_contact", "casework.relationships.services.relate",
}  # fmt: skip
NO_FORM = BUTTONS | SWEEPS | PAPERS | SETTING_UP | OTHERWISE


def test_no_service_changes_what_stands_finished(to_save, cast):  # noqa: F811
    called = set()
    assert walk(to_save, cast, called) == {}
    assert set(services()) - called == NO_FORM


def test_no_service_changes_what_stands_finished_of_any_kind(to_save, cast):  # noqa: F811
    finish_every_kind(to_save, cast)
    assert len(last_of_each_kind(to_save.family)) == len(KINDS)
    called = set()
    assert walk(to_save, cast, called) == {}
    assert len(called) > 50
