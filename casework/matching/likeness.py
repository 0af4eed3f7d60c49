"""How likely two people are one: by name, sound, misspelling and birth."""

from dataclasses import dataclass
from datetime import date

from casework.ages import Span

ENOUGH = 0.55
SAME_SOUND = 0.25
SAME_BIRTH = 0.5
NEAR_BIRTH = 0.25
# An age that somebody judged says little where it fits, and as much as any other birth where it does not.
FITTING_AGE = 0.1
OTHER_BIRTH = -0.35


@dataclass(frozen=True)
class Likeness:
    """`points` from 0 up; `why` are the reasons as people say them."""

    points: float
    why: tuple[str, ...]

    @property
    def enough(self) -> bool:
        return self.points >= ENOUGH


def likeness(*, similarity: float, same_sound: bool, born: Span | None, other_born: Span | None) -> Likeness:
    """`similarity` of the names is from 0 to 1; births do not count where nothing is known of one."""
    points, why = similarity, []
    if similarity > 0.99:
        why.append("the same name")
    elif similarity >= 0.4:
        why.append("a name spelt much the same")
    if same_sound and similarity <= 0.99:
        points += SAME_SOUND
        why.append("a name that sounds the same")
    birth_points, birth = _birth(born, other_born)
    return Likeness(points + birth_points, (*why, birth) if birth else tuple(why))


def _birth(born: Span | None, other: Span | None) -> tuple[float, str]:
    if born is None or other is None:
        return 0, ""
    if not (born.exact and other.exact):
        return (FITTING_AGE, "an age that fits") if born.overlaps(other) else (OTHER_BIRTH, "")
    if born == other:
        return SAME_BIRTH, "born on the same day"
    if _slip(born.first, other.first):
        return NEAR_BIRTH, "a date of birth that differs by one slip"
    return OTHER_BIRTH, ""


def _slip(born: date, other: date) -> bool:
    """Day and month changed round, or one of day, month and year typed wrongly."""
    if (born.year, born.day, born.month) == (other.year, other.month, other.day):
        return True
    parts = ((born.year, other.year), (born.month, other.month), (born.day, other.day))
    return sum(one != two for one, two in parts) == 1
