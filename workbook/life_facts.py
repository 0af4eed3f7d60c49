"""What the workbook's tables say of a life: correcting a birth or a death, or linking two entries, asks it (C17)."""

from casework.lives import checks
from casework.lives.facts import FACTS, Dated
from casework.matching.checks import REFUSED_BY
from casework.trail.acting import FOLLOWING
from workbook.coming_of_age.services import follow_births
from workbook.one_workbook.checks import check_link
from workbook.programmes.sharing.models import SharingChoice

REFUSED_BY.append(check_link)
FOLLOWING.append(follow_births)
FACTS.append(Dated(SharingChoice, ("parent", "with_whom"), {"said_on": checks.SAID}))
