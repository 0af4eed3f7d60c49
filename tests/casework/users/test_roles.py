import pytest

from casework.access.rights import BY_ROLE, Can, rights_of
from casework.users.roles import GRADES, PRACTITIONERS, Role, grades_from


@pytest.mark.rule("C27")
def test_grades_from_the_lowest_named_may_take_a_decision():
    assert grades_from("deputy") == GRADES
    assert grades_from("service_manager") == (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)


def test_roles_all_have_their_rights():
    assert set(BY_ROLE) == set(Role)


@pytest.mark.rule("A11.1")
def test_lead_keeps_people_and_closes_the_episode_and_other_practitioners_do_not():
    for role in PRACTITIONERS:
        assert Can.LEAD not in rights_of({role})
    assert Can.LEAD in rights_of({Role.SOCIAL_WORKER}, leads=True)


@pytest.mark.rule("A1.22")
def test_practitioners_of_the_team_all_record():
    assert all(Can.RECORD in rights_of({role}) for role in PRACTITIONERS)
