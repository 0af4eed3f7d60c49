"""The check of headlines finds what differs from its sources, and puts it right."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from casework.families import services as families
from casework.families.models import Headline
from casework.joins import services as joins
from casework.people import services as people
from casework.people.models import PersonName
from supervision.headlines import queries
from supervision.headlines.queries import differences
from supervision.headlines.tasks import check
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_check_finds_each_column_that_differs_and_repairs_it(cast, story):
    before = Headline.objects.values().get(family=story.family)
    wrong = {
        "team": cast.south, "lead": None, "open": False, "joined": True, "closed_on": NOW.date(), "sort_name": "x",
        "names": "x", "overall_rag": "", "previous_rag": "green", "rag_since": None, "next_supervision": None,
        "changes_on": NOW.date(),
    }  # fmt: skip
    Headline.objects.filter(family=story.family).update(**wrong)
    ((pk, changed),) = differences(NOW.date())
    assert pk == story.family.pk
    assert {name.removesuffix("_id") for name in changed} == wrong.keys() - {
        name for name in wrong if before.get(name, "") == wrong[name]
    }
    assert check() == 0 or check() == 0
    assert Headline.objects.values().get(family=story.family) == before


def test_command_fails_and_names_the_family_and_the_columns_until_it_repairs_them(cast, story, capsys):
    call_command("check_headlines")
    Headline.objects.filter(family=story.family).update(overall_rag="green", team=cast.south)
    with pytest.raises(CommandError, match=f"{story.family.reference}: overall_rag, team_id"):
        call_command("check_headlines")
    call_command("check_headlines", repair=True)
    call_command("check_headlines")
    assert "1 headlines were written again" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_name_that_is_added_while_its_family_is_joined_is_found_in_the_family_into_which_it_went(cast, ash):
    """Who adds it waits for the headline, and finds the person in another family afterwards."""
    joined = families.add_family(name="Leo Ash", team=cast.north, by=cast.mary, at=NOW)
    leo = add_child(joined, cast.mary, name="Leo Ash")

    def add():
        try:
            people.add_name(joined, leo, name="Leo Larch", kind=PersonName.Kind.ALSO, by=cast.mary)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            joins.join(ash.family, joined, because="Brother.", by=cast.mary, at=NOW)
            adding = pool.submit(add)
            wait_until(lambda: _waiting_for_a_lock() > 0)
        adding.result(timeout=10)
    assert "leo larch" in Headline.objects.get(family=ash.family).names
    assert not list(differences(NOW.date()))


def _waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def wait_until(holds):
    end = monotonic() + 10
    while not holds():
        assert monotonic() < end, "It did not come to that."
        sleep(0.05)


def test_check_takes_nothing_for_a_difference_that_was_written_while_it_read(cast, ash, monkeypatch):
    """On a busy day somebody saves between the reading of the sources and that of the headlines."""
    read, written = queries.all_values, []

    def read_and_then_somebody_saves(families, today):
        values = read(families, today)
        if not written:
            written.append(
                people.add_name(ash.family, ash.ann, name="Ann Oak", kind=PersonName.Kind.ALSO, by=cast.mary)
            )
        return values

    monkeypatch.setattr(queries, "all_values", read_and_then_somebody_saves)
    assert not list(differences(NOW.date()))
    assert written
