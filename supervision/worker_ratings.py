"""How the workers rate a family is said in their summaries, until their group has signed its own rating."""

from casework.families.ratings.registry import register
from supervision.ratings.queries import highest_of

register(highest_of)
