from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.families.models import Family
from tests.casework.imports.returns import census, child, episode
from tests.factories import TeamFactory


@pytest.fixture
def run(db, tmp_path):
    """Run the command with a return of these children; what it wrote to its output, and to its errors."""
    TeamFactory(name="North")

    def command(*children, team="North", content=None, **options):
        path = tmp_path / "return.xml"
        path.write_bytes(census(*children) if content is None else content)
        out, errors = StringIO(), StringIO()
        call_command("import_census", str(path), team=team, stdout=out, stderr=errors, **options)
        return out.getvalue(), errors.getvalue()

    return command


def test_command_prints_what_came_in_and_its_progress_apart(run):
    out, errors = run(child("AB1", episode(), upn="A801200005001"), child("AB2", episode()))
    assert "Warnings: 1\n" in out
    assert "line 20, AB1, UPN: The unique pupil number’s first letter does not fit" in out
    assert "  children: 2 (2 new)\n" in out
    assert "  referrals: 2 (2 new, 2 open)\n" in out
    assert "Brought in in " in out
    assert "2 children read, 1 warnings, 0 set aside" in errors
    assert Family.objects.count() == 2


def test_command_says_that_a_dry_run_kept_nothing(run):
    out, _ = run(child("AB1", episode()), dry_run=True)
    assert "Nothing was kept, as this was a dry run" in out
    assert not Family.objects.exists()


def test_command_names_who_is_set_aside(run):
    out, _ = run(child("AB1", episode(source="99")), child("AB2", episode()))
    assert "AB1, ReferralSource: ‘99’ is not a code" in out
    assert "Did not come in: AB1. Put them right where they come from, and run this again." in out
    assert "This was run " in out
    assert Family.objects.count() == 1
    out, _ = run(child("AB1", episode(source="99", need="N99")))
    assert "Nothing came in" in out


@pytest.mark.parametrize(
    ("options", "says"),
    [({"team": "West"}, "There is no team ‘West’"), ({"content": b"<html/>"}, "begins with ‘html’")],
)
def test_command_says_in_one_sentence_what_cannot_be_done(run, options, says):
    with pytest.raises(CommandError, match=says):
        run(child("AB1", episode()), **options)


def test_command_says_in_one_sentence_that_there_is_no_file(db):
    TeamFactory(name="North")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_census", "/nowhere/return.xml", team="North")
