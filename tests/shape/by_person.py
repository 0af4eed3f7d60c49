"""A second, restricted family with people of the Ash family in it, and what every address answers without and with it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.actions import services as actions
from casework.ecomap import services as ecomap
from casework.families import services as families
from casework.families.models import Family, FamilyRole
from casework.matching import services as matching
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
from casework.risk_dates import services as risk_dates
from casework.users.models import User
from casework.users.roles import Role
from casework.warnings import services as cautions
from tests.checklist import all_met
from tests.factories import NOW, UserFactory, add_adult, add_child
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
    """Team South's people, by the names under which the story knows those of Team North."""
    team = cast.south
    of_team = {key: UserFactory(name=name, team=team, role=role) for key, (name, role) in WEST.items()}
    return SimpleNamespace(north=team, south=cast.north, **of_team)


def restricted_family(story: SimpleNamespace, theirs: SimpleNamespace) -> SimpleNamespace:
    """The family Elm, to which Mia and Ann of Ash belong too: its own month, and what it knows of the two."""
    with on(days_ago(40)) as at:
        family = families.add_family(name="Elm", team=theirs.north, by=theirs.mary, at=at)
        matching.bring_in(family, story.mia, role=FamilyRole.CHILD, by=theirs.mary, at=at)
        matching.bring_in(family, story.ann, role=FamilyRole.PARENT, by=theirs.mary, at=at)
        elm = SimpleNamespace(family=family, mia=add_child(family, theirs.mary, name="Zoe Elm"))
        elm.ben = add_child(family, theirs.mary, name="Bo Elm")
        elm.ann = add_adult(family, theirs.mary, name="Ed Elm")
        for child in (story.mia, elm.mia, elm.ben):
            relationships.relate(family, elm.ann, kind="father", other=child, by=theirs.mary, at=at)
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
            elm.referral, reason="Two adult workers are needed.", answers=all_met(), index_child=elm.ben,
            people=[elm.mia, elm.ben, elm.ann], supervision_planned_for=days_ago(-8), by=theirs.mary, at=at,
        )  # fmt: skip
    elm.episode = elm.workbook.episodes.get()
    return tell(elm, theirs)


def tell_of_both(story: SimpleNamespace, elm: SimpleNamespace, theirs: SimpleNamespace) -> None:
    """What Elm writes of Mia and Ann: a row of each kind that is about a person, and changes of the two themselves."""
    family, by, day = elm.family, theirs.sue, NOW.date()
    _of_themselves(family, story, by)
    _places(family, story, theirs)
    key_contacts.add_key_contact(
        family, profession="school", organisation="Elmtree School", telephone="01632 960300", about=[story.mia],
        from_date=day, by=by,
    )  # fmt: skip
    cautions.add(
        family, kind="dog", detail="Elmtree dog.", source="Elmtree visit", from_date=day,
        review_on=day + timedelta(days=60), person=story.ann, by=by, at=NOW,
    )  # fmt: skip
    responsibility.record(family, story.mia, ground="certificate", holder=elm.ann, by=by, at=NOW)
    family_time.add(
        family, story.mia, supervision="none", decided_by="Ann", from_date=day, with_person=elm.ann,
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
    actions.agree(family, what="Elmtree group", due_on=day, owner_person=story.ann, by=by, agreed_on=day)


def _of_themselves(family: Family, story: SimpleNamespace, by: User) -> None:
    people.add_name(family, story.mia, name="Mia Elmtree", kind="former", by=by)
    people.add_name(family, story.ann, name="Ann Elmtree", kind="also", by=by)
    for person, born in ((story.mia, date(2019, 5, 5)), (story.ann, date(1991, 2, 4))):
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


class Answer(NamedTuple):
    status: int
    queries: int
    text: str


NAMES = ("Ash", "Mia", "Ann", "Elm", "Ed", "Zoe", "Elmtree", "Ann Ash")
BORN = ("2019-05-04", "2019-05-05", "1991-02-04")


def paths_of(story: SimpleNamespace, unsaved_page: UUID) -> Iterator[str]:
    """Every address, of Mia and of Ann, and every search of a name."""
    values = values_of(story, unsaved_page)
    for address in (each for each in addresses() if each.name not in FOR_MACHINES):
        yield address.filled(values)
        if "person_id" in address.parts:
            yield address.filled(values | {"person_id": story.ann.pk})
    for name in NAMES:
        for page in ("families", "supervisions"):
            yield f"{reverse(page)}?q={name}"
        for born in BORN:
            yield f"{reverse('person-matches', args=[story.family.pk])}?name={name}&born={born}"


CHANGING = re.compile(r'(nonce|name="csrfmiddlewaretoken" value|name="form_key" value|data-key|data-page)="[^"]*"')
REQUEST = re.compile(r"give this number: [0-9a-f]{32}")
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def answers_to(client: Client, paths: list[str]) -> dict[str, Answer]:
    return {path: _answer(client, path) for path in paths}


def _answer(client: Client, path: str) -> Answer:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    text = REQUEST.sub("KEY", KEYS.sub("KEY", CHANGING.sub(r"\1", text_of(answer))))
    return Answer(answer.status_code, len(captured), text)
