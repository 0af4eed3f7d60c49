"""A second family with people of the Ash family in it, restricted, and what every address says without and with it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import unified_diff
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.actions import services as actions
from casework.allocations.queries import managers_of
from casework.answers import services as answering
from casework.copies import services as copies
from casework.ecomap import services as ecomap
from casework.families import services as families
from casework.families.models import Family, FamilyRole
from casework.households import services as households
from casework.left_notes import services as left_notes
from casework.links import services as links
from casework.matching.asking.services import ask
from casework.mentions.tasks import look
from casework.passages.models import NewText
from casework.people import services as people
from casework.people.asked_items import services as asked_items
from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.queries import fingerprint_of_answers
from casework.people.contact_details import services as contacts
from casework.people.family_time import services as family_time
from casework.people.key_contacts import services as key_contacts
from casework.people.queries import fingerprint_of_member, fingerprint_of_numbers
from casework.people.responsibility import services as responsibility
from casework.people.safe_contacts import services as safe_contacts
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from casework.restrictions import services as restrictions
from casework.risk_dates import services as risk_dates
from casework.users.models import User
from casework.users.roles import Role
from tests import brought_in
from tests.checklist import all_met
from tests.factories import NOW, TeamFactory, UserFactory, add_adult, add_child
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.walking import text_of
from tests.story import days_ago, on, tell
from workbook.allocations import services as allocations
from workbook.notes import services as notes
from workbook.workbooks import services as workbooks

WEST = {
    "sue": ("Stella Stream", Role.SOCIAL_WORKER),
    "dora": ("Della Down", Role.DOMESTIC_ABUSE_VICTIM_WORKER),
    "rick": ("Rolf Rock", Role.RECOVERY_WORKER),
    "cora": ("Clea Cliff", Role.SOCIAL_WORKER),
    "mary": ("Moira Marsh", Role.TEAM_MANAGER),
    "bob": ("Bea Brook", Role.BUSINESS_SUPPORT),
}


def west(cast: SimpleNamespace) -> SimpleNamespace:
    """Team West's people, by the names under which the story knows those of Team North."""
    team = TeamFactory(name="West")
    of_team = {key: UserFactory(name=name, team=team, role=role) for key, (name, role) in WEST.items()}
    return SimpleNamespace(north=team, south=cast.north, **of_team)


def who_left(story: SimpleNamespace, by: User) -> None:
    """Kit and Tess belonged to the Ash family, and left it two months ago."""
    story.kit, story.tess = add_child(story.family, by, name="Kit Ash"), add_adult(story.family, by, name="Tess Ash")
    for person in (story.kit, story.tess):
        left = {"left_on": (NOW - timedelta(days=61)).date(), "because": "They moved away."}
        households.leave(story.family, person, **left, by=by, at=NOW)


def tell_all(story: SimpleNamespace, theirs: SimpleNamespace, *, restricted_first: bool = False) -> SimpleNamespace:
    """All that Elm tells; it is restricted before what it says of the four, or after."""
    elm = second_family(story, theirs)
    readers = [theirs.sue, theirs.dora, theirs.rick, theirs.cora, theirs.bob]
    of_elm = {"because": "She fled.", "readers": readers, "by": theirs.mary}
    tell_month(elm, theirs)
    if restricted_first:
        restrictions.restrict(elm.family, **of_elm, at=NOW)
    tell_of_both(story, elm, theirs)
    if not restricted_first:
        restrictions.restrict(elm.family, **of_elm, at=NOW)
    said = {"name": "Mia Ash", "text": "Elmtree: she was seen.", "took_place_at": NOW - timedelta(hours=1)}
    left_notes.record(theirs.north, **said, by=theirs.sue, at=NOW)
    look()
    return elm


def second_family(story: SimpleNamespace, theirs: SimpleNamespace) -> SimpleNamespace:
    """The family Elm, to which four of the Ash family belong: Mia and Ann, who are in both, Kit and Tess, who left."""
    with on(days_ago(40)) as at:
        family = families.add_family(name="Elm", team=theirs.north, by=theirs.mary, at=at)
        for child in (story.mia, story.kit):
            brought_in.bring_in(family, child, role=FamilyRole.CHILD, in_household=True, by=theirs.mary, at=at)
        for adult in (story.ann, story.tess):
            brought_in.bring_in(family, adult, role=FamilyRole.PARENT, in_household=True, by=theirs.mary, at=at)
        elm = SimpleNamespace(family=family, mia=story.kit, ann=story.tess)
        elm.ben = add_child(family, theirs.mary, name="Bo Elm")
        ask(story.family, story.kit, because="Elmtree.", by=managers_of(story.family, at.date())[0], at=at)
        elm.ed = add_adult(family, theirs.mary, name="Ed Elm")
        for child in (story.mia, elm.mia, elm.ben):
            relationships.relate(family, elm.ed, kind="father", other=child, by=theirs.mary, at=at)
        elm.referral = referrals.record_referral(
            family, received_on=at.date(), source="6", reason="She fled.", needs={elm.mia: "N1", elm.ben: "N1"},
            by=theirs.mary, at=at,
        )  # fmt: skip
    return elm


def tell_month(elm: SimpleNamespace, theirs: SimpleNamespace) -> SimpleNamespace:
    for worker, role, lead in (
        (theirs.sue, Role.SOCIAL_WORKER, True),
        (theirs.dora, Role.DOMESTIC_ABUSE_VICTIM_WORKER, False),
        (theirs.rick, Role.RECOVERY_WORKER, False),
    ):
        with on(days_ago(30)) as at:
            allocations.allocate(elm.family, worker, role=role, lead=lead, by=theirs.mary, at=at)
    with on(days_ago(20)) as at:
        elm.workbook = workbooks.open_workbook(
            elm.referral, reason="Two adult workers are needed.", answers=all_met(), index_child=elm.mia,
            people=[elm.mia, elm.ben, elm.ann], supervision_planned_for=days_ago(-8), by=theirs.mary, at=at,
        )  # fmt: skip
    elm.episode = elm.workbook.episodes.get()
    return tell(elm, theirs, place="8 Elmtree Row")


def tell_of_both(story: SimpleNamespace, elm: SimpleNamespace, theirs: SimpleNamespace) -> None:
    """What Elm writes of Mia and Ann: a row of each kind that is about a person, and changes of the two themselves."""
    family, by, day = elm.family, theirs.sue, NOW.date()
    _of_themselves(family, story, by)
    _places(family, story, theirs)
    key_contacts.add_key_contact(
        family, profession="school", organisation="Elmtree School", telephone="01632 960300", about=[story.mia],
        from_date=day, by=by,
    )  # fmt: skip
    responsibility.record(family, story.mia, ground="certificate", holder=elm.ed, by=by, at=NOW)
    family_time.add(
        family, story.mia, supervision="none", decided_by="Ann", from_date=day, with_person=elm.ed,
        how_often="Elmtree Sundays", by=by,
    )  # fmt: skip
    safe_contacts.add(family, story.ann, from_date=day, voicemail="no", when="Elmtree mornings", by=by)
    risk_dates.add(family, kind="hearing", day=day + timedelta(days=9), about=[story.ann], by=by, at=NOW)
    ecomap.add(
        family, person=story.ann, with_whom="Elmtree Aunt", kind="relatives", strength="strong", flow="to", about="",
        from_date=day, by=by, at=NOW,
    )  # fmt: skip
    notes.record(
        family, kind="telephone_call", took_place_at=NOW - timedelta(hours=1),
        written=[NewText("detail", "Elmtree talk of Ann.", (story.ann.pk,))], by=by, at=NOW,
    )  # fmt: skip
    answering.record(
        elm.visit, kind="view", text="Elmtree: not so.", person=story.ann, received="letter", held_from=[story.mia],
        held_because="Elmtree: she is not to read it.", by=by, at=NOW,
    )  # fmt: skip
    copies.give(elm.visit, recipient="family", person=story.ann, given_on=day, how="Elmtree post", by=by, at=NOW)
    links.add_link(
        family, story.family, because="Elmtree: she fled from there.", by=theirs.mary, at=NOW, person=story.ann
    )
    actions.agree(family, what="Elmtree group", due_on=day, owner_person=story.ann, by=by, agreed_on=day)


def _of_themselves(family: Family, story: SimpleNamespace, by: User) -> None:
    people.add_name(family, story.mia, name="Mia Elmtree", kind="former", by=by)
    people.add_name(family, story.ann, name="Ann Elmtree", kind="also", by=by)
    born_on = {story.mia: date(2019, 5, 5), story.kit: date(2019, 5, 6), story.ann: date(1991, 2, 4)}
    for person, born in born_on.items():
        member = family.familymember_set.select_related("person").get(person=person)
        people.put_right_person(
            member, fingerprint=fingerprint_of_member(member), name=f"{person.name} Elmtree", known_as="Elmtree",
            sex="F", born=born, expected=None, in_household=True, by=by, at=NOW,
        )  # fmt: skip
        person.refresh_from_db()
        people.save_numbers(family, person, fingerprint=fingerprint_of_numbers(person), nhs_number="9434765919", by=by)
        said = {"religion": GivenAnswer("known", ("Elmtree faith",))}
        asked_items.save_answers(
            family, person, fingerprint=fingerprint_of_answers({}), answers=said, asked_on=NOW.date(), by=by, at=NOW
        )


def _places(family: Family, story: SimpleNamespace, theirs: SimpleNamespace) -> None:
    contacts.add_contact(family, story.ann, kind="telephone", value="01632 960777", from_date=NOW.date(), by=theirs.sue)
    contacts.add_protected_contact(
        family, story.ann, kind="address", value="7 Elmtree Walk", from_date=NOW.date(), readers=[theirs.dora],
        because="Elmtree: he looks for her.", by=theirs.sue, at=NOW,
    )  # fmt: skip


ANY = -1  # number of queries, where these are also of what the second family is told


class Answer(NamedTuple):
    status: int
    queries: int
    text: str


NAMES = ("Ash", "Mia", "Kit", "Ann", "Elm", "Ed", "Elmtree", "Ann Ash", "Tess Ash", "943 476 5919")
# As somebody types who has heard it, or has not typed all of it yet.
SPELT = ("elmt", "ELMTREE", "Elm tree", "Elmtrée", "Anne Elmtree", "Mya Elmtre", "Elmtree Kit", "Tes Elmtry")
BORN = ("2019-05-04", "2019-05-06", "1991-02-04")


def paths_of(story: SimpleNamespace, unsaved_page: UUID) -> Iterator[str]:
    """Every address, of Mia and of Ann, and every search of a name."""
    values = values_of(story, unsaved_page)
    for address in (each for each in addresses() if each.name not in FOR_MACHINES):
        yield address.filled(values)
        if "person_id" in address.parts:
            for person in (story.ann, story.kit, story.tess):
                yield address.filled(values | {"person_id": person.pk})
    for name in SPELT:
        yield f"{reverse('families')}?q={name}"
        yield f"{reverse('person-matches', args=[story.family.pk])}?name={name}"
    for name in NAMES:
        for page in ("families", "supervisions"):
            yield f"{reverse(page)}?q={name}"
        for born in BORN:
            yield f"{reverse('person-matches', args=[story.family.pk])}?name={name}&born={born}"


# What is another at each time that the same page is asked for.
CHANGING = (
    (re.compile(r'(nonce|name="csrfmiddlewaretoken" value|name="form_key" value|data-key|data-page)="[^"]*"'), r"\1"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "KEY"),
    (re.compile(r"give this number: [0-9a-f]{32}"), "NUMBER"),
    (re.compile(r'href="\?after=\d+"'), "AFTER"),
)


def answers_to(client: Client, paths: list[str]) -> dict[str, Answer]:
    """What each of `paths` answers now; nothing that is written on the way stays."""
    point = transaction.savepoint()
    client.get("/")  # the first page puts together what all need
    try:
        return {path: _answer(client, path) for path in paths}
    finally:
        transaction.savepoint_rollback(point)


def _answer(client: Client, path: str) -> Answer:
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    return Answer(answer.status_code, len(captured), unchanging(text_of(answer)))


def unchanging(text: str) -> str:
    """The text without what is another each time."""
    for changing, instead in CHANGING:
        text = changing.sub(instead, text)
    return text


def differences(before: dict[str, Answer], after: dict[str, Answer]) -> list[str]:
    """A line for each page that says or costs something else than before."""
    return [f"{path}: {line}" for path in before for line in _differences(before[path], after[path])]


def _differences(before: Answer, after: Answer) -> Iterator[str]:
    if before.status != after.status:
        yield f"status {before.status}, then {after.status}"
    if before.queries != after.queries and ANY not in (before.queries, after.queries):
        yield f"{before.queries} queries, then {after.queries}"
    lines = unified_diff(before.text.splitlines(), after.text.splitlines(), lineterm="", n=0)
    yield from [line.strip()[:200] for line in lines if line.strip() and line[:3] not in ("---", "+++", "@@ ")][:8]
