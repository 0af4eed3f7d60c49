"""`manage.py make_county` touches nothing where it should not."""

import pytest
from django.core.management import CommandError, call_command

from casework.families.models import Family
from config.bench.counties import connected, connection_to
from config.county.authority import DOMAIN
from tests.owner import OWNER


def made(**options):
    call_command("make_county", **options)


def test_make_county_refuses_outside_a_demonstration(db, settings):
    settings.DEBUG = settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="no demonstration"):
        made()


def test_make_county_refuses_where_families_are(ash, settings):
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="There are families"):
        made()
    assert Family.objects.count() == 1


def test_make_county_refuses_who_does_not_own_the_tables(db, settings):
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="tables' owner"):
        made()


def test_make_county_fills_an_empty_database(owned, django_db_blocker, settings, tmp_path, capsys):
    settings.DEMONSTRATION, settings.DATA_DIR = True, tmp_path
    with django_db_blocker.unblock(), connected(connection_to(owned.info.dbname, role=OWNER)) as wrapper:
        try:
            made(families=3)
            assert Family.objects.count() == 3
        finally:
            wrapper.close()
    assert f"manager0@{DOMAIN}" in capsys.readouterr().out
    assert list(tmp_path.glob("documents/county/*"))
