"""The mask of a reader: in one family, or in lists of many; None where nothing is kept from them.

Everywhere a text is masked that tells the very place of somebody protected, whose text it is. Where the family is near
those whom it is about (`casework.masks.near`) the name of the street tells it too, and the nursery or the GP.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from casework.masks.county import Places, asked, places_at
from casework.masks.current import Mask, eyes_of_request
from casework.masks.near import AROUND, CALLS, FAMILIES_NEAR
from casework.masks.places import READABLE, STAMP
from casework.masks.spelling import Value
from casework.sent import LARGEST_ID

# Of a paper that several read, and of whoever is named nowhere.
NOBODY_NAMED = 0
# The key of the mask of pages of many families.
LISTS = 0
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class MaskOfLists(Mask):
    """For pages of many families: whatever may tell one of the places."""

    places: Places = field(kw_only=True)

    def _tells(self, text: str) -> Collection[int]:
        told = self.places.told_in(text)
        return told.places | told.key_contacts


@dataclass(frozen=True)
class MaskInFamily(Mask):
    """For the pages of one family: `near` are the protections of those who are or were in it, or in one near to it.

    Of all others the very place, unless the family has it as its own, written `openly`: whoever lives in the same house
    or hostel is not blinded, and nobody who is near lifts the mask by writing a guess.
    """

    places: Places = field(kw_only=True)
    near: frozenset[int] = frozenset()
    openly: tuple[str, ...] = ()

    def _tells(self, text: str) -> Collection[int]:
        told = self.places.told_in(text)
        far = told.places - self.near
        return (told.places | told.key_contacts) & self.near | {pk for pk in far if self._is_told(pk, text)}

    def told_in(self, text: str) -> dict[int, str]:
        """A place that the reader may know of somebody here is not kept from them because it is protected twice."""
        kept = super().told_in(text)
        known = self.near.intersection(self.readable, self._tells(text)) if kept else ()
        return {pk: names for pk, names in kept.items() if not known or self.places.tells_more(pk, known, text)}

    def _is_told(self, protection: int, text: str) -> bool:
        own = self._own
        return any(told - own.get(value, frozenset()) for value, told in self.places.exactly_told(protection, text))

    @cached_property
    def _own(self) -> Mapping[Value, frozenset[str]]:
        """By what of each protected place the family tells it openly as its own."""
        found: dict[Value, frozenset[str]] = {}
        for text in self.openly:
            for protection in self.places.told_in(text).places - self.near:
                for value, told in self.places.exactly_told(protection, text):
                    found[value] = found.get(value, frozenset()) | told
        return found


def mask_in_lists(user: int) -> MaskOfLists | None:
    """For pages of many families: all protected places but those that the user, by id, may read."""
    [(*stamp, own, readable)] = asked(f"SELECT {STAMP}, {READABLE}", user=user, now=timezone.now())
    places = places_at(tuple(stamp), own)
    return MaskOfLists(places.ask, frozenset(readable), places=places) if places else None


def mask_in_family(family: int, user: int) -> MaskInFamily | None:
    """What the user, by id, is not named to read, in the record of this family."""
    [(*stamp, own, readable, families, people, names, calls, openly)] = asked(
        _IN_FAMILY, user=user, family=family, now=timezone.now()
    )
    places = places_at(tuple(stamp), own)
    if places is None:
        return None
    near = [places.by_family.get(pk, NONE) for pk in families] + [places.by_person.get(pk, NONE) for pk in people]
    near += [places.by_name.get(name, NONE) for name in names]
    # Who lives in that house has come by a call that says so.
    called = places.told_exactly_in(calls) - places.told_exactly_in(openly)
    return MaskInFamily(places.ask, frozenset(readable), places=places, near=called.union(*near), openly=tuple(openly))


_IN_FAMILY = f"SELECT {STAMP}, {READABLE}, around.* FROM ({AROUND}) AS around"


def wear(user: int, family: int | None) -> None:
    """From now on in this request the reader is this user, by id, in a family or (None) in lists of many."""
    eyes, key = eyes_of_request(), LISTS if family is None else family
    if eyes is None or key in eyes.worn or key > LARGEST_ID:
        return
    eyes.put_on(mask_in_lists(user) if family is None else mask_in_family(family, user), key)


def families_near(protection: int) -> set[int]:
    """The ids of the families near those whom a protection that lasts is about: where more than its place tells it."""
    [(*stamp, own)] = asked(f"SELECT {STAMP}")
    places = places_at(tuple(stamp), own)
    if places is None:
        return set()
    families = {pk for pk, protections in places.by_family.items() if protection in protections}
    people = [pk for pk, protections in places.by_person.items() if protection in protections]
    called = {pk for pk, text in asked(CALLS) if protection in places.told_exactly_in([text])}
    names = [name for name, protections in places.by_name.items() if protection in protections]
    values: dict[str, Any] = {"families": sorted(families | called), "people": people, "names": names}
    return {pk for (pk,) in asked(FAMILIES_NEAR, **values)}


def near_protections(family: int) -> frozenset[int]:
    """The protections that last (ids) of those who are or were in the family, or in one near to it."""
    mask = mask_in_family(family, NOBODY_NAMED)
    return mask.near if mask else frozenset()
