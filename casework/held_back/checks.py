"""Who may hold a text back by hand, and what is found of it."""

from collections.abc import Sized

from casework.access import FamilyAccess
from casework.families.models import Family
from casework.held_back.queries import protections_read_by
from casework.masks.spelling import FEWEST_WORDS, words_in
from casework.protections.models import Protection
from casework.refusal import Refusal
from casework.users.models import User


def check_held_by(by: User, access: FamilyAccess, protection: Protection, family: Family, because: str) -> None:
    """Only a reader of a protection that lasts knows what tells its place; who is inside by an emergency only reads."""
    if not access.lasts or not protections_read_by(by, family).filter(pk=protection.pk).exists():
        raise Refusal("You are not named for this place, or it is not protected any more. Ask one of those named.")
    if not because.strip():
        raise Refusal("Say why these words tell the place.", "because")


def check_found(words: str, texts: Sized) -> None:
    if len(words_in(words)) < FEWEST_WORDS:
        raise Refusal(f"Give at least {FEWEST_WORDS} words, as they stand in the record.", "words")
    if not texts:
        raise Refusal("No text of this family has these words. Copy them from the record as they stand there.", "words")
