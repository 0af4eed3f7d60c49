"""The database check finds each guard that is missing; it is asked as production asks it, as the application's role."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.checks import Error, Tags, Warning, run_checks
from django.core.management import CommandError, call_command

from tests.owner import OWNER, django_connected_to


@pytest.fixture
def owned_by_another(transactional_db, owned) -> Iterator[psycopg.Connection]:
    """The owner's connection to a database to which Django connects as the application."""
    with django_connected_to(owned.info.dbname, "workbook_app"):
        yield owned


def found():
    return run_checks(tags=[Tags.database], databases=["default"])


def sentences():
    messages = found()
    assert all(isinstance(message, Error) and message.id == "casework.E002" for message in messages)
    return [message.msg for message in messages]


def test_a_migrated_and_granted_database_has_no_fault(owned_by_another):
    assert found() == []


DAMAGE = {
    "GRANT UPDATE ON casework_viewing TO workbook_app": "The application may UPDATE on casework_viewing.",
    "GRANT UPDATE (reason) ON workbook_workbookdecision TO workbook_app": (
        "The application may UPDATE on workbook_workbookdecision."
    ),
    "GRANT DELETE ON casework_family TO PUBLIC": "The application may DELETE on casework_family.",
    "GRANT TRUNCATE ON casework_family TO workbook_app": "The application may TRUNCATE on casework_family.",
    "REVOKE INSERT ON casework_family FROM workbook_app": "The application may not INSERT on casework_family.",
    "REVOKE DELETE ON casework_unsavedtext FROM workbook_app": (
        "The application may not DELETE on casework_unsavedtext."
    ),
    "REVOKE USAGE ON SEQUENCE casework_family_id_seq FROM workbook_app": (
        "The application may not use the sequence casework_family_id_seq."
    ),
    "DROP TABLE casework_reminder": "There is no table casework_reminder.",
    "DROP TRIGGER append_only ON casework_historicalfamily": (
        "casework_historicalfamily has no trigger that refuses changes."
    ),
    "ALTER TABLE casework_viewing DISABLE TRIGGER append_only": (
        "casework_viewing has no trigger that refuses changes."
    ),
    "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON casework_imported"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()": "casework_imported has no trigger that refuses changes.",
    "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_filing"
    " FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger()": (
        "supervision_filing has no trigger that refuses changes."
    ),
}


def test_each_guard_that_is_missing_is_named(owned_by_another):
    expected = []
    for damage, sentence in DAMAGE.items():
        owned_by_another.execute(damage)
        expected.append(sentence)
        assert sorted(sentences()) == sorted(expected), damage


def test_the_owner_s_own_commands_are_not_judged(empty):
    assert found() == []


def test_one_role_for_both_is_refused_but_in_a_demonstration(empty, settings):
    settings.DATABASE_APPLICATION_ROLE = ""
    for demonstration, kind in ((False, Error), (True, Warning)):
        settings.DEMONSTRATION = demonstration
        (message,) = found()
        assert isinstance(message, kind)
        assert message.msg == "The application connects as the owner of its tables."


def test_granting_gives_what_is_needed_takes_what_is_too_much_and_may_be_repeated(owned_by_another):
    for damage in (
        "REVOKE ALL ON ALL {} IN SCHEMA public FROM workbook_app",
        "GRANT ALL ON ALL {} IN SCHEMA public TO workbook_app",
    ):
        for kind in ("TABLES", "SEQUENCES"):
            owned_by_another.execute(damage.format(kind))
        assert len(sentences()) > 100
        for _ in range(2):
            with django_connected_to(owned_by_another.info.dbname, OWNER):
                call_command("grant")
            assert sentences() == []


def test_granting_without_a_named_role_is_refused(settings):
    settings.DATABASE_APPLICATION_ROLE = ""
    with pytest.raises(CommandError, match="DATABASE_APPLICATION_ROLE"):
        call_command("grant")
