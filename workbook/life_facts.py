"""The days about a person in the workbook's own tables: correcting a birth or a death asks them too (C17)."""

from casework.lives import checks
from casework.lives.facts import FACTS, Dated
from workbook.programmes.sharing.models import SharingChoice

FACTS.append(Dated(SharingChoice, ("parent", "with_whom"), {"said_on": checks.SAID}))
