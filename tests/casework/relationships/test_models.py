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
def test_a_relationship_is_said_in_plain_words(kind, words):
    assert kind_with_article(kind) == words


def test_every_kind_of_relationship_can_be_said():
    assert all(kind_with_article(kind) for kind in RelationshipKind.values)
