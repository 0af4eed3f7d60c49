"""A new table is made with its constraints, for each step of its own costs a first start a fifth of a second."""

from django.db.migrations.operations import AddConstraint, AddField, CreateModel
from django.db.models import CheckConstraint, IntegerField, Q

from casework.management.commands.makemigrations import gathered


def table(name):
    return CreateModel(name, [("size", IntegerField())])


def positive(name):
    return AddConstraint(name, CheckConstraint(condition=Q(size__gt=0), name=f"{name}_positive"))


def test_a_constraint_stands_in_its_own_table_whatever_comes_between():
    one, other = gathered([table("One"), table("Other"), positive("one")], "casework")
    assert [constraint.name for constraint in one.options["constraints"]] == ["one_positive"]
    assert "constraints" not in other.options


def test_a_constraint_waits_where_a_column_comes_later_and_stays_where_the_table_is_older():
    later = [table("One"), AddField("one", "height", IntegerField(null=True)), positive("one")]
    assert gathered(later, "casework") == later
    older = [positive("one")]
    assert gathered(older, "casework") == older
