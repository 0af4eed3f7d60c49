from casework.access.rights import BY_ROLE, GRACE, Can, rights_of, roles_that
from casework.users.roles import Role


def test_rights_have_a_row_for_every_role_and_every_role_reads():
    assert set(BY_ROLE) == set(Role)
    assert all(Can.READ in rights for rights in BY_ROLE.values())


def test_rights_of_auditor_and_business_support_do_not_record():
    assert not {Can.RECORD, Can.LEAD, Can.DECIDE} & BY_ROLE[Role.AUDITOR]
    assert not {Can.RECORD, Can.LEAD, Can.DECIDE} & BY_ROLE[Role.BUSINESS_SUPPORT]


def test_grace_is_for_reading_alone():
    assert {Can.READ} == GRACE


def test_rights_add_up_and_leading_adds_its_own():
    assert rights_of([]) == frozenset()
    assert rights_of(["social_worker", "auditor"]) == {Can.READ, Can.RECORD, Can.INSPECT}
    assert rights_of(["social_worker"], leads=True) == {Can.READ, Can.RECORD, Can.LEAD}
    assert Role.BUSINESS_SUPPORT in roles_that(Can.ARRANGE)
