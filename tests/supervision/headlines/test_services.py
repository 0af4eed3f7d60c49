"""The check of headlines finds what differs from its sources, and puts it right."""

import pytest
import time_machine
from django.core.management import CommandError, call_command

from casework.families.models import Headline
from supervision.headlines.queries import differences
from supervision.headlines.tasks import check
from tests.factories import NOW

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
    assert "1 headlines were written anew" in capsys.readouterr().out
