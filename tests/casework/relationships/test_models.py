"""How each kind of relationship is called."""

import pytest

from casework.relationships.models import RelationshipKind, kind_with_article


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("mother", "the mother"),
        ("aunt_or_uncle", "an aunt or uncle"),
        ("former_partner", "a former partner"),
        ("other", "another relation"),
    ],
)
def test_relationship_kind_has_its_article(kind, words):
    assert kind_with_article(kind) == words


def test_relationship_kinds_all_have_an_article():
    assert all(kind_with_article(kind) for kind in RelationshipKind.values)
