from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.imports.ledger.models import ImportRun
from casework.people.models import Person
from tests.casework.imports.returns import census, child, episode
from tests.factories import TeamFactory


def run(*arguments, **options):
    out = StringIO()
    call_command("undo_import", *arguments, stdout=out, **options)
    return out.getvalue()


def test_command_lists_runs_and_undoes_the_last(db, tmp_path):
    TeamFactory(name="North")
    path = tmp_path / "return.xml"
    path.write_bytes(census(child("AB1", episode()), child("AB2", episode(source="99"))))
    call_command("import_census", str(path), team="North", stdout=StringIO(), stderr=StringIO())
    number = ImportRun.objects.get().pk
    assert f"Run {number}: Census return, return.xml, " in run()
    assert "1 children" in run()
    assert "1 set aside" in run()
    assert "Taken back: " in run(str(number), because="The wrong file.")
    assert not Person.objects.filter(la_child_id="AB1").exists()
    assert "because: The wrong file." in run()


def test_command_says_in_one_sentence_what_cannot_be_done(db):
    with pytest.raises(CommandError, match="There is no run 7"):
        run("7", because="Wrong.")
