"""What refuses that a person comes into a Workbook or leaves one (A1.14, A1.16, A1.17)."""

from casework.access import families_for
from casework.access.grants.models import LASTING
from casework.families.models import CHILDREN, Family
from casework.lives.recorded import check_none, not_kept
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import User
from workbook.episodes.models import EpisodeMember, is_whole
from workbook.one_workbook.models import Ground, WorkbookChoice
from workbook.one_workbook.queries import memberships_now


def check_choice(person: Person, other: Family, choice: WorkbookChoice | None, by: User) -> WorkbookChoice:
    """Return the choice; raise a Refusal, with its field, where it is missing or cannot be carried out."""
    if choice is None:
        raise Refusal(
            f"{person} is part of another family's open Workbook. Say in which one {person} is to be.",
            f"tie-{person.pk}",
        )
    if choice.ground not in Ground.values:
        raise Refusal(f"Choose the ground on which {person} is in the one or the other.", f"ground-{person.pk}")
    if not choice.because.strip():
        raise Refusal(f"Say why {person} is in the one or the other.", f"because-{person.pk}")
    if choice.comes and not families_for(by, grants=LASTING).filter(pk=other.pk).exists():
        raise Refusal(
            f"{person} is part of the Workbook of a family that you may not open, so {person} stays there. Ask that "
            "family's team.",
            f"tie-{person.pk}",
        )
    return choice


def check_link(person: Person, into: Person) -> None:
    """Two entries of which each is open in another family's Workbook are not linked: it would be one person in two."""
    theirs = not_kept(memberships_now([into]))
    check_none(
        [row for row in memberships_now([person]) if any(_is_of_another(row, other) for other in theirs)],
        lambda row: Refusal(
            f"{person} is in the open Workbook of the family {row.family}, and {into} in that of another family. "
            "Nobody is open in two: have one of the two taken out of theirs first, or that Workbook closed."
        ),
    )


def _is_of_another(row: EpisodeMember, other: EpisodeMember) -> bool:
    """Of another family, where they are the same as in this one: a child in both, or an adult."""
    return row.family_id != other.family_id and (row.role in CHILDREN) == (other.role in CHILDREN)


def remains_whole_without(row: EpisodeMember) -> bool:
    """Whether the episode still has a child and an adult without this member, under whichever entry (A1.14)."""
    rest = row.episode.members.filter(until_date=None, person__died=None).exclude(person__in=row.person.all_ids)
    return is_whole(set(rest.order_by().values_list("role", flat=True)))
