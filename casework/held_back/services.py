"""Holding back what tells a protected place: at protecting, at saving, and by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from casework.access import Can, require
from casework.documents import services as documents
from casework.families.headlines.queries import families_ever_of
from casework.families.models import Family, FamilyMember
from casework.held_back import queries
from casework.held_back.checks import check_found, check_held_by
from casework.held_back.models import HeldBack
from casework.held_back.queries import Telling
from casework.joins.models import FamilyJoin
from casework.links.models import FamilyLink
from casework.masks.current import Mask
from casework.masks.queries import NOBODY_NAMED, mask_in_family
from casework.masks.spelling import Kind, Value, spellings_of
from casework.people.contact_details.models import ContactDetail
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.protections.models import Protection
from casework.subjects import columns_of
from casework.trail.acting import actor, in_service, recorded_at, service
from casework.trail.models import Permanent
from casework.users.models import User

NEWS = "What you wrote tells a protected place. It is held back from all who are not named."


@service
def hold_by_hand(
    family: Family, *, protection: Protection, words: str, because: str, by: User, at: datetime
) -> list[HeldBack]:
    """A reader of `protection` says that these words tell its place: each text of the family that has them."""
    access = require(by, family, Can.READ)
    check_held_by(by, access, protection, family, because)
    told = spellings_of([Value(protection.pk, Kind.TEXT, words)])
    tellings = list(queries.telling_in_family(family.pk, told))
    check_found(words, tellings)
    _withdraw_papers(tellings)
    return [
        HeldBack.objects.create(
            family=family, protection=protection, subject_type=each.subject_type, subject_id=each.subject_id,
            field=each.field, by_hand=True, words=words.strip(), because=because.strip(), by=by, at=at,
        )
        for each in tellings
    ]  # fmt: skip


def follow(rows: list[Model]) -> list[str]:
    """After each service: hold back what its rows tell, or what others tell since they were saved; the news of it."""
    wide = _families_to_search(rows)
    for family in sorted(wide):
        hold_in_family(family)
    pairs = [(row, family) for row in rows for family in _families_of_row(row) - wide]
    masks = {family: mask_in_family(family, NOBODY_NAMED) for family in {family for _, family in pairs}}
    held = [_hold_row(row, family, mask) for row, family in pairs if (mask := masks[family])]
    return [NEWS] if any(held) else []


def _families_to_search(rows: Iterable[Model]) -> set[int]:
    """The families in which other places may be told since these rows were saved."""
    found: set[int] = set()
    for row in rows:
        match row:
            case Protection():
                found |= queries.families_with(row)
            case ContactDetail(protection=Protection() as protection):
                found |= queries.families_with(protection)
            case KeyContact(protection=Protection() as protection):
                found |= queries.families_with(protection) | {row.family_id}
            case FamilyMember():
                found.add(row.family_id)
            case FamilyLink():
                found |= {row.family_id, row.other_id}
            case FamilyJoin():
                found |= {row.family_id, row.joined_id}
            case Person(merged_into_id=int()):
                found.update(families_ever_of([row.pk]))
    return found


def _families_of_row(row: Model) -> set[int]:
    if isinstance(row, HeldBack) or type(row) not in queries.searched():
        return set()
    family, person = getattr(row, "family_id", None), getattr(row, "person_id", None)
    return {family} if family else set(families_ever_of([person])) if person else set()


@in_service
def hold_in_family(family: int) -> list[HeldBack]:
    """Hold back what the family's record tells by now; papers that tell it are made anew."""
    mask = mask_in_family(family, NOBODY_NAMED)
    if mask is None:
        return []
    tellings = list(queries.telling_in_family(family, mask))
    _withdraw_papers(tellings)
    return _hold(family, tellings)


def _withdraw_papers(tellings: Iterable[Telling]) -> None:
    """Those that tell the place; they are made anew."""
    for text in queries.documents_that_tell(tellings):
        documents.withdraw(text.document)


def _hold_row(row: Model, family: int, mask: Mask) -> list[HeldBack]:
    again = [] if isinstance(row, Permanent) else [_hold_again(held) for held in _by_hand(row)]
    return _hold(family, list(queries.telling_in_row(row, mask))) + again


def _by_hand(row: Model) -> list[HeldBack]:
    """What was held back of the row by hand, once for each protection and text."""
    rows = queries.held_by_hand(**columns_of(row))
    return list({(held.protection_id, held.field): held for held in rows}.values())


def _hold_again(held: HeldBack) -> HeldBack:
    """The text was written anew: its new wording is held back too."""
    same: dict[str, Any] = {
        name: getattr(held, name)
        for name in ("family_id", "protection_id", "subject_type", "subject_id", "field", "words", "because")
    }
    return HeldBack.objects.create(**same, by_hand=True, by_id=actor().pk, at=recorded_at())


def _hold(family: int, tellings: list[Telling]) -> list[HeldBack]:
    already = queries.held_already(tellings)
    return [
        HeldBack.objects.create(
            family_id=family, protection_id=protection, subject_type=telling.subject_type,
            subject_id=telling.subject_id, field=telling.field, by_id=actor().pk, at=recorded_at(),
        )
        for telling in tellings
        for protection in sorted(telling.protections)
        if (protection, telling.subject_type, telling.subject_id, telling.field) not in already
    ]  # fmt: skip
