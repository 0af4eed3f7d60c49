"""Each clock, notification and hold is known to its registry, and leads everybody to a page that opens for them."""

import ast
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import practice
from casework.absences.models import Absence
from casework.access import Can, access_of
from casework.access.grants.models import FamilyGrant
from casework.access.ways import Page, address_of
from casework.calls.models import SafetyCall
from casework.conflicts import services as conflicts
from casework.duedates.models import DueDate
from casework.duedates.presenters import dues_in
from casework.duedates.registry import CLOCK_PAGES, Needs
from casework.emergencies import services as emergencies
from casework.emergencies.models import Emergency
from casework.families import services as families
from casework.families.models import Family
from casework.families.services import add_family
from casework.grants import services as grants
from casework.holds.registry import REASONS
from casework.left_notes import services as left_notes
from casework.left_notes.models import LeftNote
from casework.matching.asking import services as asking
from casework.mentions.models import Mention
from casework.notes import services as notes
from casework.notifications.models import Notification
from casework.notifications.registry import KINDS, shown
from casework.people.models import Person
from casework.referrals import services as referrals
from casework.subjects import columns_of
from casework.trail.acting import acting
from tests.factories import NOW, add_adult, add_child
from tests.practising import SHIPPED
from tests.shape.source import imported, imports, modules, tree
from workbook.programmes.assessments.models import SignificantChange
from workbook.workbooks.models import EmergedVulnerability

READERS = ("sue", "dora", "rick", "mary", "dev", "cora", "bob", "audrey", "serena")
DAY = timedelta(days=1)
VALUES = {"person_in_another_workbook": {"of_family": 7}, "visits_planned": {"planned_for": [NOW.isoformat()]}}


# Every key that is used is registered, and every key that is registered can be used.


def test_every_timescale_of_every_practice_has_one_page(practise):
    for name in SHIPPED:
        timescales = set(type(practise(name).timescales).model_fields)
        assert timescales == set(CLOCK_PAGES), name


def test_every_start_notification_and_hold_in_the_source_has_a_registered_key():
    assert keys_given(
        {("casework/duedates/services.py", "start"), ("casework/duedates/services.py", "start_before")}
    ) == (set(CLOCK_PAGES))
    notifications = "casework/notifications/services.py"
    assert keys_given({(notifications, "notify"), (notifications, "notify_each")}) == set(KINDS)
    held = keys_given({("casework/holds/services.py", "place")}, place=1)
    assert held == {what for what, _ in REASONS}


def keys_given(doors, place=0):
    """The keys with which these functions are called in the source, and those functions that pass one on to them."""
    found, before = set(), 0
    while len(doors) != before:
        before = len(doors)
        for path in modules():
            for call, around in calls_of(path, doors):
                given = call.args[place]
                if isinstance(given, ast.Name) and given.id in {arg.arg for arg in around.args.args}:
                    doors.add((str(path), around.name))
                else:
                    found |= texts_of(path, given)
    return found


def calls_of(path, doors):
    """Each call of a door in the module, with the function in which it stands."""
    names = {name for module, name in doors if module == str(path)}
    aliases = {}
    for node in imports(path):
        for alias, dotted in zip(node.names, imported(node), strict=True):
            aliases[alias.asname or alias.name] = dotted
    for around in ast.walk(tree(path)):
        if isinstance(around, ast.FunctionDef):
            for node in ast.walk(around):
                if isinstance(node, ast.Call) and _is_door(node.func, names, aliases, doors):
                    yield node, around


def _is_door(function, names, aliases, doors):
    if isinstance(function, ast.Name):
        module, _, name = aliases.get(function.id, "").rpartition(".")
        return function.id in names or (_path(module), name) in doors
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return (_path(aliases.get(function.value.id, "")), function.attr) in doors
    return False


def _path(module):
    return module.replace(".", "/") + ".py"


def texts_of(path, given):
    """The texts for which an argument can stand: itself, a constant of the module, or the values of one."""
    if isinstance(given, ast.Constant):
        return {given.value}
    module = import_module(".".join(path.with_suffix("").parts))
    if isinstance(given, ast.Subscript):
        return set(getattr(module, given.value.id).values())
    if isinstance(given, ast.Attribute):
        return {str(getattr(getattr(module, given.value.id), given.attr))}
    return {str(getattr(module, given.id))}


# Each leads everybody who may read the family to a page that opens for them, and the act to those alone who may do it.


@pytest.fixture
def clocks(story, cast):
    """A running clock of each timescale about a row of the Ash family, or of one in the state it asks for."""
    DueDate.objects.running().update(cancelled_at=NOW)
    harmed = story.referral.involvements.get(child=story.mia)
    referrals.allege_harm(harmed, alleged_at=NOW - 2 * DAY, by=cast.sue, at=NOW)
    visit = notes.record(story.family, kind="home_visit", took_place_at=NOW - DAY, by=cast.dora, at=NOW)
    DueDate.objects.running().update(cancelled_at=NOW)
    oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    olly, ora = (add_child(oak, cast.mary, name=f"{name} Oak") for name in ("Olly", "Ora"))
    add_adult(oak, cast.mary, name="Kay Oak")
    referral = referrals.record_referral(
        oak, received_on=NOW.date(), source="6", reason="School worries.", needs={olly: "N1", ora: "N1"}, by=cast.mary,
        at=NOW,
    )  # fmt: skip
    opened = {"because": "She is locked in with him now.", "typed": story.family.reference, "hours": 4}
    emergencies.open_record(None, **opened, declared=True, by=cast.stan, at=NOW)
    DueDate.objects.running().update(cancelled_at=NOW)
    early, undecided = referral.involvements.get(child=olly), referral.involvements.get(child=ora)
    subjects = {
        "visit_write_up": visit, "harm_alleged": harmed, "referral_decision": undecided, "early_help_decision": early,
        "workbook_decision": referral,
    }  # fmt: skip
    return {timescale: clock_of(story, timescale, subjects, cast) for timescale in CLOCK_PAGES}


def clock_of(story, timescale, subjects, cast):
    subject = subjects.get(timescale) or a_row(CLOCK_PAGES[timescale].model, story)
    child = getattr(subject, "child", None) or story.mia
    with acting(cast.mary), transaction.atomic():
        return DueDate.objects.create(
            timescale=timescale, **columns_of(subject), family=getattr(subject, "family", story.family), child=child,
            team=cast.north, owner=cast.dora if timescale == "visit_write_up" else None, started_at=NOW, due_at=NOW,
            remind_at=NOW,
        )  # fmt: skip


def a_row(model, story):
    if model is Family:
        return story.family
    if model is FamilyGrant:
        return story.family.grants.exclude(kind="break_glass").get()
    return story.mia if model is Person else model._default_manager.filter(family=story.family).order_by("pk").last()


def test_clock_leads_each_reader_to_a_page_that_opens_and_to_the_act_only_who_may(clocks, story, cast, signed_in):
    for timescale, due in clocks.items():
        way, led = CLOCK_PAGES[timescale].way, {}
        act = address_of(way.act, due.family_id, due)
        for name in READERS:
            user = getattr(cast, name)
            access = access_of(user, due.family)
            if not access.can(Can.READ):
                continue
            [line] = dues_in([due], user, access)
            client = signed_in(user)
            assert client.get(line.url, follow=True).status_code == 200, (timescale, name, line.url)
            led[name] = line.url
            if line.url != act:
                assert client.get(act).status_code == 403, (timescale, name)
        assert led, timescale
        assert act in led.values(), timescale
        assert way.read is None or len(set(led.values())) == 2, timescale


@pytest.fixture
def happened(clocks, story, cast):
    """A row for each kind of notification, of those that the story does not have too."""
    with acting(cast.mary), transaction.atomic():
        told = {"family": story.family, "by": cast.mary, "at": NOW}
        EmergedVulnerability.objects.create(
            referral=story.referral, vulnerability="mental_health", what="He drinks.", noticed_on=NOW.date(), **told
        )
        SignificantChange.objects.create(programme=story.programme, what="Tom left.", happened_on=NOW.date(), **told)
    days = {"from_date": NOW.date(), "until_date": NOW.date()}
    grants.grant(story.family, user=cast.stan, kind="duty", because="Tonight.", **days, by=cast.mary, at=NOW)
    oak = families.add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)
    asking.ask(oak, story.mia, because="She is there.", by=cast.sid, at=NOW)
    said = {"name": "Mia Ash", "text": "He rang.", "took_place_at": NOW}
    story.left_note = left_notes.record(cast.north, **said, by=cast.cora, at=NOW)
    with acting(cast.mary), transaction.atomic():
        Mention.objects.create(family=story.family, person=story.mia, left_note=story.left_note, found_at=NOW)
    conflicts.declare_of(story.family, user=cast.sid, because="He is the uncle.", by=cast.mary, at=NOW)
    return story


OF_NO_FAMILY = {
    SafetyCall: lambda story: story.safety_call,
    Absence: lambda story: story.absence,
    LeftNote: lambda story: story.left_note,
    Emergency: lambda story: story.family.emergencies.get(),
}


def notification_of(kind, story, user, by):
    row = DueDate.objects.running().get(timescale="visit_write_up") if kind.model is DueDate else None
    row = row or OF_NO_FAMILY.get(kind.model, lambda story: a_row(kind.model, story))(story)
    assert row, kind.key
    family = None if kind.model in OF_NO_FAMILY else story.family
    values = VALUES.get(kind.key, dict.fromkeys(kind.user_values, by.pk))
    return Notification.objects.create(
        kind=kind.key, user=user, family=family, **columns_of(row), by=by, values=values, at=NOW
    )


def test_notification_leads_each_reader_to_a_page_that_opens(happened, cast, signed_in):
    for name in READERS:
        user = getattr(cast, name)
        mine = [notification_of(kind, happened, user, cast.mary) for kind in KINDS.values()]
        client = signed_in(user)
        for each in shown(mine, user):
            key = each.notification.kind
            assert each.text, key
            assert each.url or not access_of(user, happened.family).can(Can.READ), (key, name)
            if KINDS[key].model is SafetyCall and name not in ("mary", "dev", "cora", "bob"):
                continue
            if KINDS[key].model is LeftNote and name not in ("mary", "dev"):
                continue
            decides = each.url == reverse("workbook-decide", args=[happened.family.pk, happened.referral.pk])
            # A Workbook is open in the story, as the page of its decision says.
            expected = 409 if decides else 200
            assert client.get(each.url).status_code == expected, (key, name, each.url)


def test_notifications_of_a_page_take_queries_by_type_and_not_by_number(happened, cast, django_assert_num_queries):
    kinds = list(KINDS.values())
    mine = [notification_of(kind, happened, cast.sue, cast.mary) for kind in kinds]
    more = [notification_of(kind, happened, cast.sue, cast.mary) for kind in kinds * 2]
    rows = Notification.objects.select_related("family", "by").order_by("pk")
    few, many = (list(rows.filter(pk__in=[each.pk for each in each_of])) for each_of in (mine, [*mine, *more]))
    with CaptureQueriesContext(connection) as small:
        shown(few, cast.sue)
    with django_assert_num_queries(len(small)):
        shown(many, cast.sue)
    types = {kind.model for kind in kinds}
    assert len(small) <= len(types) + 3, "rights, users, and the subject of a date"


def test_notification_of_each_kind_says_so_where_its_row_is_gone(happened, cast):
    mine = [notification_of(kind, happened, cast.sue, cast.mary) for kind in KINDS.values()]
    Notification.objects.update(subject_id=999_999)
    for each in shown(Notification.objects.filter(pk__in=[one.pk for one in mine]), cast.sue):
        assert each.url == "", each.notification.kind
        assert "is not there any more" in each.text


def test_clock_of_each_timescale_is_a_line_without_a_link_where_its_row_is_gone(clocks, cast, story):
    DueDate.objects.running().update(subject_id=999_999)
    for timescale in CLOCK_PAGES:
        due = DueDate.objects.running().get(timescale=timescale)
        for name in READERS:
            [line] = dues_in([due], getattr(cast, name), access_of(getattr(cast, name), due.family))
            assert line.what.startswith(practice.current().timescale(timescale).label)
            assert (line.url == "") == (CLOCK_PAGES[timescale].needs is not Needs.NOTHING), timescale


def test_page_that_is_not_there_any_more_gives_no_address_and_no_error(clocks):
    due = clocks["visit_write_up"]
    assert address_of(Page("torn-down", lambda row: (row.pk,)), due.family_id, due) == ""
    assert address_of(Page("note"), due.family_id, due) == "", "a part is missing"


def test_hold_has_a_reason_and_a_page_that_opens(happened, cast, signed_in):
    for reason in REASONS.values():
        row = happened.family if reason.model is Family else a_row(reason.model, happened)
        assert reason.because(row)
        assert signed_in(cast.cora).get(address_of(reason.page, happened.family.pk, row)).status_code == 200
