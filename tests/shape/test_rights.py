"""Each cell of the table of roles by deeds (docs/rights.md), compared with what pages and the API answer."""

from uuid import uuid4

import pytest

from casework import practice
from casework.access import Can, access_of
from casework.access.rights import BY_ROLE, GRACE, LEAD_WORKER
from casework.families.services import add_family
from casework.links.services import add_link
from casework.practice.schema import Decisions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import GRADES, OUTSIDE, Role, grades_from
from config.rights import ASK_A_GRADE, ASK_MORE, deeds
from tests.factories import NOW, UserFactory
from tests.shape.addresses import addresses, values_of
from workbook.allocations import services as allocations

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.rule("C27")]

MORE = {page for pages in (*ASK_A_GRADE.values(), *ASK_MORE.values()) for page in pages}
ONE_PAGE = {
    Can.READ: "people", Can.RECORD: "warning-add", Can.LEAD: "person-add", Can.DECIDE: "referral-add",
    Can.ARRANGE: "supervision-move", Can.INSPECT: "history",
}  # fmt: skip


@pytest.fixture
def holders(cast, story):
    """By role somebody who has it: in the team, for the whole authority, or allocated where another agency's."""
    found = {role: UserFactory(name=f"Holder {role}", role=role, **_team(role, cast)) for role in Role}
    for role in OUTSIDE:
        allocations.allocate(story.family, found[role], role=role, agency="Invented Trust", by=cast.mary, at=NOW)
    return found


def _team(role, cast):
    return {} if role in (Role.AUDITOR, Role.HEAD_OF_SERVICE) else {"team": cast.north}


@pytest.fixture
def page(cast, story):
    """Gives the path of a page for the rows of the story."""
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, elm, because="Ann's sister.", by=cast.mary, at=NOW)
    values = values_of(story, uuid4())
    by_name = {address.name: address.filled(values) for address in addresses() if address.name not in ("sign-out",)}
    return by_name.__getitem__


def test_each_role_may_do_on_a_page_of_each_right_what_the_table_says(holders, page, signed_in):
    for role, user in holders.items():
        client = signed_in(user)
        for can, name in ONE_PAGE.items():
            status = client.get(page(name)).status_code
            assert (status != 403) == (can in BY_ROLE[role]), (role, can, status)
            assert status != 404, (role, name)


def test_each_role_reads_each_operation_of_the_api_as_the_table_says(holders, page, signed_in):
    operations = [deed.name for deed in deeds() if deed.name.startswith("api-")]
    assert operations
    for role, user in holders.items():
        client = signed_in(user)
        for name in operations:
            assert (client.get(page(name)).status_code == 200) == (Can.READ in BY_ROLE[role]), (role, name)


def test_each_grade_takes_the_decisions_that_the_table_says_and_no_other_role_any(holders, page, signed_in):
    assert set(ASK_A_GRADE) <= set(Decisions.model_fields)
    for role, user in holders.items():
        client = signed_in(user)
        for decision, pages in ASK_A_GRADE.items():
            may = role in grades_from(getattr(practice.current().decisions, decision))
            for name in pages:
                status = answer(client, page(name))
                assert (status != 403) == may, (role, name, status)


def test_a_former_grade_finds_nothing_and_who_leads_has_what_is_added(holders, page, cast, story, signed_in):
    lead = access_of(cast.sue, story.family)
    assert lead.rights == BY_ROLE[Role.SOCIAL_WORKER] | LEAD_WORKER
    assert {Can.READ} == GRACE
    for role in GRADES[:3]:
        with acting(cast.serena):
            change(holders[role].memberships.get(), until_date=NOW.date().replace(year=2025))
        assert not access_of(holders[role], story.family).rights
        assert {signed_in(holders[role]).get(page(name)).status_code for name in ONE_PAGE.values()} == {404}


def answer(client, path):
    """The status; of what is only sent, that of an empty form."""
    status = client.get(path).status_code
    return client.post(path).status_code if status == 405 else status


@pytest.mark.parametrize("who", ["sue", "cora", "mary", "bob", "audrey"])
def test_every_page_refuses_whom_its_right_refuses_and_no_other_unless_it_asks_more(cast, story, page, signed_in, who):
    user = getattr(cast, who)
    rights, client, wrong = access_of(user, story.family).rights, signed_in(user), []
    for deed in deeds():
        status, may = answer(client, page(deed.name)), deed.right in rights
        if (status == 403) == may and not (may and deed.name in MORE):
            wrong.append((deed.name, deed.right.name, status))
    assert not wrong, wrong


def test_every_page_that_asks_more_is_a_page_of_a_family():
    assert {deed.name for deed in deeds()} >= MORE
