"""The migrations as they are committed: they say what they would do, do it, and can be undone."""

from io import StringIO

from django.core.management import call_command


def test_migrate_says_its_plan_on_an_empty_database(empty):
    told = StringIO()
    call_command("migrate", plan=True, stdout=told)
    assert "casework.0001_initial" in told.getvalue()
